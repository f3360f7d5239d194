/**
 * What workerd needs to send a Response as the contract says (all seen on workerd 2026-10-23).
 *
 * @module
 */
import type { KnownBody } from "../../core/body_facts.ts";
import { framedHeaders, type Outgoing } from "../../core/hosted_plan.ts";

/**
 * A response about which nothing is to be decided, with the date (P17), which workerd does not add.
 * Set on the response itself: the copy costs more than the rest. Not on one without a body, since
 * such a one may be returned again and would keep its first date (P11).
 */
export function datedInPlace(response: Response, known: KnownBody): Response | undefined {
  if (known.none === true) return undefined;
  response.headers.set("date", now());
  return response;
}

let second = 0;
let date = "";

/** The date of the second, as RFC 9110 5.6.7 has it. */
function now(): string {
  const time = Math.floor(Date.now() / 1000);
  if (time !== second) {
    second = time;
    date = new Date(time * 1000).toUTCString();
  }
  return date;
}

/** The response to hand to the platform. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, framing, known, stream, pending } = outgoing;
  const headers = framedHeaders(outgoing);
  if (!headers.has("date")) headers.set("date", now()); // P17
  // workerd encodes what its headers call encoded: what core wants so, and nothing that the handler
  // has encoded already.
  const encodeBody = pending === undefined ? "manual" : "automatic";
  const init: ResponseInit = { status: response.status, headers, encodeBody };
  if (!framing.sendBody || method === "HEAD") return new Response(null, init);
  if (stream === undefined) {
    // P25: a stream is what workerd sends in chunks.
    const body = framing.chunked && pending === undefined ? known?.content?.() : undefined;
    return new Response((body ?? response.body) as BodyInit, init);
  }
  const body = stream as unknown as ReadableStream;
  if (framing.contentLength === undefined) return new Response(body, init);
  // The one way to a Content-Length for a stream; a short body then ends the connection (P23).
  return new Response(body.pipeThrough(new FixedLengthStream(framing.contentLength)), init);
}
