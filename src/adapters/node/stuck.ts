/**
 * Connections over TLS whose writes Node has forgotten.
 *
 * When a client resets its connection right behind the handshake, it is the server's session ticket
 * that cannot be written: nobody hears of that, the reset arrives as a FIN, and of all that is written
 * later no callback is called (`write_size_` stays in crypto_tls.cc, Node 20 to 26,
 * https://github.com/nodejs/node/issues/55804). node:http destroys what ends within a body; we answer
 * it (R39), and would wait for that answer for ever.
 *
 * @module
 */
import type { Socket } from "node:net";
import { stateOf } from "./socket_state.ts";

/** How long such a write is believed in, in milliseconds. */
const PATIENCE = 1_000;

/** Undocumented, the same on Node 20 to 26: the plain socket, and what the system has not taken yet. */
type Secure = Socket & {
  readonly _parent?: { readonly _handle?: { readonly writeQueueSize?: number } | null };
};

/** Destroys those of the sockets that have something to write, and nothing below them that writes it. */
export function endStuck(sockets: ReadonlySet<Socket>, released: ReadonlySet<Socket>): void {
  for (const socket of [...sockets, ...released]) {
    if (!isWaiting(socket)) continue;
    const state = stateOf(socket);
    const now = performance.now();
    if (state.written !== socket.bytesWritten) {
      state.written = socket.bytesWritten;
      state.writtenAt = now;
    } else if (now - state.writtenAt >= PATIENCE) socket.destroy();
  }
}

function isWaiting(socket: Secure): boolean {
  return socket.writableLength > 0 && socket._parent?._handle?.writeQueueSize === 0;
}
