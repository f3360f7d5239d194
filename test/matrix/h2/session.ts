/**
 * A client of HTTP/2 that reads what it gets as it came: Node's own, without its conveniences.
 *
 * @module
 */
import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from "node:http2";
import type { Answer } from "../../shared/h2/case.ts";

/** How long a response may take: a ceiling for megabytes over TLS on a busy machine. */
const CEILING = 10_000;

/** An answer that may be missing or incomplete. */
export interface Reply extends Answer {
  /** The body came to its end. */
  readonly complete: boolean;
}

/** One connection, used again while it lives. */
export class Http2Client {
  readonly #origin: string;
  #session: ClientHttp2Session | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Sends a request, and waits for the end of its response; a status of 0 is none. */
  ask(
    headers: Readonly<Record<string, string | readonly string[]>>,
    body: string = "",
  ): Promise<Reply> {
    const scheme = this.#origin.slice(0, this.#origin.indexOf(":"));
    const all = { ":scheme": scheme, ":authority": "example.com", ...headers };
    const stream = this.#open().request(all as OutgoingHttpHeaders, { endStream: body === "" });
    const lines: [string, string][] = [];
    const interims: number[] = [];
    let status = 0;
    let text = "";
    let ended = false;
    stream.on("error", () => {});
    stream.on("headers", (head) => void interims.push(Number(head[":status"])));
    stream.on("response", (head, _flags, raw: unknown) => {
      status = head[":status"] ?? 0;
      // Node joins repeated fields; the lines are in its third argument.
      const flat = raw as readonly string[];
      for (let i = 0; i < flat.length; i += 2) {
        if (!flat[i]!.startsWith(":")) lines.push([flat[i]!, flat[i + 1]!]);
      }
    });
    stream.setEncoding("latin1");
    stream.on("data", (chunk: string) => void (text += chunk));
    stream.on("end", () => void (ended = true));
    if (body !== "") stream.end(Buffer.from(body, "latin1"));
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        const code = stream.rstCode ?? 0;
        resolve({
          status,
          headers: lines,
          interims,
          body: text,
          code,
          complete: ended && code === 0,
        });
      };
      const timer = setTimeout(over, CEILING);
      stream.on("close", over);
    });
  }

  /** Whether the connection outlived what was sent on it. */
  get alive(): boolean {
    return this.#session !== undefined && !this.#session.closed && !this.#session.destroyed;
  }

  close(): void {
    this.#session?.destroy();
  }

  #open(): ClientHttp2Session {
    if (!this.alive) {
      this.#session = connect(this.#origin, { rejectUnauthorized: false });
      this.#session.on("error", () => {});
    }
    return this.#session!;
  }
}
