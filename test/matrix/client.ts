/**
 * One raw connection: exact bytes out, responses in.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import { ResponseReader } from "./parse.ts";

/**
 * How long an event may take. Rows wait for events, never for times: one that passes does not come
 * near, so that there is room for a machine that has much to do.
 */
export const CEILING = 8000;
/** The same in a row that is listed: what its host does not do is waited for in vain. */
export const LISTED_CEILING = 750;

/** A connection to a server. */
export class Connection {
  readonly reader: ResponseReader;
  /** What the server did to the connection. */
  end: "open" | "closed" | "reset" = "open";
  /** When each piece arrived, and how long it was. */
  readonly marks: { at: number; bytes: number }[] = [];
  /** How long an event may take. */
  readonly ceiling: number;
  readonly #socket: Socket;
  #waiting: (() => void)[] = [];

  constructor(port: number, methods: readonly string[], ceiling: number = CEILING) {
    this.ceiling = ceiling;
    this.reader = new ResponseReader(methods);
    // allowHalfOpen: the row says when our side ends.
    this.#socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (bytes: unknown) => {
      const text = String(bytes);
      this.marks.push({ at: performance.now(), bytes: text.length });
      this.reader.push(text);
      this.#wake();
    });
    this.#socket.on("end", () => this.#ended("closed"));
    this.#socket.on("error", () => this.#ended("reset"));
    this.#socket.on("close", () => this.#ended("closed"));
  }

  send(bytes: string): void {
    if (this.#socket.writable) this.#socket.write(bytes, "latin1");
  }

  /** FIN; reading goes on. */
  half(): void {
    this.#socket.end();
  }

  /** FIN, and no more reading. */
  close(): void {
    this.#socket.destroy();
  }

  /** RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  reading(on: boolean): void {
    if (on) this.#socket.resume();
    else this.#socket.pause();
  }

  get received(): number {
    return this.marks.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Resolves true when the condition holds, false when the ceiling was reached before. */
  async until(condition: () => boolean, ceiling: number = this.ceiling): Promise<boolean> {
    const deadline = performance.now() + ceiling;
    while (!condition()) {
      const left = deadline - performance.now();
      if (left <= 0) return lastLook(condition);
      await this.#event(left);
    }
    return true;
  }

  /** Writes pieces until the server stops reading for a while, or `most` bytes are out. */
  async fill(size: number, most: number): Promise<number> {
    const piece = ".".repeat(size);
    let written = 0;
    while (written < most && this.end === "open") {
      const flushed = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), 400);
        this.#socket.write(piece, "latin1", () => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      if (!flushed) return written;
      written += size;
    }
    return written;
  }

  #event(ceiling: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ceiling);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #ended(how: "closed" | "reset"): void {
    if (this.end !== "open") return;
    this.end = how;
    this.reader.end();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * Whether the condition holds when the loop has looked at its sockets: timers come before them, and a
 * runner that stood still finds both due.
 */
export async function lastLook(condition: () => boolean): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  return condition();
}

/** One GET on a connection of its own; the body of a 200, else undefined. */
export async function call(
  port: number,
  target: string,
  ceiling: number = CEILING,
): Promise<string | undefined> {
  const connection = new Connection(port, ["GET"]);
  connection.send(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await connection.until(
    () => connection.reader.complete > 0 || connection.end !== "open",
    ceiling,
  );
  connection.close();
  const [message] = connection.reader.messages;
  return message?.complete === true && message.status === 200 ? message.body : undefined;
}

/** What `/count` answers on a connection that ends with its answer: the size of the request. */
export function counted(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = "";
    socket.on("error", reject);
    socket.setEncoding("latin1").on("data", (text: unknown) => (answer += String(text)));
    socket.on("close", () => {
      const size = /\{"size":(\d+)\}/.exec(answer)?.[1];
      if (size === undefined) reject(new Error(`no count: ${answer.slice(0, 200)}`));
      else resolve(Number(size));
    });
  });
}
