/**
 * What Bun needs to send a Response as the contract says (all seen on Bun 1.4.5).
 *
 * @module
 */
import { framedHeaders, type Outgoing } from "../../core/hosted.ts";
import { isNullBodyStatus } from "../../core/head.ts";

/** The response to hand to Bun. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, known, stream, framing } = outgoing;
  const { status } = response;
  if (method === "HEAD") return headResponse(outgoing);
  if (stream !== undefined) {
    // Without a Content-Length: Bun drops that of a stream and sends chunks.
    return new Response(stream, { status, headers: without(response.headers, "content-length") });
  }
  // P20: Bun keeps the handler's Content-Length on a 304.
  if (isNullBodyStatus(status)) return new Response(null, { status, headers: framedHeaders(outgoing) });
  const { headers } = response;
  if (framing.chunked && known?.bytes === undefined) {
    return new Response(response.body, { status, headers: without(headers, "transfer-encoding") });
  }
  // Bun writes a content-type of its own for bytes that have none; for streams it does not, and a
  // stream that is complete goes out with its length.
  if (known?.bytes !== undefined && !headers.has("content-type")) {
    return new Response(streamOf(known.bytes), { status, headers });
  }
  return response;
}

/** Bun drops content-type and date from the response to a HEAD (P18). */
function headResponse(outgoing: Outgoing): Response {
  const headers = framedHeaders(outgoing);
  if (!headers.has("date")) headers.set("date", new Date().toUTCString());
  return new Response(null, { status: outgoing.response.status, headers });
}

function without(headers: Headers, name: string): Headers {
  if (!headers.has(name)) return headers;
  const kept = new Headers(headers);
  kept.delete(name);
  return kept;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
