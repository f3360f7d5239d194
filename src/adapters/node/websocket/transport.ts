/**
 * An open WebSocket over a byte stream of Node's: the parser of `ws` in, frames of ours out.
 *
 * @module
 */
import type { Duplex, Writable } from "node:stream";
import type { Transport, TransportEvents } from "../../../core/transport.ts";
import type { Switched } from "../exchange.ts";
import { BINARY, PING, PONG, bytesFrame, closeFrame, headOf, textFrame } from "./frame.ts";
import { createReceiver, statusOf } from "./receiver.ts";
import { Turns } from "./turns.ts";
import type { Extensions, Sender, Ws } from "./ws.ts";

/** What a transport is made of. */
export interface TransportParts {
  ws: Ws;
  switched: Switched;
  events: TransportEvents;
  /** `limits.webSocketMessage`, in bytes. */
  most: number;
  /** How long the peer may take to end the connection, in milliseconds. */
  patience: number;
  extensions: Extensions;
  /** The value of Sec-WebSocket-Extensions. */
  extensionLine: string;
}

/** Up to here answers to pings may wait for a peer that does not read. */
const PONGS = 65_536;
const NOTHING = Buffer.alloc(0);

/** See the module. */
export class NodeTransport implements Transport {
  readonly extensions: string;
  readonly #parts: TransportParts;
  readonly #stream: Duplex;
  readonly #events: TransportEvents;
  readonly #receiver: Writable;
  /** Where an extension changes frames; else they are written directly. */
  readonly #sender: Sender | undefined;
  readonly #turns = new Turns();
  /** Payload that was written since nothing waited. */
  #written = 0;
  /** Payload that is being compressed. */
  #compressing = 0;
  #closeSent = false;
  /** Nothing that comes is looked at any more. */
  #done = false;
  #lost: string | undefined;

  constructor(parts: TransportParts) {
    const { ws, switched, events, extensions } = parts;
    const { stream } = switched;
    this.#parts = parts;
    this.#stream = stream;
    this.#events = events;
    this.extensions = parts.extensionLine;
    this.#receiver = createReceiver(ws, parts.most, extensions);
    this.#sender = parts.extensionLine === "" ? undefined : new ws.Sender(stream, extensions);
    this.#listen();
  }

  /** Begins to read; the early bytes first. */
  start(): void {
    const stream = this.#stream;
    stream.removeAllListeners("data");
    for (const chunk of this.#parts.switched.early) this.#onData(chunk);
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.resume();
  }

  send(message: string | Uint8Array): void {
    if (this.#sender !== undefined) this.#compress(message, this.#sender);
    else if (typeof message === "string") this.#write(textFrame(message), 10);
    else this.#write(bytesFrame(BINARY, message), 10);
  }

  buffered(): number {
    const { writableLength } = this.#stream;
    // What the stream holds includes the heads of frames.
    return this.#compressing + Math.min(this.#written, writableLength);
  }

  ping(): void {
    if (this.#sender !== undefined) this.#sender.ping(NOTHING, false);
    else this.#write(bytesFrame(PING, NOTHING), 0);
  }

  close(code: number | undefined, reason: string): void {
    if (this.#closeSent || this.#done) return;
    this.#closeSent = true;
    if (this.#sender !== undefined) this.#sender.close(code, reason, false);
    else this.#write(closeFrame(code, reason), 0);
  }

  release(): void {
    this.#finish();
    this.#parts.switched.release();
  }

  terminate(): void {
    this.#done = true;
    this.#parts.switched.terminate();
  }

  #listen(): void {
    const stream = this.#stream;
    stream.on("error", (error: Error) => (this.#lost ??= error.message));
    stream.on("end", () => this.#gone("The peer ended the connection without a close frame"));
    stream.on("close", () => {
      this.#gone(this.#lost ?? "The connection was lost");
      this.#parts.extensions["permessage-deflate"]?.cleanup();
    });
    const receiver = this.#receiver;
    receiver.on("message", (data: Buffer | ArrayBuffer) => {
      const message = data instanceof ArrayBuffer ? data : data.toString();
      this.#turns.take(() => this.#events.message(message));
    });
    receiver.on("ping", (data: Buffer) => this.#pong(data));
    receiver.on("pong", () => this.#events.pong());
    receiver.on("conclude", (code: number, reason: Buffer) => {
      const text = reason.toString();
      this.#turns.take(() => this.#concluded(code, text));
    });
    receiver.on("error", (error: Error) => this.#turns.take(() => this.#violated(error)));
    receiver.on("drain", () => stream.resume());
  }

  #onData(chunk: Buffer): void {
    if (this.#done) return;
    this.#turns.begin();
    if (!this.#receiver.write(chunk)) this.#stream.pause();
    this.#turns.end();
  }

  #write(frame: Buffer, overhead: number): void {
    const stream = this.#stream;
    if (!stream.writable) return;
    if (stream.writableLength === 0) this.#written = 0;
    if (overhead > 0) this.#written += frame.byteLength - headOf(frame);
    stream.write(frame);
  }

  #compress(message: string | Uint8Array, sender: Sender): void {
    const binary = typeof message !== "string";
    const data = binary ? message.slice() : Buffer.from(message);
    this.#compressing += data.byteLength;
    sender.send(data, { binary, compress: true, fin: true, mask: false }, () => {
      this.#compressing -= data.byteLength;
    });
  }

  /** W29. A peer that pings and does not read gets fewer answers (RFC 6455 5.5.3 allows that). */
  #pong(data: Buffer): void {
    if (this.#closeSent || this.#stream.writableLength > PONGS) return;
    if (this.#sender !== undefined) this.#sender.pong(data, false);
    else this.#write(bytesFrame(PONG, data), 0);
  }

  /** W31: the peer's close frame, answered with the same. */
  #concluded(code: number, reason: string): void {
    if (this.#done) return;
    this.#events.closing();
    this.close(code === 1005 ? undefined : code, reason);
    this.#finish();
    this.#events.closed(code, reason, true);
  }

  /** W33, RFC 6455 7.1.7. */
  #violated(error: Error): void {
    if (this.#done) return;
    this.close(statusOf(error), "");
    this.#finish();
    this.#events.closed(1006, "", false, error.message);
  }

  /** W32. */
  #gone(why: string): void {
    if (this.#done) {
      this.#stream.end();
      return;
    }
    this.#finish();
    this.#events.closed(1006, "", false, why);
  }

  /** Ends our side; what the peer still sends is thrown away until it ends its own. */
  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    const stream = this.#stream;
    stream.end();
    stream.resume();
    const { switched, patience } = this.#parts;
    const timer = setTimeout(() => switched.terminate(), patience);
    timer.unref();
    stream.once("close", () => clearTimeout(timer));
  }
}
