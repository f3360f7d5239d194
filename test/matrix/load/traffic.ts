/**
 * Mixed traffic over kept connections, with an account of every answer.
 *
 * @module
 */
import { Agent, request as ask, type IncomingMessage } from "node:http";

/** What became of one request. */
export type Fate = "whole" | "refused" | "broken" | "wrong";

/** One kind of request. */
export interface Kind {
  readonly path: string;
  /** The body of the right answer. */
  readonly answer: string | ((body: string) => boolean);
  /** Sent in two parts, some milliseconds apart. */
  readonly upload?: string;
  readonly status?: number;
}

/** What is asked for, in turn. */
export const KINDS: readonly Kind[] = [
  { path: "/ok", answer: "ok" },
  { path: "/slow?ms=15", answer: "slow" },
  { path: "/stream", answer: "12345" },
  { path: "/upload", answer: "2000", upload: "x".repeat(2000) },
  { path: "/large?size=100000", answer: (body) => body.length === 100_000 },
  { path: "/echo", answer: "y".repeat(2000), upload: "y".repeat(2000) },
  { path: "/error", answer: "error", status: 500 },
];

/** Clients that ask one thing after the other until they are told to stop, or cannot go on. */
export class Traffic {
  /** By id, where they are kept. */
  readonly fates: Map<string, Fate> = new Map();
  readonly counts: Record<Fate, number> = { whole: 0, refused: 0, broken: 0, wrong: 0 };
  readonly #keep: boolean;
  readonly #port: number;
  readonly #agent: Agent;
  #stopped = false;
  #clients: Promise<void>[] = [];

  constructor(port: number, clients: number, keep: boolean) {
    this.#port = port;
    this.#keep = keep;
    this.#agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.#clients = Array.from({ length: clients }, (_, client) => this.#run(client));
  }

  /** Lets what is under way come to its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  /** Resolves when every client has been refused. */
  async over(): Promise<void> {
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  async #run(client: number): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      const kind = KINDS[(i + client) % KINDS.length]!;
      const id = `${client}-${i}`;
      const fate = await this.#ask(kind, id);
      this.counts[fate]++;
      if (this.#keep) this.fates.set(id, fate);
      // The port is closed: nobody will answer any more.
      if (fate === "refused") return;
    }
  }

  #ask({ path, answer, upload, status = 200 }: Kind, id: string): Promise<Fate> {
    return new Promise((resolve) => {
      const headers = { "x-id": id, ...(upload && { "content-length": upload.length }) };
      const request = ask({
        host: "127.0.0.1",
        port: this.#port,
        path,
        method: upload === undefined ? "GET" : "POST",
        agent: this.#agent,
        headers,
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code === "ECONNREFUSED" ? "refused" : "broken");
      });
      request.on("response", (response: IncomingMessage) => {
        let body = "";
        response.setEncoding("latin1").on("data", (text: string) => (body += text));
        response.on("error", () => resolve("broken"));
        response.on("end", () => {
          const right =
            response.statusCode === status &&
            (typeof answer === "string" ? body === answer : answer(body));
          resolve(response.complete ? (right ? "whole" : "wrong") : "broken");
        });
      });
      if (upload === undefined) request.end();
      else {
        request.write(upload.slice(0, 1000));
        setTimeout(() => request.end(upload.slice(1000)), 5);
      }
    });
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
