/**
 * Streams of HTTP/2 that are reset while something is still to be sent on them.
 *
 * For RST_STREAM(NO_ERROR) Node 20 to 24 drop what was to be sent, and wait for it for ever: neither
 * 'finish' nor 'close' is told, and a drain waits, too. The reading side ends all the same, which is
 * the only news of it (https://github.com/nodejs/node/issues/58252, mended in 26). What other codes
 * reset is destroyed by node:http2 itself.
 *
 * @module
 */
import type { ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";

/** Whether this Node does so. */
export const HOLDS: boolean = Number(process.versions.node.split(".")[0]) < 26;

/** How often it is looked at, in milliseconds. */
const LOOK = 20;

/**
 * Ends a stream that has closed, but for what it has written: when the system has taken all that the
 * connection had, it will never be sent. Until then the peer may only be slow.
 */
export function endHeld(stream: ServerHttp2Stream, socket: Socket): void {
  setTimeout(() => {
    if (stream.destroyed || stream.writableLength === 0) return;
    // Undocumented, Node 20 to 26.
    const { _handle: system } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
    if ((system?.writeQueueSize ?? 0) > 0) endHeld(stream, socket);
    else stream.destroy(); // tells 'close' (H14)
  }, LOOK).unref();
}
