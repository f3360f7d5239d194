/**
 * Ending a connection whose request is still arriving (R49 to R51).
 *
 * Closing a socket with unread bytes resets it, and a reset may take the response away that the
 * client has not read yet (RFC 9112 9.6). So the writing side is closed first, and what still
 * comes is given to whoever reads it, or thrown away up to a bound.
 *
 * @module
 */
import type { Http1Exchange } from "./exchange.ts";

/** `limits.discard`: how much is thrown away before the connection is cut. */
const DISCARD = 1_048_576;
/** How long a client may take to notice, in milliseconds. */
const PATIENCE = 10_000;

/** Takes the place of node:http's way of ending the connection after this response. */
export function lingerAfter(exchange: Http1Exchange): void {
  const { incoming } = exchange;
  const { socket } = incoming;
  // node:http calls this when the last response has been written.
  socket.destroySoon = () => {
    socket.end();
    if (incoming.complete) {
      socket.destroy();
      return;
    }
    const timer = setTimeout(() => socket.destroy(), PATIENCE);
    timer.unref();
    let discarded = 0;
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
    };
    incoming.once("end", done);
    incoming.once("close", done);
    socket.once("end", done);
    if (exchange.bodyTaken) return; // R49: its reader sets the pace
    incoming.on("data", (chunk: Buffer) => {
      discarded += chunk.byteLength;
      if (discarded > DISCARD) done();
    });
    incoming.resume();
  };
}
