/**
 * What workerd needs to send a Response as the contract says (all seen on workerd 2026-10-23).
 *
 * @module
 */
import { framedHeaders, type Outgoing } from "../../core/hosted.ts";

/** The response to hand to the platform. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, framing, known, stream, pending } = outgoing;
  const headers = framedHeaders(outgoing);
  if (!headers.has("date")) headers.set("date", new Date().toUTCString()); // P17
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
