/**
 * How a connection of HTTP/2 ends.
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";

/** GOAWAY that takes every stream on: the last of them is 2^31-1, the code NO_ERROR (RFC 9113 6.8). */
const ANNOUNCEMENT = Buffer.from("0000080700000000007fffffff00000000", "hex");

/** So much fits into the buffer of the system, whatever it may still hold of what was sent before. */
const ROOM = 2_048;

/**
 * H17: the first GOAWAY, and when the peer has seen it the one that names the last stream. H18: a
 * peer that answers no PING is waited for no longer than `patience`.
 *
 * The first one goes past nghttp2, between two of its frames, which it writes whole: after one of
 * its own it would take no stream on, also not those that were on their way before the peer could
 * know (Node 20 to 26 lack nghttp2_submit_shutdown_notice). It has to go at once: for a write that is
 * waited for the process ends at an assertion (`is_write_in_progress()` in node_http2.cc, Node 20 to
 * 26). So where it might not, a PING tells before that the peer has read what was sent.
 *
 * Over TLS nothing can go past it (`!current_write_` in crypto_tls.cc). There, and where the peer reads
 * nothing, the GOAWAY that names the last stream is the only one; what was on its way behind that was
 * not begun, as the peer can tell by it (RFC 9113 6.8).
 */
export function announceEnd(socket: Socket, session: ServerHttp2Session, patience: number): void {
  if (session.destroyed) return;
  if ("encrypted" in socket) {
    session.close();
    return;
  }
  const finish = (): void => {
    clearTimeout(timer);
    if (!session.destroyed) session.close();
  };
  const announce = (since: number): void => {
    if (session.destroyed || session.closed) return;
    if (!hasRoom(socket, since)) finish();
    else {
      socket.write(ANNOUNCEMENT);
      session.ping(finish);
    }
  };
  const timer = after(patience, finish);
  if (hasRoom(socket, 0)) announce(0);
  else {
    const since = socket.bytesWritten;
    session.ping(() => announce(since));
  }
}

/** Whether some bytes more are taken at once, when the peer has read all that was written before. */
function hasRoom(socket: Socket, since: number): boolean {
  // Undocumented, Node 20 to 26: what the system has not taken yet.
  const { _handle: handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize === 0 && socket.bytesWritten - since < ROOM;
}

/** GOAWAY, and the end; a client that keeps its half open is waited for no longer than `patience`. */
export function endSession(socket: Socket, session: ServerHttp2Session, patience: number): void {
  if (!session.destroyed) session.close();
  if (patience === 0) socket.once("finish", () => void socket.destroy());
  // What nobody reads does not go out either.
  after(Math.max(patience, 500), () => void socket.destroy());
}

/** Whether no request has come yet. */
export function isUnused(session: ServerHttp2Session | undefined): boolean {
  return session !== undefined && !session.destroyed && session.state.lastProcStreamID === 0;
}

function after(milliseconds: number, run: () => void): NodeJS.Timeout | undefined {
  return milliseconds === Infinity ? undefined : setTimeout(run, milliseconds).unref();
}
