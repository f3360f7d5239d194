/**
 * From a platform's Request to the Response that the platform sends (Bun, Deno, Workers): the part
 * of these adapters that is the same.
 *
 * @module
 */
import type { Responder } from "./host.ts";
import { boundBody, refusedByHead } from "./hosted_bounds.ts";
import { asItIs } from "./as_it_is.ts";
import { Answer } from "./hosted_answer.ts";
import { HostedExchange, type Held, type HostedParts } from "./hosted_exchange.ts";
import type { Perform } from "./hosted_plan.ts";
import { adaptRequest } from "./hosted_request.ts";
import { createInfo } from "./info.ts";
import { awaitBody } from "./late_body.ts";

/** Answers a request. Synchronous when the handler is; never throws or rejects. */
export function answerHosted(
  native: Request,
  url: string,
  parts: HostedParts,
  responder: Responder,
  perform: Perform,
): Response | Promise<Response> {
  const { bounds } = parts;
  if (bounds !== undefined) {
    const refused = refusedByHead(native, bounds);
    if (refused !== undefined) {
      parts.over?.();
      return parts.refuse(refused);
    }
  }
  const exchange = new HostedExchange(parts);
  const given = bounds === undefined ? native : boundBody(native, url, exchange, bounds);
  const request = adaptRequest(given, url, exchange);
  const begun = responder.begin(request, createInfo(exchange, responder.tasks));
  if (begun instanceof Promise) {
    return later(begun, request, native, exchange, parts, responder, perform);
  }
  const answer = conclude(begun, request, native, exchange, parts, responder, perform);
  if (!(answer instanceof Promise) || parts.hold === undefined) return answer;
  return tell(parts.hold(), answer);
}

/** One promise and one turn for a handler that takes its time. */
function later(
  begun: Promise<Response>,
  request: Request,
  native: Request,
  exchange: HostedExchange,
  parts: HostedParts,
  responder: Responder,
  perform: Perform,
): Promise<Response> {
  const held = parts.hold?.();
  const go = (response: Response): Response | Promise<Response> =>
    conclude(response, request, native, exchange, parts, responder, perform);
  const end = (checked: Response | Promise<Response>): Response | Promise<Response> => {
    const answer = checked instanceof Promise ? checked.then(go) : go(checked);
    if (held !== undefined) void tell(held, answer);
    return answer;
  };
  const answer = begun.then(
    (value) => end(responder.settle(value)),
    (error: unknown) => end(responder.recover(error)),
  );
  return held === undefined ? answer : held.promise;
}

/** Tells the answer to the host that waits for it. */
function tell(held: Held, answer: Response | Promise<Response>): Promise<Response> {
  if (answer instanceof Promise) void answer.then((response) => held.settle(response));
  else held.settle(answer);
  return held.promise;
}

/** The same, when what has arrived of the request's body is there: see late_body.ts. */
function conclude(
  response: Response,
  request: Request,
  native: Request,
  exchange: HostedExchange,
  parts: HostedParts,
  responder: Responder,
  perform: Perform,
): Response | Promise<Response> {
  const late = awaitBody(request, native, exchange, parts);
  return late === undefined
    ? finish(response, native, exchange, parts, responder, perform)
    : late.then(() => finish(response, native, exchange, parts, responder, perform));
}

/** A function of its own and no closure: most exchanges need neither. */
function finish(
  response: Response,
  native: Request,
  exchange: HostedExchange,
  parts: HostedParts,
  responder: Responder,
  perform: Perform,
): Response | Promise<Response> {
  return (
    asItIs(response, native, exchange, parts, responder) ??
    new Answer(native, exchange, parts, responder, perform).begin(response)
  );
}
