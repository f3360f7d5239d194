/**
 * What Deno needs to send a Response as the contract says (all seen on Deno 2.9.6).
 *
 * @module
 */
import { framedHeaders, type Outgoing } from "../../core/hosted_plan.ts";

/** The response to hand to Deno. */
export function perform(outgoing: Outgoing, http2: boolean): Response {
  const { response, method, framing, stream } = outgoing;
  const { status, headers } = response;
  if (http2) return performHttp2(outgoing);
  if (stream !== undefined) {
    // P24: for Deno an empty Content-Length is one of 0.
    const wrong = framing.contentLength === undefined && headers.has("content-length");
    return new Response(stream, { status, headers: wrong ? framedHeaders(outgoing) : headers });
  }
  // P22: to HEAD Deno sends the Content-Length of the handler, to GET its own. And over HTTP/2 the
  // body (H12), where a Host does not tell that from HTTP/1.
  if (method === "HEAD") {
    // A stream that has ended: for it Deno sends neither a length nor a transfer-encoding.
    const body = framing.contentLength === undefined ? ended() : null;
    return new Response(body, { status, headers: framedHeaders(outgoing) });
  }
  return response;
}

/**
 * Over HTTP/2 Deno sends what a Response says: a body for HEAD (H12, denoland/deno#19605), and a
 * Content-Length of the handler's that is wrong, which resets the stream (P20, P22, P24).
 */
function performHttp2(outgoing: Outgoing): Response {
  const { response, method, framing, stream } = outgoing;
  const { status, headers } = response;
  if (method === "HEAD" || !framing.sendBody) {
    const kept = framedHeaders(outgoing);
    if (method !== "HEAD") kept.delete("content-length"); // P13: END_STREAM says so
    return new Response(null, { status, headers: kept });
  }
  if (stream === undefined && !headers.has("content-length")) return response;
  return new Response(stream ?? response.body, { status, headers: framedHeaders(outgoing) });
}

const REASONS: Readonly<Record<number, string>> = {
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
};
const reasonOf = (status: number): string => REASONS[status] ?? "Bad Request";

/** What the client gets whose request was too much (E06), or comes too late. */
export function refuse(status: number, http2: boolean): Response {
  // Bytes, which have no content-type.
  const body = new TextEncoder().encode(reasonOf(status));
  return new Response(body, http2 ? { status } : { status, headers: { connection: "close" } });
}

/**
 * What the client gets whose request was none (R28). Nothing behind it may be read as a request: Deno
 * sends `connection: close` and keeps the connection, and closes none but one whose body failed. So the
 * text of a refusal has no proper end, but its connection has.
 */
export function refuseRequest(http2: boolean): Response {
  if (http2) return refuse(400, http2); // its stream alone ends
  let body: Uint8Array | undefined = new TextEncoder().encode(reasonOf(400));
  const cut = new ReadableStream({
    pull(controller) {
      if (body === undefined) controller.error(new Error("the connection is to be closed"));
      else controller.enqueue(body);
      body = undefined;
    },
  });
  return new Response(cut, { status: 400, headers: { connection: "close" } });
}

function ended(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
