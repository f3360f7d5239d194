/**
 * The body of a request as a byte stream, with back-pressure: bytes are taken from the socket only
 * while somebody reads (R36), and a body that ends early is an error, never a short value (R37).
 *
 * @module
 */
import type { Exchange } from "./exchange.ts";

/** Makes the stream of an exchange's body. */
export function requestBody(exchange: Exchange): ReadableStream<Uint8Array> {
  const { input } = exchange;
  let ended = false;
  let room = exchange.bodyRoom;
  const finish = (): boolean => (ended ? false : (ended = true));
  const stream: ReadableStream<Uint8Array<ArrayBuffer>> = new ReadableStream({
    type: "bytes",
    start(controller) {
      const whole = exchange.takeBody();
      if (whole !== undefined) {
        ended = true;
        if (whole.byteLength > 0) controller.enqueue(new Uint8Array(whole));
        controller.close();
        return;
      }
      const fail = (reason: unknown): void => {
        if (finish()) controller.error(reason);
      };
      exchange.onGone(fail);
      exchange.onBodyBroken(fail);
      if (ended) return; // what comes is thrown away already
      input.pause();
      input.on("data", (chunk: Buffer) => {
        if (ended) {
          // R52: what is left is thrown away; that a client sends for ever is not waited for (R51).
          if (!exchange.dropped(chunk.byteLength)) input.pause();
          return;
        }
        room -= chunk.byteLength;
        if (room < 0) {
          exchange.bodyTooLarge();
          return;
        }
        // A view of its own: the buffer of a chunk may be shared with Node's pool, and a byte
        // stream transfers what is enqueued.
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0 && !exchange.handedOver) input.pause();
      });
      input.once("end", () => {
        if (!exchange.inputComplete || !finish()) return;
        controller.close();
        // A pending BYOB read is answered only when it is responded to (WHATWG Streams 3.5.3).
        controller.byobRequest?.respond(0);
      });
      input.once("error", () => {
        exchange.gone();
        fail(exchange.cut());
      });
    },
    pull() {
      exchange.bodyBegun();
      input.resume();
    },
    cancel() {
      ended = true;
      exchange.bodyDropped();
      input.resume(); // the connection stays usable
    },
  });
  exchange.bodyShown(stream);
  return stream;
}
