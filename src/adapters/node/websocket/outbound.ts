/**
 * Frames to the client, and how much of them waits.
 *
 * @module
 */
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { BINARY, PING, PONG, bytesFrame, closeFrame, headOf, textFrame } from "./frame.ts";
import type { Sender } from "./ws.ts";

/** Up to here answers to pings may wait for a peer that does not read. */
const PONGS = 65_536;
const NOTHING = Buffer.alloc(0);

/**
 * Memory for frames that the system takes at once, one after the other. Memory of their own would
 * cost large messages more than all the rest.
 */
const SLAB = 65_536;
let slab = Buffer.allocUnsafeSlow(SLAB);

function fromSlab(size: number): Buffer {
  return size <= SLAB ? slab.subarray(0, size) : Buffer.allocUnsafe(size);
}

/** The writer of one connection. */
export class Outbound {
  readonly #stream: Duplex;
  /** Where an extension changes frames; else they are written directly. */
  readonly #sender: Sender | undefined;
  /** Bytes that were written and do not wait have been copied: TLS and HTTP/2 may still hold them. */
  readonly #copies: boolean;
  /** Payload that was written since nothing waited. */
  #written = 0;
  /** Payload that is being compressed. */
  #compressing = 0;

  constructor(stream: Duplex, sender: Sender | undefined) {
    this.#stream = stream;
    this.#sender = sender;
    this.#copies = stream instanceof Socket && !("encrypted" in stream);
  }

  /** See the transport's `buffered()`. What the stream holds includes the heads of frames. */
  get buffered(): number {
    return this.#compressing + Math.min(this.#written, this.#stream.writableLength);
  }

  message(message: string | Uint8Array): void {
    const stream = this.#stream;
    if (this.#sender !== undefined) {
      this.#compress(message, this.#sender);
      return;
    }
    if (!stream.writable) return;
    const idle = stream.writableLength === 0;
    const lent = idle && this.#copies ? fromSlab : undefined;
    const frame =
      typeof message === "string" ? textFrame(message, lent) : bytesFrame(BINARY, message, lent);
    stream.write(frame);
    if (stream.writableLength === 0) return;
    this.#written = (idle ? 0 : this.#written) + frame.byteLength - headOf(frame);
    // The system did not take all of it, and will read the rest from there.
    if (lent !== undefined && frame.buffer === slab.buffer) slab = Buffer.allocUnsafeSlow(SLAB);
  }

  ping(): void {
    if (this.#sender !== undefined) this.#sender.ping(NOTHING, false);
    else this.#control(bytesFrame(PING, NOTHING));
  }

  /** W29. A peer that pings and does not read gets fewer answers (RFC 6455 5.5.3 allows that). */
  pong(data: Uint8Array): void {
    if (this.#stream.writableLength > PONGS) return;
    if (this.#sender !== undefined) this.#sender.pong(data, false);
    else this.#control(bytesFrame(PONG, data));
  }

  close(code: number | undefined, reason: string): void {
    if (this.#sender !== undefined) this.#sender.close(code, reason, false);
    else this.#control(closeFrame(code, reason));
  }

  #control(frame: Buffer): void {
    const stream = this.#stream;
    if (stream.writableLength === 0) this.#written = 0;
    if (stream.writable) stream.write(frame);
  }

  #compress(message: string | Uint8Array, sender: Sender): void {
    const binary = typeof message !== "string";
    const data = binary ? message.slice() : Buffer.from(message);
    this.#compressing += data.byteLength;
    sender.send(data, { binary, compress: true, fin: true, mask: false }, () => {
      this.#compressing -= data.byteLength;
    });
  }
}
