/**
 * The events of a stream, for the one who owns it: by one function each for all streams. Closures
 * would be kept for as long as a socket is open.
 *
 * @module
 */
import type { Duplex } from "node:stream";

/** What a stream tells. */
export interface StreamEvents {
  data(chunk: Buffer): void;
  failed(error: Error): void;
  /** The peer has ended its side. */
  ended(): void;
  /** Nothing more comes of it. */
  disconnected(): void;
}

const owner: unique symbol = Symbol("everyserve.transport");
type Owned = Duplex & { [owner]?: StreamEvents };

function onData(this: Owned, chunk: Buffer): void {
  this[owner]?.data(chunk);
}
function onError(this: Owned, error: Error): void {
  this[owner]?.failed(error);
}
function onEnd(this: Owned): void {
  this[owner]?.ended();
}
function onClose(this: Owned): void {
  this[owner]?.disconnected();
}

/** Tells of all but the data. */
export function attach(stream: Duplex, events: StreamEvents): void {
  (stream as Owned)[owner] = events;
  stream.on("error", onError).on("end", onEnd).on("close", onClose);
}

/** Tells of the data too, and begins to read. */
export function read(stream: Duplex): void {
  stream.on("data", onData);
  stream.resume();
}
