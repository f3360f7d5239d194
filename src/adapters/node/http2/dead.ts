/**
 * Connections of HTTP/2 that nghttp2 has given up.
 *
 * After an error of the connection (RFC 9113 5.4.1) Node 20 sends GOAWAY and tells nobody: neither the
 * connection comes to an end nor its streams, and a drain would wait for them for ever. Node 22 to 26
 * end it.
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import { stateOf } from "../socket_state.ts";

/** Undocumented, the same on Node 20 to 26; both are gone with what they belong to. */
interface Handle {
  /** Whether nghttp2 wants to read or to write. */
  hasPendingData?(): boolean;
  /** What the system has not taken yet. */
  readonly writeQueueSize?: number;
}

let key: symbol | undefined;

/** Destroys those of the sockets whose session does nothing any more. */
export function endDead(sockets: Iterable<Socket>): void {
  for (const socket of sockets) {
    const { session } = stateOf(socket);
    if (session !== undefined && isDead(session, socket)) socket.destroy();
  }
}

function isDead(session: ServerHttp2Session, socket: Socket): boolean {
  key ??= Object.getOwnPropertySymbols(session).find(
    ({ description }) => description === "kHandle",
  );
  if (key === undefined || session.destroyed) return false;
  const handle = (session as unknown as Record<symbol, Handle | undefined>)[key];
  if (handle?.hasPendingData?.() !== false) return false;
  // One that was closed in peace may still have something on its way.
  const { _handle: system } = socket as Socket & { _handle?: Handle | null };
  return !session.closed || system?.writeQueueSize === 0;
}
