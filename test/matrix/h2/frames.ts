/**
 * A connection of frames over a socket.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import type { FrameClient } from "../../shared/h2/case.ts";
import {
  DATA,
  END_STREAM,
  frame,
  HEADERS,
  PREFACE,
  readFrames,
  SETTINGS,
  type Frame,
} from "../../shared/h2/frames.ts";
import { CEILING, lastLook } from "../client.ts";

/** See {@link FrameClient}. */
export class Frames implements FrameClient {
  readonly seen: Frame[] = [];
  received = "";
  closed = false;
  readonly #socket: Socket;
  #rest = "";
  readonly #ceiling: number;
  #waiting: (() => void)[] = [];

  constructor(port: number, ceiling: number = CEILING) {
    this.#ceiling = ceiling;
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("error", () => {});
    this.#socket.on("data", (bytes: unknown) => {
      this.received += String(bytes);
      const { frames, rest } = readFrames(this.#rest + String(bytes));
      this.#rest = rest;
      for (const one of frames) this.seen.push(one);
      this.#wake();
    });
    // The server's end is the end: what a row sends afterwards goes nowhere.
    this.#socket.on("end", () => void this.#socket.end());
    this.#socket.on("close", () => {
      this.closed = true;
      this.#wake();
    });
  }

  open(...bytes: string[]): void {
    this.send(PREFACE, frame(SETTINGS, 0, 0), ...bytes);
  }

  send(...bytes: string[]): void {
    if (!this.closed && this.#socket.writable) this.#socket.write(bytes.join(""), "latin1");
  }

  half(): void {
    this.#socket.end();
  }

  leave(how: "close" | "reset"): void {
    if (how === "reset") this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  reading(on: boolean): void {
    if (on) this.#socket.resume();
    else this.#socket.pause();
  }

  async when(condition: () => boolean, milliseconds: number = this.#ceiling): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    while (!condition()) {
      const left = deadline - performance.now();
      if (this.closed) return false;
      if (left <= 0) return lastLook(condition);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }

  async until(type: number, stream?: number): Promise<Frame | undefined> {
    const find = (): Frame | undefined =>
      this.seen.find(
        (seen) => seen.type === type && (stream === undefined || seen.stream === stream),
      );
    await this.when(() => find() !== undefined);
    return find();
  }

  ended(milliseconds?: number): Promise<boolean> {
    return this.when(() => this.closed, milliseconds).then(() => this.closed);
  }

  body(stream: number): { text: string; ended: boolean } {
    const frames = this.seen.filter((seen) => seen.stream === stream);
    return {
      text: frames
        .filter(({ type }) => type === DATA)
        .map(({ payload }) => payload)
        .join(""),
      ended: frames.some(({ type, flags }) => type <= HEADERS && (flags & END_STREAM) !== 0),
    };
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
