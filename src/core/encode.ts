/**
 * Encoding bodies: what is the same for all libraries that do it.
 *
 * @module
 */
import { badChunk, lockBody } from "./body.ts";
import type { ContentCoding } from "./codings.ts";
import { RESOURCE_CLOSED } from "./errors.ts";

/** What a host encodes with. */
export interface HostEncoder {
  /**
   * A whole body at once. It blocks: for bodies up to {@link AT_ONCE}. Absent where the platform
   * encodes bodies of known size, by the headers of their response (Workers).
   */
  whole?(bytes: Uint8Array, coding: ContentCoding, level: number): Uint8Array<ArrayBuffer>;
  /**
   * An encoder for a body that comes in pieces. One whose size is known in advance need not be
   * decodable before its end.
   */
  start(coding: ContentCoding, level: number, size?: number): BodyEncoder;
}

/** The encoder of one body. It never runs twice at the same time. */
export interface BodyEncoder {
  /** Takes bytes, and gives what came of them: all that it takes to decode them, but for a known size. */
  write(bytes: Uint8Array): Promise<Uint8Array[]>;
  /** Gives the end. */
  finish(): Promise<Uint8Array[]>;
  /** Frees what it holds, at any time; what is under way gives nothing more. */
  close(): void;
}

/**
 * Up to here a known body is encoded in one call: that takes about a millisecond at the default
 * levels, and longer bodies must not hold up the requests of others (decisions/008-compression.md).
 */
export const AT_ONCE = 65_536;

/** A larger chunk is taken in pieces, so that its output need not be held all at once. */
const PIECE = 65_536;

/**
 * The body, encoded: each chunk is decodable as soon as it has come (C37), nothing is read before
 * somebody asks, and whoever stops reading stops the source (C39). A source that fails leaves it
 * without an end (C40).
 */
export function encodeStream(
  source: ReadableStream<Uint8Array>,
  encoder: BodyEncoder,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = lockBody(source);
  let open = true;
  let ended = false;
  let rest: Uint8Array | undefined;
  let ready: Uint8Array[] = [];
  const close = (): void => {
    open = false;
    encoder.close();
  };
  const next = async (): Promise<void> => {
    if (rest === undefined) {
      const { done, value } = await reader.read();
      if (!open) return;
      if (done) {
        ready = await encoder.finish();
        ended = true;
        return;
      }
      if (!(value instanceof Uint8Array)) throw badChunk(); // P43
      if (value.byteLength === 0) return; // P15
      rest = value;
    }
    const piece = rest.subarray(0, PIECE);
    rest = rest.byteLength > PIECE ? rest.subarray(PIECE) : undefined;
    ready = await encoder.write(piece);
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          while (ready.length === 0 && !ended && open) await next();
          if (!open) return;
          const chunk = ready.shift();
          if (chunk !== undefined) controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
          if (ready.length > 0 || !ended) return;
          close();
          controller.close();
        } catch (error) {
          if (!open) return;
          close();
          controller.error(error);
          reader.cancel(error).catch(ignore);
        }
      },
      cancel() {
        if (!open) return;
        close();
        reader.cancel(RESOURCE_CLOSED).catch(ignore);
      },
    },
    { highWaterMark: 0 },
  );
}

function ignore(): void {}
