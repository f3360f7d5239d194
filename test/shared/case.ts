/**
 * What a row of the shared cases is: bytes to send, and what must be seen.
 *
 * Rows are data. A runner plays the steps against a server that runs `app.ts`, writes down an
 * {@link Exchange}, and `check.ts` compares the two.
 *
 * @module
 */
import type { ServerName } from "./servers.ts";

/**
 * One thing that the client does. Strings are bytes: each character is one byte, so UTF-8 is written
 * with `utf8()`. `{key}` stands for a name that is unique to the exchange, `{port}` for the server's
 * port, `{plain}` for that of the server "plain" beside it. Every wait ends with an event, or with a complaint after the runner's ceiling.
 */
export type Step =
  /** Write these bytes. */
  | { readonly send: string }
  /** Wait for that many response heads on the connection, counted from its start. */
  | { readonly heads: number }
  /** Wait for that many whole responses. */
  | { readonly responses: number }
  /** Wait for that many 1xx responses. */
  | { readonly interims: number }
  /** Wait until that many bytes of the last response's body have come. */
  | { readonly received: number }
  /** Wait until the body of the last response contains this. */
  | { readonly body: string }
  /** The same of the body once decoded by its Content-Encoding, as far as it has come. */
  | { readonly decoded: string }
  /** Wait until the server has closed the connection. */
  | { readonly closed: true }
  /** What follows goes out in another packet, as far as a client of TCP can tell. */
  | { readonly apart: true }
  /** Nothing may arrive for that many milliseconds. */
  | { readonly quiet: number }
  /** Send FIN and go on reading. */
  | { readonly half: true }
  /** Close the connection. */
  | { readonly close: true }
  /** Tear the connection down with RST. */
  | { readonly reset: true }
  /** Stop reading, or go on. */
  | { readonly reading: boolean }
  /** Write that many bytes at a time until the server stops taking them; never more than `most`. */
  | { readonly fill: number; readonly most: number }
  /** GET this from the same server on another connection. */
  | { readonly call: string }
  /**
   * Wait until the log of this exchange has an entry that begins with this: `within` milliseconds,
   * not counting those in which the server answers nobody.
   */
  | { readonly log: string; readonly within?: number };

/** How the end of a body was told. */
export type Framing = "length" | "chunked" | "close" | "none";

/** A matcher for values that have no single right answer. */
export interface Matcher {
  readonly says: string;
  matches(value: unknown): boolean;
}

/** One response as it must be. Absent members are not looked at. */
export interface Expected {
  readonly status?: number | Matcher;
  readonly version?: string | Matcher;
  readonly reason?: string;
  /** By lower-case name. An array is the exact list of lines; null means that there is none. */
  readonly headers?: Readonly<Record<string, string | RegExp | Matcher | readonly string[] | null>>;
  readonly framing?: Framing | Matcher;
  /** The bytes of the decoded body. */
  readonly body?: string | RegExp | Matcher;
  /**
   * The text of the body, decoded by its Content-Encoding. It must end where its coding ends, unless
   * `complete` is not true.
   */
  readonly decoded?: string | RegExp | Matcher;
  /** The text of the body, whole, with its coding taken off where it has one. */
  readonly text?: string | RegExp | Matcher;
  /** The body as JSON: members of objects that are not named here are not looked at. */
  readonly json?: unknown;
  /** Whether the body arrived whole: true unless said otherwise. */
  readonly complete?: boolean | Matcher;
  /** The response may also be missing: where a host takes a half-close for a hang-up. */
  readonly optional?: true;
  /** The status codes of the 1xx responses before it. */
  readonly interims?: readonly number[];
}

/** What two right hosts may still do differently in a row whose clause leaves room. */
export type Loose = "status" | "headers" | "framing" | "body" | "end" | "log" | "all";

/** One row. */
export interface WireCase {
  /** The clause, and after a dot what sets this row apart from its siblings. Unique. */
  readonly id: string;
  /** A sentence that is true where the row passes. */
  readonly title: string;
  /** Which of the servers in `servers.ts`. @default "plain" */
  readonly server?: ServerName;
  /** Bytes, after which one response per expectation is read; or steps. */
  readonly send: string | readonly Step[];
  /** The responses in the order of arrival: exactly these. */
  readonly expect: Expected | readonly Expected[];
  /**
   * `alive`: another request on the same connection is answered. `closed`: the server closes it.
   * `either`: one or the other, but the next request never hangs and is never misread. Absent: not
   * looked at.
   */
  readonly after?: "alive" | "closed" | "either";
  /** The entries that the exchange left in the app's log, in this order. */
  readonly log?: readonly (string | RegExp)[];
  /** What agreement between hosts does not compare. */
  readonly loose?: readonly Loose[];
  /** The methods of the requests, where the first bytes sent do not tell. */
  readonly methods?: readonly string[];
}

/** One response as it came. */
export interface Message {
  version: string;
  status: number;
  reason: string;
  headers: [name: string, value: string][];
  framing: Framing;
  /** One character per byte. */
  body: string;
  complete: boolean;
  interims: number[];
  /** The body without its content coding, where it has one. */
  decoded?: Decoded;
}

/** A decoded body. */
export interface Decoded {
  /** One character per byte, as far as it could be decoded. */
  text: string;
  /** The coded bytes are a whole: not cut off, nothing behind them. */
  whole: boolean;
}

/** All that was seen of one row on one host. */
export interface Exchange {
  responses: Message[];
  /** What the bytes that are no HTTP response look like. */
  garbage?: string;
  /** Whether the server closed the connection; absent when nobody looked. */
  end?: "alive" | "closed" | "reset" | "open";
  /** A step that did not come to pass. */
  stuck?: string;
  log?: string[];
}

/** The clause of a row. */
export function clauseOf(id: string): string {
  return id.split(".")[0] ?? id;
}

/** The UTF-8 bytes of a text, one character per byte. */
export function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** What a client that leaves is told by: the contract gives it a second. */
export function soon(log: string): Step {
  return { log, within: 1000 };
}

/** The bytes of a request without a body, with `Host: example.com`. */
export function get(target: string, ...headers: string[]): string {
  return request("GET", target, headers);
}

/** The bytes of a request; with a body also its Content-Length. */
export function request(
  method: string,
  target: string,
  headers: readonly string[] = [],
  body?: string,
): string {
  const lines = [`${method} ${target} HTTP/1.1`, "Host: example.com", ...headers];
  if (body !== undefined) lines.push(`Content-Length: ${body.length}`);
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
}
