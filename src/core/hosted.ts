/**
 * From a platform's Request to the Response that the platform sends (Bun, Deno, Workers): the part
 * of these adapters that is the same.
 *
 * @module
 */
import { watchBody } from "./body.ts";
import { planFraming, type Framing } from "./framing.ts";
import { discardBody } from "./head.ts";
import type { Responder } from "./host.ts";
import { HostedExchange, type HostedParts } from "./hosted_exchange.ts";
import { adaptRequest } from "./hosted_request.ts";
import { createInfo } from "./info.ts";
import { knownBody, type KnownBody } from "./known_bodies.ts";
import { isUpgradeResponse } from "./ticket.ts";
import { checkWireHeaders } from "./wire_headers.ts";

/** What is to be sent, after all decisions. */
export interface Outgoing {
  response: Response;
  method: string;
  framing: Framing;
  /** What the response was made of, where that is known. */
  known: KnownBody | undefined;
  /** The handler's stream, watched; undefined where there is none, or none is sent. */
  stream: ReadableStream<Uint8Array> | undefined;
}

/** Makes the platform's Response of what is to be sent. */
export type Perform = (outgoing: Outgoing) => Response;

/** Answers a request. Synchronous when the handler is; never throws or rejects. */
export function answerHosted(
  native: Request,
  url: string,
  parts: HostedParts,
  responder: Responder,
  perform: Perform,
): Response | Promise<Response> {
  const exchange = new HostedExchange(parts);
  const { method } = native;
  const request = adaptRequest(native, url, exchange);
  const prepare = (response: Response): Response => {
    if (isUpgradeResponse(response)) return response;
    return perform(plan(response, method, exchange, responder));
  };
  /** The response could not be sent at all: the boundary's takes its place. */
  const rescue = (error: unknown): Response | Promise<Response> => {
    const instead = responder.recover(error);
    return instead instanceof Promise ? instead.then(prepare) : prepare(instead);
  };
  const response = responder.handle(request, createInfo(exchange, responder.tasks));
  if (response instanceof Promise) return response.then(prepare).catch(rescue);
  try {
    return prepare(response);
  } catch (error) {
    return rescue(error);
  }
}

/** Throws when the response cannot be sent (P05, P31). */
function plan(
  response: Response,
  method: string,
  exchange: HostedExchange,
  responder: Responder,
): Outgoing {
  const { status, headers } = response;
  checkWireHeaders(headers);
  const known = knownBody(response);
  // Where it is known that there is no stream, `body` is better left alone: on Bun reading it
  // changes the content-type on the wire, and it always costs.
  const body = known?.stream === false ? null : response.body;
  const framing = planFraming({
    method,
    status,
    http10: false,
    declared: headers.get("content-length"),
    forceChunked: headers.has("transfer-encoding"),
    size: known?.size,
    hasBody: known === undefined || known.stream ? body !== null : !known.none,
  });
  const outgoing: Outgoing = { response, method, framing, known, stream: undefined };
  if (body === null || !framing.sendBody) {
    discardBody(body); // P19
    exchange.delivered();
    return outgoing;
  }
  outgoing.stream = watchBody(
    body as ReadableStream<Uint8Array>,
    {
      done: () => exchange.delivered(),
      cancelled: () => exchange.gone(),
      failed: (error) => {
        exchange.gone();
        void responder.recover(error); // P41
      },
    },
    framing.contentLength,
  );
  if (exchange.isGone) outgoing.stream.cancel().catch(() => {}); // P38
  return outgoing;
}

/** The headers to send: without those that the framing decides, with its Content-Length. */
export function framedHeaders({ response, framing }: Outgoing): Headers {
  const headers = new Headers(response.headers);
  headers.delete("transfer-encoding");
  headers.delete("content-length");
  if (framing.contentLength !== undefined) {
    headers.set("content-length", String(framing.contentLength));
  }
  return headers;
}
