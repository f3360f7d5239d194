/**
 * Section 2 of the contract: header fields, versions and heads at their edges.
 *
 * @module
 */
import { get, request, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";
import { refused, refusedSomehow } from "./refused.ts";

const bad = (id: string, what: string, line: string): WireCase =>
  refused(`R24.${id}`, `${what} is refused`, get("/x", line, "X-Mark: {key}"));

const version = (id: string, line: string): WireCase =>
  refusedSomehow(
    `R29.${id}`,
    `${line} in a request line is refused`,
    `GET /x ${line}\r\nHost: example.com\r\nX-Mark: {key}\r\n\r\n`,
  );

/** Fields of which Node's own parser keeps the first line only. */
const ONCE = [
  "Age",
  "ETag",
  "Expires",
  "From",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "Last-Modified",
  "Location",
  "Max-Forwards",
  "Proxy-Authorization",
  "Referer",
  "Retry-After",
  "Server",
  "User-Agent",
];

/** What a browser's `fetch` would not let a program send. */
const FORBIDDEN: readonly (readonly [name: string, value: string])[] = [
  ["Accept-Charset", "utf-8"],
  ["Access-Control-Request-Headers", "x-a"],
  ["Access-Control-Request-Method", "PUT"],
  ["Access-Control-Request-Private-Network", "true"],
  ["DNT", "1"],
  ["Keep-Alive", "timeout=5"],
  ["Proxy-Own", "yes"],
  ["Sec-Own", "yes"],
  ["Set-Cookie2", "a=1"],
  ["X-HTTP-Method-Override", "TRACE"],
];

const sorted = (pairs: readonly (readonly [string, string])[]): string[][] =>
  [["host", "example.com"], ...pairs.map(([name, value]) => [name.toLowerCase(), value])].sort();

/** 431 or 400, as the host has it; of a target RFC 9110 15.5.15 has 414, too. */
const tooLarge = (id: string, title: string, bytes: string): WireCase => ({
  ...refused(id, title, bytes, { status: oneOf(431, 400, 414) }),
  loose: ["all"],
});

/** A head of exactly so many bytes. */
function headOf(size: number): string {
  const least = get("/ok", "X-Large: ").length;
  return get("/ok", `X-Large: ${"x".repeat(size - least)}`);
}

const closes = (id: string, title: string, line: string): WireCase => ({
  id: `R58.${id}`,
  title,
  send: request("POST", "/hex", [line], "x"),
  expect: { status: 200, json: { hex: "78" }, headers: { connection: /^close$/i } },
  after: "closed",
});

export const headerEdgeCases: readonly WireCase[] = [
  {
    id: "R18.accept",
    title: "a repeated accept joins in the order of arrival",
    send: get("/echo", "Accept: text/b", "Accept: text/a;q=0.5, */*"),
    expect: { json: { headers: sorted([["accept", "text/b, text/a;q=0.5, */*"]]) } },
    after: "alive",
  },
  {
    id: "R18.once",
    title: "so do fields that are meant to come once: no line is lost",
    send: [
      { send: get("/echo", ...ONCE.flatMap((name) => [`${name}: a`, `${name}: b`])) },
      { responses: 1 },
    ],
    expect: { json: { headers: sorted(ONCE.map((name) => [name, "a, b"])) } },
    after: "alive",
  },
  {
    id: "R22.forbidden",
    title: "nor is one of those that a browser's fetch forbids",
    send: get("/echo", ...FORBIDDEN.map(([name, value]) => `${name}: ${value}`)),
    expect: { json: { headers: sorted(FORBIDDEN) } },
    after: "alive",
  },
  bad("nul-name", "NUL in a name", "X\0A: a"),
  bad("control-name", "a control byte in a name", "X\x01A: a"),
  bad("del-name", "DEL in a name", "X\x7fA: a"),
  bad("cr-name", "a bare CR in a name", "X\rA: a"),
  bad("high-name", "a byte above 7F in a name", "X\xe9A: a"),
  bad("nul-start", "NUL at the start of a value", "X-A: \0a"),
  bad("nul-end", "NUL at the end of a value", "X-A: a\0"),
  bad("cr-end", "a bare CR at the end of a value", "X-A: a\r"),
  bad("fold-tab", "a line that is folded by a tab", "X-A: a\r\n\tb"),
  bad("tab-colon", "a tab before the colon", "X-A\t: a"),
  bad("colon", "a line that is a colon alone", ":"),
  refused(
    "R24.first-space",
    "whitespace before the first field is refused",
    "GET /x HTTP/1.1\r\n Host: example.com\r\nX-Mark: {key}\r\n\r\n",
  ),
  refused(
    "R24.host",
    "a control byte in Host is refused",
    "GET /x HTTP/1.1\r\nHost: exa\x01mple.com\r\nX-Mark: {key}\r\n\r\n",
  ),
  refused(
    "R16.control",
    "a control byte in the method is refused",
    "G\x01T /x HTTP/1.1\r\nHost: example.com\r\nX-Mark: {key}\r\n\r\n",
  ),
  refused(
    "R16.high",
    "a byte above 7F in the method is refused",
    "G\xc9T /x HTTP/1.1\r\nHost: example.com\r\nX-Mark: {key}\r\n\r\n",
  ),
  {
    id: "R26.least",
    title: "a head of 16 KiB to the byte is accepted",
    // As steps: over HTTP/2 the size of a head is another one (R27).
    send: [{ send: headOf(16_384) }, { responses: 1 }],
    expect: { status: 200, body: "ok" },
    after: "alive",
  },
  tooLarge(
    "R26.target",
    "a target of 70 KiB is refused",
    get(`/x?${"x".repeat(70_000)}`, "X-Mark: {key}"),
  ),
  tooLarge(
    "R26.lines",
    "three thousand header lines are refused, though they are short",
    get("/x", "X-Mark: {key}", ...Array.from({ length: 3000 }, () => "a:")),
  ),
  version("3.0", "HTTP/3.0"),
  version("0.9-named", "HTTP/0.9"),
  version("1", "HTTP/1"),
  version("11", "HTTP/11"),
  version("words", "HTTP/1.1 more"),
  {
    id: "R30.says",
    title: "an HTTP/1.0 response that keeps the connection says so, else the client could not know",
    send: "GET /ok HTTP/1.0\r\nHost: example.com\r\nConnection: keep-alive\r\n\r\n",
    expect: { status: 200, headers: { connection: /^keep-alive$/i } },
    after: "alive",
    loose: ["headers"],
  },
  {
    id: "R30.unknown-length",
    title: "HTTP/1.0 with keep-alive closes behind a body of unknown length",
    send: "GET /respond?of=slow HTTP/1.0\r\nHost: example.com\r\nConnection: keep-alive\r\n\r\n",
    expect: {
      status: 200,
      framing: "close",
      body: "one,two,three",
      headers: { "transfer-encoding": null },
    },
    after: "closed",
    loose: ["headers"],
  },
  closes("case", "Close in upper case is obeyed, with a body too", "Connection: Close"),
  closes("list", "close in a list is obeyed", "Connection: X-Own, close"),
];
