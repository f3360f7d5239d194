/**
 * Answers that no handler is asked for: what the client sent is no request (R28).
 *
 * @module
 */
import { constants, type ServerHttp2Stream } from "node:http2";

/** Answers with a status and stops the stream; the others of the connection live. */
export function refuse(stream: ServerHttp2Stream, status: number): void {
  stream.respond({ ":status": status, "content-length": 0 }, { endStream: true });
  if (!stream.endAfterHeaders) {
    stream.once("finish", () => stream.close(constants.NGHTTP2_NO_ERROR));
  }
}
