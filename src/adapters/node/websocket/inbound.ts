/**
 * Frames from the client. A message in one frame, as nearly all are, is read here: unmasked by words
 * and copied once; so are pings and pongs. Fragments, close frames and whatever is wrong go to the
 * parser of `ws`, which knows what to make of them, and which most connections never need. It gets
 * the bytes of whole frames, so that both always agree where the next one begins.
 *
 * @module
 */
import { isUtf8 } from "node:buffer";
import type { Writable } from "node:stream";
import { keyAt, SHORT, unmask, unmaskShort, type Unmasked } from "./mask.ts";

/** What it tells. */
export interface InboundEvents {
  message(data: string | ArrayBuffer): void;
  pinged(payload: Uint8Array): void;
  pong(): void;
  /** The parser of `ws`; made when it is asked for. */
  readonly parser: Writable;
  /** RFC 6455 8.1: a text is not UTF-8. Nothing is told after that. */
  invalidText(): void;
}

/** With the FIN bit, without any reserved one (RFC 6455 5.2). */
const TEXT = 0x81;
const BINARY = 0x82;
const PING = 0x89;
const PONG = 0x8a;
/** Larger frames would be larger than some Buffers can be. */
const MOST = 2 ** 31 - 1;
/** What is set aside for a frame of which only the first bytes have come, however long it says it is. */
const AHEAD = 65_536;
const SCRATCH = Buffer.allocUnsafeSlow(AHEAD);

/** A frame of which not all has come. */
interface Partial {
  readonly opcode: number;
  readonly size: number;
  /** The masking key as it is in memory. */
  readonly mask: number;
  bytes: Buffer;
  have: number;
}

/** The reader of one connection. */
export class Inbound {
  readonly #most: number;
  readonly #events: InboundEvents;
  /** The begin of a head. */
  #head: Buffer | undefined;
  #partial: Partial | undefined;
  /** How much is still to come of a frame that the parser of `ws` has. */
  #foreign = 0;
  /** A message in fragments is under way there. */
  #fragmented = false;
  #stopped = false;

  /** @param most the size of a message, in bytes */
  constructor(most: number, events: InboundEvents) {
    this.#most = Math.min(most, MOST);
    this.#events = events;
  }

  /** Nothing more is told. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes bytes as they come. They are the reader's: it unmasks in place. */
  push(bytes: Buffer): void {
    let chunk = bytes;
    if (this.#head !== undefined) {
      chunk = Buffer.concat([this.#head, bytes]);
      this.#head = undefined;
    }
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      if (this.#partial !== undefined) at = this.#fill(this.#partial, chunk, at);
      else if (this.#foreign > 0) at = this.#pass(chunk, at);
      else at = this.#frame(chunk, at);
    }
  }

  /** A frame begins here; gives where to go on. */
  #frame(chunk: Buffer, at: number): number {
    const left = chunk.length - at;
    if (left < 2) return this.#keep(chunk, at);
    const first = chunk[at]!;
    const second = chunk[at + 1]!;
    // Reserved bits, or no mask: a violation, whatever follows (RFC 6455 5.1, 5.2).
    if ((first & 0x70) !== 0 || second < 0x80) return this.#give(chunk, at, chunk.length);
    let size = second & 0x7f;
    let from = at + 6;
    if (size === 126) {
      if (left < 8) return this.#keep(chunk, at);
      size = (chunk[at + 2]! << 8) | chunk[at + 3]!;
      from = at + 8;
    } else if (size === 127) {
      if (left < 14) return this.#keep(chunk, at);
      size = chunk.readUInt32BE(at + 2) * 2 ** 32 + chunk.readUInt32BE(at + 6);
      from = at + 14;
    } else if (left < 6) return this.#keep(chunk, at);
    if ((first === PING || first === PONG) && size <= 125) {
      return this.#control(first, chunk, at, from, from + size);
    }
    if ((first !== TEXT && first !== BINARY) || this.#fragmented || size > this.#most) {
      // A data frame without FIN is one of several, the one with it the last (RFC 6455 5.4).
      if ((first & 0x0f) <= 2) this.#fragmented = first < 0x80;
      this.#foreign = from - at + size;
      return this.#pass(chunk, at);
    }
    const end = from + size;
    if (first === TEXT && size <= SHORT && end <= chunk.length) {
      this.#text(chunk, from, end, unmaskShort(chunk, from - 4, from, end));
      return end;
    }
    const mask = keyAt(chunk, from - 4);
    if (end <= chunk.length) {
      // Text leaves the bytes behind, so that they may be the next one's.
      const own = first === BINARY || size > SCRATCH.length;
      const copy = own ? Buffer.allocUnsafeSlow(size) : SCRATCH;
      chunk.copy(copy, 0, from, end);
      this.#whole(first, copy, size, mask);
      return end;
    }
    const have = chunk.length - from;
    const copy = Buffer.allocUnsafeSlow(Math.min(size, Math.max(AHEAD, 2 * have)));
    chunk.copy(copy, 0, from);
    this.#partial = { opcode: first, size, mask, bytes: copy, have };
    return chunk.length;
  }

  /** These may come in the middle of a message in fragments (RFC 6455 5.5). */
  #control(opcode: number, chunk: Buffer, at: number, from: number, end: number): number {
    if (end > chunk.length) return this.#keep(chunk, at);
    unmaskShort(chunk, from - 4, from, end);
    if (opcode === PONG) this.#events.pong();
    else this.#events.pinged(chunk.subarray(from, end));
    return end;
  }

  #fill(partial: Partial, chunk: Buffer, at: number): number {
    const { size, have } = partial;
    const end = Math.min(chunk.length, at + size - have);
    partial.have += end - at;
    if (partial.have > partial.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(size, 2 * partial.have));
      partial.bytes.copy(larger, 0, 0, have);
      partial.bytes = larger;
    }
    chunk.copy(partial.bytes, have, at, end);
    if (partial.have === size) {
      this.#partial = undefined;
      this.#whole(partial.opcode, partial.bytes, size, partial.mask);
    }
    return end;
  }

  /** A payload in memory of its own. */
  #whole(opcode: number, bytes: Buffer, size: number, mask: number): void {
    const what = unmask(bytes, size, mask);
    if (opcode === BINARY) this.#events.message(bytes.buffer as ArrayBuffer);
    else this.#text(bytes, 0, size, what);
  }

  #text(bytes: Buffer, from: number, end: number, what: Unmasked): void {
    if (what === "ascii") this.#events.message(bytes.toString("latin1", from, end));
    else if (isUtf8(bytes.subarray(from, end))) {
      this.#events.message(bytes.toString("utf8", from, end));
    } else {
      this.#stopped = true;
      this.#events.invalidText();
    }
  }

  /** The rest of a frame to the parser of `ws`, as far as it has come. */
  #pass(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#foreign);
    this.#foreign -= end - at;
    return this.#give(chunk, at, end);
  }

  #give(chunk: Buffer, at: number, end: number): number {
    const receiver = this.#events.parser;
    receiver.write(chunk.subarray(at, end));
    // A violation, or a close frame: it will tell, and looks at nothing behind it.
    if (receiver.errored !== null || receiver.writableEnded) this.#stopped = true;
    return end;
  }

  #keep(chunk: Buffer, at: number): number {
    this.#head = Buffer.from(chunk.subarray(at)); // a copy: the chunk may be large
    return chunk.length;
  }
}
