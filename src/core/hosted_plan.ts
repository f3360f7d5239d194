/**
 * What is to be sent for a response on hosts which send it themselves (Bun, Deno, Workers): all
 * decisions about it, none of how it is done.
 *
 * @module
 */
import { watchBody } from "./body.ts";
import { planFraming, type Framing } from "./framing.ts";
import { discardBody, isNullBodyStatus } from "./head.ts";
import type { Responder } from "./host.ts";
import type { Compressed } from "./hosted_compress.ts";
import type { HostedExchange, HostedParts } from "./hosted_exchange.ts";
import type { KnownBody } from "./body_facts.ts";
import { knownBody } from "./known_bodies.ts";
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

/** Throws when the response cannot be sent (P05, P31). */
export function plan(
  { response, pending }: Compressed,
  request: Request,
  exchange: HostedExchange,
  responder: Responder,
  parts: HostedParts,
): Outgoing {
  const { method } = exchange;
  const { status, headers } = response;
  const known = knownBody(response);
  if (known?.plain !== true || mayBeUnsendable()) checkWireHeaders(headers);
  // Where it is known that there is no stream, `body` is better left alone: on Bun reading it
  // changes the content-type on the wire, and it always costs.
  const body = known === undefined || !known.stream ? null : response.body;
  // P11: the next time it is used, not locked.
  if (known !== undefined && (known.stream || known.shown === true)) known.read = true;
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
  const { streams } = parts;
  let cut: (() => void) | undefined;
  const over = (): void => void (cut && streams?.delete(cut));
  outgoing.stream = watchBody(
    body as ReadableStream<Uint8Array>,
    {
      begun: streams && ((made) => streams.add((cut = made))),
      beforeEnd: parts.beforeEnd === undefined ? undefined : () => parts.beforeEnd!(),
      done: () => {
        over();
        exchange.delivered();
      },
      cancelled: () => {
        over();
        exchange.gone();
      },
      failed: (error) => {
        over();
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
