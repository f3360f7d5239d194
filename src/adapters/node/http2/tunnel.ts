/**
 * A WebSocket over a stream of HTTP/2 (RFC 8441): its request is an extended CONNECT, its answer 200,
 * and the frames go in DATA. What a connection is to a WebSocket of HTTP/1.1, the stream is here.
 *
 * @module
 */
import { constants, type ServerHttp2Stream } from "node:http2";
import { discardBody } from "../../../core/head.ts";
import type { Switched } from "../exchange.ts";
import type { PlainResponse } from "../lazy/response.ts";
import { refuse } from "./refuse.ts";
import { fieldsOf } from "./write.ts";

/**
 * What the handler sees: the request that HTTP/1.1 would have had. No `Request` can be a CONNECT
 * (Fetch 2.2.1), and `upgrade` is what handlers ask for.
 */
export const AS_HTTP1 = {
  method: "GET",
  lines: ["upgrade", "websocket", "connection", "Upgrade"],
} as const;

/** Opens the tunnel (RFC 8441 5); undefined when the stream has gone, which its 'close' will tell. */
export function openTunnel(
  stream: ServerHttp2Stream,
  head: readonly string[],
): Switched | undefined {
  if (stream.destroyed || stream.closed) return undefined;
  stream.respond(fieldsOf(200, { flat: head, special: true }));
  return {
    stream,
    early: [],
    // Where TCP would have RST (RFC 8441 5).
    terminate: () => stream.close(constants.NGHTTP2_CANCEL),
    // Our side has been ended; when that is out, the peer's half is of no use any more.
    release: () => stream.close(constants.NGHTTP2_NO_ERROR),
  };
}

/**
 * An answer that opens no WebSocket must not be a 2xx: to the client that would mean that there is
 * one now (RFC 8441 5, RFC 9110 9.3.6).
 */
export function refuseTunnel(stream: ServerHttp2Stream, body: PlainResponse["body"]): void {
  if (body instanceof ReadableStream) discardBody(body);
  if (!stream.destroyed && !stream.closed) refuse(stream, 501);
}
