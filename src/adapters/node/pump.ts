/**
 * Moves a body stream to the client, never faster than the client reads (P39).
 *
 * @module
 */
import { badChunk } from "../../core/body.ts";
import { RESOURCE_CLOSED } from "../../core/errors.ts";
import type { BodyOutput, Exchange } from "./exchange.ts";

/** How many bytes may wait for a client that reads slowly. */
const QUEUE = 262_144;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Resolves when the response has ended, one way or another; never rejects. */
export async function pump(
  exchange: Exchange,
  output: BodyOutput,
  reader: Reader,
  length: number | undefined,
  onBodyError: (error: unknown) => void,
): Promise<void> {
  exchange.onGone(() => cancel(reader)); // P36
  let left = length ?? Infinity;
  let begun = false;
  // P34: the head goes out before the first chunk exists; a chunk that is there at once takes it
  // along, which spares a system call. At once is when all that is settled has run: a new stream
  // begins in a microtask, and those run after the ticks of now.
  queueMicrotask(() => process.nextTick(flushHead));
  const flushHead = (): void => {
    if (!begun && !exchange.isGone) output.flushHead?.();
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (exchange.isGone) return;
      begun = true;
      if (done) break;
      if (!(value instanceof Uint8Array)) throw badChunk(); // P43
      if (value.byteLength === 0) continue; // P15: on the wire an empty chunk would be the end
      // Waiting costs 40 to 50 µs a stream of 256 KiB (Node 24, 26): only for what is really much, and
      // only when there is more, so that the end goes out with the last chunk.
      if (output.writableLength >= QUEUE) {
        await drained(output);
        if (exchange.isGone) return;
      }
      if (value.byteLength > left) {
        // P23: longer than declared is cut, so that the next response starts where it should.
        if (left > 0) output.write(value.subarray(0, left));
        output.end();
        cancel(reader);
        return;
      }
      left -= value.byteLength;
      output.write(value);
    }
  } catch (error) {
    if (exchange.isGone) return; // the source's answer to cancel()
    cancel(reader, error);
    exchange.gone();
    onBodyError(error);
    if (!begun) output.flushHead?.(); // P42, P45: the client sees that there was a response
    exchange.abandon(); // P41: cut off visibly
    return;
  }
  // P23: shorter than declared cannot be mended any more.
  if (length !== undefined && left > 0) {
    exchange.gone();
    exchange.abandon();
  } else output.end();
}

function cancel(reader: Reader, reason: unknown = RESOURCE_CLOSED): void {
  reader.cancel(reason).catch(ignore);
}

/** Resolves when the client reads again, or has gone. */
function drained(output: BodyOutput): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      output.removeListener("drain", wake);
      output.removeListener("close", wake);
      resolve();
    };
    output.on("drain", wake);
    output.on("close", wake);
  });
}

function ignore(): void {}
