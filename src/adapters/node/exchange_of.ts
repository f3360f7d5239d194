/**
 * From the request that a handler has to its exchange: for `upgradeWebSocket()`.
 *
 * @module
 */
import type { Exchange } from "./exchange.ts";
import { Known } from "./known.ts";
import { LazyRequest } from "./lazy/request.ts";

/** In both modes; undefined for a request that is not of this server's making (W18). */
export function exchangeOf(request: Request): Exchange | undefined {
  if (typeof request !== "object" || request === null) return undefined;
  return LazyRequest.is(request) ? LazyRequest.exchange(request) : Known.exchange(request);
}
