/**
 * The streamed body of a response: its head and its chunks go to the socket without
 * `ServerResponse.write()`, which makes four writes of a chunk and two system calls more of a stream.
 *
 * All that is written in one turn goes out in one system call. The order of pipelined responses and
 * the end of the connection stay node:http's: they hang on 'finish', see `whole.ts`.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { BodyOutput } from "../exchange.ts";
import type { Http1Exchange } from "./exchange.ts";
import { finish, headText, type Progress } from "./whole.ts";

/** Up to here copying a chunk between its frame is cheaper than two pieces more of the write. */
const COPIED = 2048;

const CRLF = Buffer.from("\r\n");
/** RFC 9112 7.1: the last chunk, and no trailers. */
const LAST = "0\r\n\r\n";

/** A response whose body is a stream, once its turn has come. */
export class StreamOutput implements BodyOutput {
  readonly #exchange: Http1Exchange;
  readonly #socket: Socket;
  readonly #chunked: boolean;
  /** The head, until it goes. */
  #head: string;
  #corked = false;
  /** The end of the last chunk is to be written. */
  #open = false;
  /** How the chunk of that size begins behind another: chunks are often of one size. */
  #frame: Buffer | undefined;
  #frameSize = -1;

  constructor(
    exchange: Http1Exchange,
    status: number,
    head: readonly string[],
    { chunked }: { chunked: boolean },
  ) {
    this.#exchange = exchange;
    this.#socket = exchange.socket;
    this.#chunked = chunked;
    this.#head = headText(status, head);
    const progress = exchange.outgoing as Progress;
    progress._header = this.#head;
    progress._headerSent = true;
  }

  get writableLength(): number {
    return this.#socket.writableLength;
  }

  on(event: "drain" | "close", listener: () => void): void {
    this.#socket.on(event, listener);
  }

  removeListener(event: "drain" | "close", listener: () => void): void {
    this.#socket.removeListener(event, listener);
  }

  flushHead(): void {
    if (this.#head === "") return;
    this.#socket.write(this.#head, "latin1");
    this.#head = "";
  }

  write(chunk: Uint8Array): void {
    const socket = this.#socket;
    if (!this.#corked) {
      this.#corked = true;
      socket.cork();
      process.nextTick(uncork, this);
    }
    if (!this.#chunked) {
      this.flushHead();
      socket.write(chunk);
      return;
    }
    const size = chunk.byteLength;
    if (size <= COPIED) {
      socket.write(framed(this.#begin(size), chunk));
      this.#open = false;
      return;
    }
    socket.write(this.#frameOf(size));
    socket.write(chunk);
    this.#open = true;
  }

  /** The same bytes again for a size that repeats behind another chunk, as nearly all do. */
  #frameOf(size: number): Buffer {
    const follows = this.#open;
    if (follows && size === this.#frameSize) return this.#frame!;
    const frame = Buffer.from(this.#begin(size), "latin1");
    if (follows) {
      this.#frame = frame;
      this.#frameSize = size;
    }
    return frame;
  }

  /** All that stands before the bytes of a chunk. */
  #begin(size: number): string {
    const before = `${this.#head}${this.#open ? "\r\n" : ""}${size.toString(16)}\r\n`;
    this.#head = "";
    return before;
  }

  end(): void {
    const exchange = this.#exchange;
    const { outgoing } = exchange;
    const socket = this.#socket;
    if (socket.destroyed) return; // 'close' tells
    const rest = this.#chunked ? `${this.#head}${this.#open ? "\r\n" : ""}${LAST}` : this.#head;
    this.#head = "";
    this.#open = false;
    if (rest !== "") socket.write(rest, "latin1");
    this.uncork();
    const progress = outgoing as Progress;
    progress._last = !outgoing.shouldKeepAlive;
    progress.finished = true;
    finish(exchange, socket);
  }

  /** The turn is over. */
  uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    if (this.#open && this.#socket.writable) {
      // Nobody should have to wait for the end of a chunk that has come.
      this.#socket.write(CRLF);
      this.#open = false;
    }
    this.#socket.uncork();
  }
}

function uncork(output: StreamOutput): void {
  output.uncork();
}

function framed(before: string, chunk: Uint8Array): Buffer {
  const all = Buffer.allocUnsafe(before.length + chunk.byteLength + 2);
  const at = all.write(before, "latin1");
  all.set(chunk, at);
  all[at + chunk.byteLength] = 13; // CR
  all[at + chunk.byteLength + 1] = 10; // LF
  return all;
}
