/**
 * What Deno needs to send a Response as the contract says (all seen on Deno 2.9.5).
 *
 * @module
 */
import { framedHeaders, type Outgoing } from "../../core/hosted.ts";

/** The response to hand to Deno. */
export function perform(outgoing: Outgoing): Response {
  const { response, method, framing, stream } = outgoing;
  const { status } = response;
  if (stream !== undefined) {
    return new Response(stream, { status, headers: response.headers });
  }
  if (method === "HEAD" && framing.contentLength === undefined) {
    // A stream that has ended: for it Deno sends neither a length nor a transfer-encoding.
    const ended = new ReadableStream({ start: (controller) => controller.close() });
    return new Response(ended, { status, headers: framedHeaders(outgoing) });
  }
  return response;
}
