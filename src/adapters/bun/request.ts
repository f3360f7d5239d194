/**
 * What Bun's Request lacks (seen on Bun 1.4.5).
 *
 * @module
 */
import type { HostedExchange } from "../../core/exchange.ts";

/** The same object, with the URL and the signal that the contract promises. */
export function adaptRequest(native: Request, url: string, exchange: HostedExchange): Request {
  // Bun serialises nothing: a Host of other case or a default port stays as it was sent.
  if (native.url !== url) Object.defineProperty(native, "url", { value: url, configurable: true });
  void exchange;
  return native;
}
