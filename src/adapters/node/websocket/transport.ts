/**
 * An open WebSocket over a byte stream of Node's: the parser of `ws` in, frames of ours out.
 *
 * @module
 */
import type { Duplex, Writable } from "node:stream";
import type { Transport, TransportEvents } from "../../../core/transport.ts";
import type { Switched } from "../exchange.ts";
import { Inbound, type InboundEvents } from "./inbound.ts";
import { Outbound } from "./outbound.ts";
import { attach, read, type StreamEvents } from "./listen.ts";
import { createReceiver, type ReceiverEvents } from "./receiver.ts";
import { Turns } from "./turns.ts";
import type { Extensions, Ws } from "./ws.ts";

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

/** See the module. */
export class NodeTransport implements Transport, InboundEvents, ReceiverEvents, StreamEvents {
  readonly extensions: string;
  readonly #parts: TransportParts;
  readonly #stream: Duplex;
  readonly #events: TransportEvents;
  #receiver: Writable | undefined;
  /** Reads what needs no extension; else the parser of `ws` gets all. */
  readonly #inbound: Inbound | undefined;
  readonly #outbound: Outbound;
  readonly #turns: Turns;
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
    this.#turns = new Turns(events);
    const plain = parts.extensionLine === "";
    if (plain) this.#inbound = new Inbound(parts.most, this);
    this.#outbound = new Outbound(stream, plain ? undefined : new ws.Sender(stream, extensions));
    attach(stream, this);
  }

  /** Begins to read; the early bytes first. */
  start(): void {
    const stream = this.#stream;
    stream.removeAllListeners("data");
    for (const chunk of this.#parts.switched.early) this.data(chunk);
    read(stream);
  }

  send(message: string | Uint8Array): void {
    this.#outbound.message(message);
  }

  buffered(): number {
    return this.#outbound.buffered;
  }

  ping(): void {
    this.#outbound.ping();
  }

  close(code: number | undefined, reason: string): void {
    if (this.#closeSent || this.#done) return;
    this.#closeSent = true;
    this.#outbound.close(code, reason);
  }

  release(): void {
    this.#finish();
    this.#parts.switched.release();
  }

  // What Inbound and the parser of `ws` tell.

  message(data: string | ArrayBuffer): void {
    this.#turns.take(data);
  }

  pinged(payload: Uint8Array): void {
    if (!this.#closeSent) this.#outbound.pong(payload);
  }

  pong(): void {
    this.#events.pong();
  }

  invalidText(): void {
    this.violated(1007, "Invalid WebSocket frame: invalid UTF-8 sequence");
  }

  get parser(): Writable {
    if (this.#receiver !== undefined) return this.#receiver;
    const { ws, most, extensions } = this.#parts;
    const receiver = createReceiver(ws, most, extensions, this);
    // What an extension decodes takes its time.
    if (this.#inbound === undefined) receiver.on("drain", () => this.#stream.resume());
    return (this.#receiver = receiver);
  }

  /** W31: the peer's close frame, answered with the same. */
  concluded(code: number, reason: string): void {
    this.#turns.take(() => {
      if (this.#done) return;
      this.#events.closing();
      this.close(code === 1005 ? undefined : code, reason);
      this.#finish();
      this.#events.closed(code, reason, true);
    });
  }

  /** W33, RFC 6455 7.1.7. */
  violated(code: number, why: string): void {
    this.#turns.take(() => {
      if (this.#done) return;
      this.close(code, "");
      this.#finish();
      this.#events.closed(1006, "", false, why);
    });
  }

  terminate(): void {
    this.#stop();
    this.#parts.switched.terminate();
  }

  // What the stream tells.

  data(chunk: Buffer): void {
    if (this.#done) return;
    this.#turns.begin();
    if (this.#inbound !== undefined) this.#inbound.push(chunk);
    else if (!this.parser.write(chunk)) this.#stream.pause();
    this.#turns.end();
  }

  failed(error: Error): void {
    this.#lost ??= error.message;
  }

  ended(): void {
    this.#gone("The peer ended the connection without a close frame");
  }

  disconnected(): void {
    this.#gone(this.#lost ?? "The connection was lost");
    this.#parts.extensions["permessage-deflate"]?.cleanup();
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

  #stop(): void {
    this.#done = true;
    this.#inbound?.stop();
  }

  /** Ends our side; what the peer still sends is thrown away until it ends its own. */
  #finish(): void {
    if (this.#done) return;
    this.#stop();
    const stream = this.#stream;
    stream.end();
    stream.resume();
    const { switched, patience } = this.#parts;
    const timer = setTimeout(() => switched.terminate(), patience);
    timer.unref();
    stream.once("close", () => clearTimeout(timer));
  }
}
