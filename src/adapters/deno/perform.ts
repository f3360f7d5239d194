/**
 * What Deno needs to send a Response as the contract says (all seen on Deno 2.9.5).
 *
 * @module
 */
import { saysClose } from "../../core/framing.ts";
import { isNullBodyStatus } from "../../core/head.ts";
import { framedHeaders, type Outgoing } from "../../core/hosted_plan.ts";
import { header, isHttp2 } from "./inner.ts";

/** The response to hand to Deno. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, framing, known, stream } = outgoing;
  const { status, headers } = response;
  if (isHttp2(header(outgoing.request, "host"))) return performHttp2(outgoing);
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
  if (known !== undefined && saysClose(headers.get("connection"))) {
    const body = known.none === true ? ended() : framing.sendBody ? known.content?.() : undefined;
    if (body !== undefined && !isNullBodyStatus(status)) {
      return new Response(thenClose(body), { status, headers: framedHeaders(outgoing) });
    }
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

/** What the client gets whose request was none (R28), or too much of one (E06). */
export function refuse(status: number): Response {
  const text = reasonOf(status);
  const body = thenClose(new Blob([text]).stream());
  const headers = { "content-length": String(text.length), connection: "close" };
  return new Response(body, { status, headers });
}

/** The same over HTTP/2, where its stream alone ends. */
export function refuseStream(status: number): Response {
  return new Response(reasonOf(status), { status });
}

function ended(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

/**
 * P32: Deno sends `connection: close` and keeps the connection. It closes one whose body failed:
 * this one does so when all that its Content-Length says has been sent.
 */
function thenClose(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.error(new Error("the connection is to be closed"));
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
