/**
 * What Bun needs to send a Response as the contract says (all seen on Bun 1.4.5).
 *
 * @module
 */
import type { KnownBody } from "../../core/body_facts.ts";
import { watchBody } from "../../core/body.ts";
import { saysClose } from "../../core/framing.ts";
import { isNullBodyStatus } from "../../core/head.ts";
import { framedHeaders, type Outgoing } from "../../core/hosted_plan.ts";
import type { Uncounted } from "./drain.ts";

/** The response to hand to Bun. */
export function perform(outgoing: Outgoing, uncounted: Uncounted): Response {
  const response = performBody(outgoing, uncounted);
  // R58: Bun closes when the client asked for it, but does not say so.
  if (saysClose(outgoing.request.headers.get("connection")))
    response.headers.set("connection", "close");
  if (response.headers.has("te")) response.headers.delete("te"); // H09
  return response;
}

function performBody(outgoing: Outgoing, uncounted: Uncounted): Response {
  const { response, method, known, stream, framing } = outgoing;
  const { status, headers } = response;
  if (method === "HEAD") return headResponse(outgoing);
  if (stream !== undefined) {
    // Without a Content-Length: Bun drops that of a stream and sends chunks.
    return new Response(stream, { status, headers: without(headers, "content-length") });
  }
  // P20: Bun keeps the handler's Content-Length on a 304.
  if (isNullBodyStatus(status)) {
    return new Response(null, { status, headers: framedHeaders(outgoing) });
  }
  // P11: the second time that Bun sends the same Response, its headers are gone.
  if (known?.none === true) return new Response(null, { status, headers });
  if (framing.chunked && known?.content !== undefined) {
    const body = watchBody(known.content(), { beforeEnd: nextTurn });
    return new Response(body, { status, headers: without(headers, "transfer-encoding") });
  }
  // P16: Bun writes a content-type of its own for a body that has none, but not for a stream; and a
  // small one that is complete goes out with its length (P12).
  if (known?.content !== undefined && !headers.has("content-type")) {
    const small = known.bytes !== undefined && known.size! <= 65_536;
    if (!small) uncounted.sent(known.size!);
    return new Response(small ? known.content() : buffered(known), { status, headers });
  }
  return response;
}

/** A stream of Bun's own kind: one that its buffer holds goes out with its length, as a small one. */
function buffered(known: KnownBody): ReadableStream {
  const source = {
    type: "direct" as const,
    async pull(controller: ReadableStreamDirectController) {
      if (known.bytes !== undefined) controller.write(known.bytes() as Uint8Array<ArrayBuffer>);
      else for await (const chunk of known.content!()) controller.write(chunk as never);
      controller.close();
    },
  };
  return new ReadableStream(source as never, { highWaterMark: known.size! + 1 });
}

/** Bun drops content-type and date from the response to a HEAD (P18). */
function headResponse(outgoing: Outgoing): Response {
  const headers = framedHeaders(outgoing);
  if (!headers.has("date")) headers.set("date", new Date().toUTCString());
  // For a null body Bun writes a length of 0, for a stream it does not.
  const body = outgoing.framing.contentLength === undefined ? new ReadableStream() : null;
  return new Response(body, { status: outgoing.response.status, headers });
}

/**
 * Bun sends a stream that ends in the turn of its first chunk with a Content-Length instead of
 * chunks: all streams are to look alike (P15).
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function without(headers: Headers, name: string): Headers {
  if (!headers.has(name)) return headers;
  const kept = new Headers(headers);
  kept.delete(name);
  return kept;
}
