/**
 * What Deno's Request lacks (seen on Deno 2.9.5).
 *
 * @module
 */
import type { HostedExchange } from "../../core/exchange.ts";

/** The same object, as the contract has it. */
export function adaptRequest(native: Request, exchange: HostedExchange): Request {
  void exchange;
  return native;
}
