/**
 * Which handler and which options the arguments of `serve()` mean (S01 to S05, E01).
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { App, Handler } from "./types.ts";

/** What the arguments mean. */
export interface ServeArguments {
  handler: Handler;
  options: Readonly<Record<string, unknown>>;
}

/** Reads the overloads of `serve()`. */
export function readArguments(first: unknown, second: unknown): ServeArguments {
  if (first === undefined && second === undefined) {
    throw failure("ERR_HANDLER_MISSING", "Cannot serve HTTP requests: no handler or options given");
  }
  const called = asHandler(first);
  // S02: the page's "options bag as the first or second argument".
  if (called !== undefined) return { handler: called, options: asBag(second) };

  const options = asBag(first);
  if (second !== undefined) return { handler: need(second), options }; // S03
  return { handler: need(options["handler"]), options };
}

/** A function is a handler; so is an object with a `fetch` method and no own `handler` (E01). */
function asHandler(value: unknown): Handler | undefined {
  // A function with a `fetch` (a `createServerAdapter` of @whatwg-node/server, an Elysia or
  // itty-router instance) is an app: called plainly it may be a Node listener.
  if (isApp(value)) return (request, info) => value.fetch(request, info);
  return typeof value === "function" ? (value as Handler) : undefined;
}

function isApp(value: unknown): value is App {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  if (typeof (value as Partial<App>).fetch !== "function") return false;
  // An own `handler` makes a bag of options; but an instance of a class is no bag, and one of H3 has
  // both (h3 2.0).
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  return !plain || !Object.hasOwn(value, "handler");
}

function need(value: unknown): Handler {
  const handler = asHandler(value);
  if (handler !== undefined) return handler;
  throw failure(
    "ERR_HANDLER_INVALID",
    `Cannot serve HTTP requests: handler must be a function, received ${typeof value}`,
  );
}

function asBag(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
