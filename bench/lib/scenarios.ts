/**
 * What is asked of every subject, and what it must answer. `subjects/app.mjs` and
 * `subjects/raw-node.mjs` hold the answering side.
 */

export interface Exchange {
  readonly method: "GET" | "POST";
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Scenario {
  readonly name: string;
  readonly summary: string;
  /** The request that is timed. */
  readonly exchange: Exchange;
  /** Requests that must be answered rightly too before anything is timed. */
  readonly also?: readonly Exchange[];
  /** What is wrong with the answer to `exchange`, or undefined. */
  readonly complaint: (answer: Answer, exchange: Exchange) => string | undefined;
}

const chunkedBytes = 16 * 16 * 1024;

function expectBody(answer: Answer, body: string): string | undefined {
  const got = answer.body.toString("utf8");
  return got === body ? undefined : `body ${JSON.stringify(got.slice(0, 80))}`;
}

function expectHeader(answer: Answer, name: string, pattern: RegExp): string | undefined {
  const value = answer.headers[name];
  return value !== undefined && pattern.test(value) ? undefined : `${name}: ${value ?? "missing"}`;
}

const plainText = /^text\/plain; ?charset=utf-8$/i;

/** A target with a query, and the headers of a small API client. */
function jsonExchange(page: string): Exchange {
  return {
    method: "GET",
    target: `/api/items?page=${page}&sort=name`,
    headers: { accept: "application/json", authorization: `Bearer token-${page}` },
  };
}

function postText(body: string): Exchange {
  return { method: "POST", target: "/echo", headers: { "content-type": "text/plain" }, body };
}

export const scenarios: readonly Scenario[] = [
  {
    name: "hello",
    summary: "13 bytes of text",
    exchange: { method: "GET", target: "/", headers: {} },
    complaint: (answer) =>
      expectHeader(answer, "content-type", plainText) ?? expectBody(answer, "Hello, World!"),
  },
  {
    name: "json",
    summary: "reads path, query and two headers; answers JSON with two headers",
    exchange: jsonExchange("3"),
    also: [jsonExchange("41")],
    complaint: (answer, exchange) => {
      const url = new URL(exchange.target, "http://host");
      const body = JSON.stringify({
        path: url.pathname,
        page: url.searchParams.get("page"),
        accept: exchange.headers["accept"],
        authorization: exchange.headers["authorization"],
      });
      return (
        expectHeader(answer, "content-type", /^application\/json$/) ??
        expectHeader(answer, "cache-control", /^no-store$/) ??
        expectBody(answer, body)
      );
    },
  },
  {
    name: "echo",
    summary: "a POST of 1 KB, read as text and sent back",
    exchange: postText("0123456789abcdef".repeat(64)),
    // One that a server which takes text for latin-1 gets wrong.
    also: [postText("é, €, \u{1f600}")],
    complaint: (answer, exchange) =>
      expectHeader(answer, "content-type", plainText) ?? expectBody(answer, exchange.body ?? ""),
  },
  {
    name: "stream",
    summary: "16 chunks of 16 KB",
    exchange: { method: "GET", target: "/stream", headers: {} },
    complaint: (answer) => {
      const { length } = answer.body;
      if (length !== chunkedBytes) return `${length} bytes instead of ${chunkedBytes}`;
      if (answer.body.some((byte) => byte !== 97)) return "bytes that were not sent";
      return expectHeader(answer, "content-type", /^application\/octet-stream$/);
    },
  },
];
