/**
 * From a platform's Request to the Response that the platform sends (Bun, Deno, Workers): the part
 * of these adapters that is the same.
 *
 * @module
 */
import { watchBody } from "./body.ts";
import { planFraming, type Framing } from "./framing.ts";
import { discardBody, isNullBodyStatus } from "./head.ts";
import type { Responder } from "./host.ts";
import { compressHosted, type Compressed } from "./hosted_compress.ts";
import { HostedExchange, type HostedParts } from "./hosted_exchange.ts";
import { adaptRequest } from "./hosted_request.ts";
import { createInfo } from "./info.ts";
import { knownBody, type KnownBody } from "./known_bodies.ts";
import { lastResort } from "./respond.ts";
import { bufferedBody } from "./lookahead.ts";
import { isUpgradeResponse } from "./ticket.ts";
import type { ContentCoding } from "./types.ts";
import { checkWireHeaders, mayBeUnsendable } from "./wire_headers.ts";

/** What is to be sent, after all decisions. */
export interface Outgoing {
  response: Response;
  /** The platform's own. */
  request: Request;
  method: string;
  framing: Framing;
  /** What the response was made of, where that is known. */
  known: KnownBody | undefined;
  /** The coding that the headers name and the platform has still to apply (Workers). */
  pending: ContentCoding | undefined;
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
  const request = adaptRequest(native, url, exchange);
  const prepare = (response: Response): Response => {
    if (isUpgradeResponse(response)) return response;
    const compressed = compressHosted(native, response, responder.compression, parts.encoder);
    return perform(plan(compressed, native, exchange, responder, parts.beforeEnd));
  };
  // P08: what onError made cannot be sent either.
  const giveUp = (error: unknown): Response => prepare(lastResort(error));
  /** The response could not be sent at all: the boundary's takes its place. */
  const rescue = (error: unknown): Response | Promise<Response> => {
    const instead = responder.recover(error);
    if (instead instanceof Promise) return instead.then(prepare).catch(giveUp);
    try {
      return prepare(instead);
    } catch (inner) {
      return giveUp(inner);
    }
  };
  const begin = (response: Response): Response | Promise<Response> => {
    try {
      const known = knownBody(response);
      if (known === undefined && !parts.leavesForeign && response.body !== null) {
        return rebuild(response).then(prepare).catch(rescue);
      }
      if (known?.stream !== true) return prepare(response);
      return checkAlive(response)
        .then(() => prepare(response))
        .catch(rescue);
    } catch (error) {
      return rescue(error);
    }
  };
  const response = responder.handle(request, createInfo(exchange, responder.tasks));
  return response instanceof Promise ? response.then(begin) : begin(response);
}

/** The same response, of which is known whether its body is a stream (P12). */
async function rebuild(response: Response): Promise<Response> {
  const { status, headers } = response;
  const body = await bufferedBody(response.body as ReadableStream<Uint8Array>);
  return new Response(body as never, { status, headers });
}

/** P45: rejects for a stream that has failed already, while a proper answer can be given. */
async function checkAlive({ body }: Response): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  let failure: { error: unknown } | undefined;
  reader.closed.catch((error: unknown) => (failure = { error }));
  // The rejection of a stream that has failed is there after one turn; releasing the reader then
  // makes one of its own.
  await undefined;
  await undefined;
  const found = failure as { error: unknown } | undefined;
  reader.releaseLock();
  if (found !== undefined) throw found.error;
}

/** Throws when the response cannot be sent (P05, P31). */
function plan(
  { response, pending }: Compressed,
  request: Request,
  exchange: HostedExchange,
  responder: Responder,
  beforeEnd: HostedParts["beforeEnd"],
): Outgoing {
  const { method } = request;
  const { status, headers } = response;
  const known = knownBody(response);
  if (known?.bare !== true || mayBeUnsendable()) checkWireHeaders(headers);
  // Where it is known that there is no stream, `body` is better left alone: on Bun reading it
  // changes the content-type on the wire, and it always costs.
  const body = known === undefined || !known.stream ? null : response.body;
  const framing = planFraming({
    method,
    status,
    http10: false,
    declared: headers.get("content-length"),
    forceChunked: headers.has("transfer-encoding"),
    size: pending === undefined ? known?.size : undefined,
    hasBody: known?.none !== true && !isNullBodyStatus(status),
  });
  const outgoing: Outgoing = {
    response,
    request,
    method,
    framing,
    known,
    pending,
    stream: undefined,
  };
  if (body === null || !framing.sendBody) {
    discardBody(body); // P19
    exchange.delivered();
    return outgoing;
  }
  if (exchange.isGone) {
    discardBody(body); // P38: nobody is there to receive it
    return { ...outgoing, response: new Response(null), framing: { ...framing, ...NOTHING } };
  }
  outgoing.stream = watchBody(
    body as ReadableStream<Uint8Array>,
    {
      beforeEnd,
      done: () => exchange.delivered(),
      cancelled: () => exchange.gone(),
      failed: (error) => {
        exchange.gone();
        void responder.recover(error); // P41
      },
    },
    framing.contentLength,
  );
  return outgoing;
}

const NOTHING = { sendBody: false, contentLength: 0, chunked: false };

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
