/**
 * From handler to response: the error boundary that every request passes, the same on all hosts.
 *
 * Everything is synchronous while the handler is: no promise is made for a handler that returns a
 * Response.
 *
 * @module
 */
import { check } from "./check_response.ts";
import type { CompressionSettings } from "./compression.ts";
import { refusalOf } from "./errors.ts";
import type { Responder, TaskSet } from "./host.ts";
import type { Handler, ServeInfo } from "./types.ts";

type OnError = (error: unknown) => Response | PromiseLike<Response>;
type Answer = Response | Promise<Response>;
type Later = (result: PromiseLike<Response>) => Promise<Response>;

/** What a responder is made of. */
export interface ResponderParts {
  handler: Handler;
  onError: OnError | undefined;
  tasks: TaskSet;
  /** Carried along for the hosts, which apply it to what they send. */
  compression?: CompressionSettings | undefined;
  /** Spares a value the checks; see the port. */
  trusts?: ((value: unknown) => boolean) | undefined;
}

/** Wraps a handler into the boundary. */
export function createResponder(parts: ResponderParts): Responder {
  const { handler, tasks, compression, trusts } = parts;
  const onError = parts.onError ?? defaultOnError;

  /** What onError gave: that it cannot be sent is not told to onError again (P08). */
  const answers = new WeakSet<Response>();
  const noted = (result: unknown): Response => {
    const response = check(result);
    answers.add(response);
    return response;
  };
  const recover = (error: unknown, unsent?: Response): Answer => {
    if (unsent !== undefined && answers.has(unsent)) return lastResort(error);
    try {
      const result = onError(error);
      if (isThenable(result)) return Promise.resolve(result).then(noted).catch(lastResort);
      return noted(result);
    } catch (inner) {
      return lastResort(inner);
    }
  };
  /** One promise and one turn for a handler that is asynchronous. */
  const settle = (settled: Response): Answer => {
    try {
      return trusts?.(settled) ? settled : check(settled);
    } catch (error) {
      return recover(error);
    }
  };
  const run = (request: Request, info: ServeInfo, later: Later): Answer => {
    try {
      const result = handler(request, info); // S42: a plain call, so `this` is undefined
      if (trusts?.(result)) return result as Response;
      return isThenable(result) ? later(result) : check(result);
    } catch (error) {
      return recover(error);
    }
  };
  const through: Later = (result) => Promise.resolve(result).then(settle, recover);
  const plain: Later = (result) => Promise.resolve(result);
  return {
    handle: (request, info) => run(request, info, through),
    begin: (request, info) => run(request, info, plain),
    settle,
    recover,
    tasks,
    compression,
  };
}

/** P06: what the client sees of a failure that nobody answered; not a word of the error. */
export function internalServerError(): Response {
  // Bytes, not a string: a string would get a content-type.
  return new Response(PLAIN_500.slice(), { status: 500 });
}

// "Internal Server Error" as ASCII: `TextEncoder` at module scope is fine on workerd, a Response
// with a body is not (RUNTIMES: "Disallowed operation called within global scope").
const PLAIN_500 = new TextEncoder().encode("Internal Server Error");

/** S43. */
function defaultOnError(error: unknown): Response {
  const refused = refusalOf(error);
  // The client's doing, and as often as it likes: not worth a line in the log.
  if (refused !== undefined) return new Response(null, { status: refused });
  console.error(error);
  return internalServerError();
}

/** P08. */
export function lastResort(error: unknown): Response {
  console.error("Exception in onError while handling exception", error);
  return internalServerError();
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return "then" in value && typeof value.then === "function";
}
