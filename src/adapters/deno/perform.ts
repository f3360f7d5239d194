/**
 * What Deno needs to send a Response as the contract says (all seen on Deno 2.9.5).
 *
 * @module
 */
import { saysClose } from "../../core/framing.ts";
import { framedHeaders, type Outgoing } from "../../core/hosted_plan.ts";

/** The response to hand to Deno. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, framing, known, stream } = outgoing;
  const { status, headers } = response;
  if (stream !== undefined) return new Response(stream, { status, headers });
  if (method === "HEAD" && known?.stream !== false) {
    // A stream that has ended: for it Deno sends neither a length nor a transfer-encoding.
    const body = framing.contentLength === undefined ? ended() : null;
    return new Response(body, { status, headers: framedHeaders(outgoing) });
  }
  if (framing.sendBody && known?.content !== undefined && saysClose(headers.get("connection"))) {
    return new Response(thenClose(known.content()), { status, headers: framedHeaders(outgoing) });
  }
  return response;
}

const REASONS: Readonly<Record<number, string>> = {
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
};

/** What the client gets whose request was none (R28), or too much of one (E06). */
export function refuse(status: number): Response {
  const text = REASONS[status] ?? "Bad Request";
  const body = thenClose(new Blob([text]).stream());
  const headers = { "content-length": String(text.length), connection: "close" };
  return new Response(body, { status, headers });
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
