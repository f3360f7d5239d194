/**
 * How a connection of HTTP/2 ends.
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";

/** GOAWAY that takes every stream on: the last of them is 2^31-1, the code NO_ERROR (RFC 9113 6.8). */
const ANNOUNCEMENT = Buffer.from("0000080700000000007fffffff00000000", "hex");

/**
 * H17: the first GOAWAY, and when the peer has seen it the one that names the last stream. H18: a
 * peer that answers no PING is waited for no longer than `patience`.
 *
 * The first one goes past nghttp2, between two of its frames, which it writes whole: after one of
 * its own it would take no stream on, also not those that were on their way before the peer could
 * know (Node 20 to 26 lack nghttp2_submit_shutdown_notice).
 *
 * Over TLS nothing can go past it: the process ends at an assertion when two write to the same
 * connection at a time (`!current_write_` in crypto_tls.cc, Node 20 to 26). There the GOAWAY that
 * names the last stream is the only one; what was on its way behind that was not begun, as the peer
 * can tell by it (RFC 9113 6.8).
 */
export function announceEnd(socket: Socket, session: ServerHttp2Session, patience: number): void {
  if (session.destroyed) return;
  if ("encrypted" in socket) {
    session.close();
    return;
  }
  socket.write(ANNOUNCEMENT);
  const finish = (): void => {
    clearTimeout(timer);
    if (!session.destroyed) session.close();
  };
  const timer = after(patience, finish);
  session.ping(finish);
}

/** GOAWAY, and the end; a client that keeps its half open is waited for no longer than `patience`. */
export function endSession(socket: Socket, session: ServerHttp2Session, patience: number): void {
  if (!session.destroyed) session.close();
  if (patience === 0) socket.once("finish", () => void socket.destroy());
  // What nobody reads does not go out either.
  after(Math.max(patience, 500), () => void socket.destroy());
}

function after(milliseconds: number, run: () => void): NodeJS.Timeout | undefined {
  return milliseconds === Infinity ? undefined : setTimeout(run, milliseconds).unref();
}
