/**
 * Errors of a stream that Node takes for errors of its connection (R42, RFC 9113 5.4.2).
 *
 * When a body is longer than its Content-Length, nghttp2 resets the stream and reports an invalid
 * frame, and Node 22 to 26 end the connection for every such report of a protocol error. Of an error
 * of the connection nothing else is heard; of one of a stream, that the stream is closed with it.
 * https://github.com/nodejs/node/blob/main/src/node_http2.cc (Http2Session::OnInvalidFrame)
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { SocketState } from "../socket_state.ts";

/** NGHTTP2_ERR_PROTO. */
const PROTOCOL = -505;

/** Keeps a session alive when a stream of it fails; `report` hears of each such stream. */
export function outliveStreams(
  session: ServerHttp2Session,
  state: SocketState,
  report: () => void,
): void {
  const destroy = session.destroy.bind(session);
  let reported = 0;
  const outlive = (error?: Error, code?: number): void => {
    if ((error as NodeJS.ErrnoException | undefined)?.errno !== PROTOCOL) {
      destroy(error, code);
      return;
    }
    reported++;
    // The stream closes when nghttp2 has written, in this turn.
    setImmediate(() => {
      if (state.failedStreams < reported) destroy(error, code);
      else report();
    });
  };
  session.destroy = outlive;
}
