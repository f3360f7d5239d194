/**
 * From a Proxy of a request to its exchange: the handlers of a router may get one (itty-router 6), which
 * has none of the request's private state, but passes on what it is asked for.
 *
 * @module
 */
import { Outcome } from "./outcome.ts";

/** Under which the requests of a host tell their exchange. */
export const exchangeKey: unique symbol = Symbol("everyserve.exchange");

/** The exchange that an object tells. */
export function exchangeBehind(request: unknown): Outcome | undefined {
  if (typeof request !== "object" || request === null) return undefined;
  const told = (request as { [exchangeKey]?: unknown })[exchangeKey];
  return told instanceof Outcome ? told : undefined;
}
