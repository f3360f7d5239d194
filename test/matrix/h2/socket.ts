/**
 * Plays a row about a WebSocket over a stream of HTTP/2 (RFC 8441): the same frames, in DATA.
 *
 * @module
 */
import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import type { Exchange, Expected, Message, Step, WireCase } from "../../shared/case.ts";
import { call, CEILING } from "../client.ts";
import { entries, logged } from "../log.ts";

/** What HTTP/2 says in another way. */
const ONLY_HTTP1 = /^(?:host|upgrade|connection|sec-websocket-key)$/i;

/** A handshake, and what is done when it has been answered. */
export interface SocketScript {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** The row, as it must be over HTTP/2. */
  readonly row: WireCase;
}

/** The script of a row about an open socket; undefined for others. */
export function socketScript(row: WireCase): SocketScript | undefined {
  if (typeof row.send === "string" || Array.isArray(row.expect)) return undefined;
  const [first, ...steps] = row.send;
  const ends = steps.some((step) => "closed" in step || "reset" in step);
  const expected = row.expect as Expected;
  if (first === undefined || !("send" in first) || !ends || expected.status !== 101)
    return undefined;
  const match = /^GET (\/ws\?\S*) HTTP\/1\.1\r\n([^]*?)\r\n\r\n([^]*)$/.exec(first.send);
  if (match === null) return undefined;
  const [, path = "", lines = "", early = ""] = match;
  if (path.includes("facts=")) return undefined; // of a response that has no Accept here
  const fields = lines.split("\r\n").map((line) => line.split(": ") as [string, string]);
  const headers = Object.fromEntries(fields.filter(([name]) => !ONLY_HTTP1.test(name)));
  const { framing: _framing, ...rest } = expected;
  // What ends a connection of HTTP/1.1 at once is RST_STREAM here.
  const complete = row.id === "W26.cut" ? false : (expected.complete ?? true);
  return {
    path,
    headers,
    steps: [...(early === "" ? [] : [{ send: early }]), ...steps],
    row: { ...row, expect: { ...rest, status: 200, complete } },
  };
}

/** Plays it on a connection. */
export async function playSocket(
  script: SocketScript,
  session: ClientHttp2Session,
  port: number,
  key: string,
): Promise<Exchange> {
  const stream = new Tunnel(session, script.path.replaceAll("{key}", key), script.headers);
  const exchange: Exchange = { responses: [] };
  for (const step of script.steps) {
    const stuck = await take(step, stream, port, key);
    if (stuck === undefined) continue;
    exchange.stuck = stuck;
    break;
  }
  const { message } = stream;
  if (message !== undefined) exchange.responses.push(message);
  stream.leave();
  const { log } = script.row;
  if (log !== undefined) exchange.log = await entries(port, key, log.length);
  return exchange;
}

/** One stream: what came, and how it ended. */
class Tunnel {
  message: Message | undefined;
  over = false;
  readonly #stream: ClientHttp2Stream;

  constructor(
    session: ClientHttp2Session,
    path: string,
    headers: Readonly<Record<string, string>>,
  ) {
    this.#stream = session.request(
      {
        ":method": "CONNECT",
        ":protocol": "websocket",
        ":path": path,
        ":authority": "example.com",
        ...headers,
      },
      { endStream: false },
    );
    const stream = this.#stream;
    stream.setEncoding("latin1");
    stream.on("response", (head) => (this.message = messageOf(head)));
    stream.on("data", (bytes: string) => void (this.message!.body += bytes));
    stream.on("end", () => (this.over = true));
    stream.on("close", () => {
      this.over = true;
      if (this.message !== undefined) this.message.complete = stream.rstCode === 0;
    });
    stream.on("error", () => {});
  }

  send(bytes: string): void {
    if (this.#stream.writable) this.#stream.write(bytes, "latin1");
  }

  half(): void {
    this.#stream.end();
  }

  reset(): void {
    this.#stream.close(8); // CANCEL
  }

  reading(on: boolean): void {
    if (on) this.#stream.resume();
    else this.#stream.pause();
  }

  leave(): void {
    if (!this.#stream.closed) this.#stream.end();
  }
}

function messageOf(head: Record<string, unknown>): Message {
  return {
    version: "2.0",
    status: Number(head[":status"]),
    reason: "",
    headers: Object.entries(head).map(([name, value]) => [name, String(value)]),
    framing: "none",
    body: "",
    complete: true,
    interims: [],
  };
}

/** What a step could not do, in words. */
async function take(
  step: Step,
  stream: Tunnel,
  port: number,
  key: string,
): Promise<string | undefined> {
  const body = (): string => stream.message?.body ?? "";
  const until = async (what: string, condition: () => boolean): Promise<string | undefined> =>
    (await within(() => condition() || stream.over)) && condition() ? undefined : `no ${what}`;
  if ("send" in step) stream.send(step.send);
  else if ("heads" in step) return until("response", () => stream.message !== undefined);
  else if ("body" in step) {
    const wanted = step.body;
    // The length first: some wait for megabytes.
    return until(`"${wanted.slice(0, 80)}"`, () => {
      return body().length >= wanted.length && body().includes(wanted);
    });
  } else if ("received" in step) {
    return until(`${step.received} bytes`, () => body().length >= step.received);
  } else if ("closed" in step) return until("end of the stream", () => stream.over);
  else if ("apart" in step) await new Promise((resolve) => setTimeout(resolve, 1));
  else if ("quiet" in step) {
    const before = body().length;
    const changed = await within(() => body().length > before || stream.over, step.quiet);
    return changed ? "something came where nothing was due" : undefined;
  } else if ("half" in step) stream.half();
  else if ("reset" in step) stream.reset();
  else if ("reading" in step) stream.reading(step.reading);
  else if ("call" in step) {
    const answer = await call(port, step.call.replaceAll("{key}", key));
    return answer === undefined ? `no answer to ${step.call}` : undefined;
  } else if ("log" in step) return logged(port, key, step.log, undefined, step.within);
  else return `no such step over HTTP/2: ${JSON.stringify(step)}`;
  return undefined;
}

async function within(condition: () => boolean, milliseconds: number = CEILING): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return true;
}
