/**
 * Bytes that are nearly requests: made by a grammar with its mistakes, then spoilt here and there.
 *
 * @module
 */
import type { Random } from "./random.ts";

const METHODS = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"];
const TARGETS = [
  "/seen",
  "/seen?a=b",
  "/seen?wait=15",
  "/seen?wait=15",
  "//seen",
  "/seen/../seen",
  "http://example.com/seen",
  "/seen#x",
  "/s%65en",
  "*",
];
const VERSIONS = [
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.0",
  "HTTP/1.2",
  "HTTP/2.0",
  "http/1.1",
];
const LENGTHS = [
  "5",
  "05",
  "+5",
  "-5",
  "5 ",
  " 5",
  "0x5",
  "5, 5",
  "5,6",
  "5.0",
  "",
  "1e1",
  "18446744073709551621",
];
const CODINGS = [
  "chunked",
  "Chunked",
  "chunked ",
  "\tchunked",
  "identity",
  "gzip, chunked",
  "chunked, chunked",
  "chunked, identity",
  "xchunked",
  "\x0bchunked",
  '"chunked"',
  "chunked;a=b",
  "",
];
const NAMES = [
  "X-A",
  "X-a",
  "X_A",
  "x",
  "X A",
  "X:A",
  "X\x00",
  "",
  "Content-Length",
  "Transfer-Encoding",
  "Transfer-Encoding ",
  " Transfer-Encoding",
  "Content-Length\t",
  "Host",
  "Connection",
  "Expect",
  "Upgrade",
  "Trailer",
];
const VALUES = [
  "a",
  "",
  " a ",
  "a\tb",
  "a\x00b",
  "a\rb",
  "é",
  "\x7f",
  "close",
  "keep-alive",
  "100-continue",
  "h2c",
  "a".repeat(300),
];
const ENDS = ["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r\n"];
const SIZES = [
  "5",
  "05",
  "0005",
  "5 ",
  " 5",
  "5;a=b",
  '5;a="b\r\n"',
  "5\t",
  "0x5",
  "+5",
  "-5",
  "5;\n",
  "ffffffffffffffff5",
  "5\n",
];
const BODY = "hello";
/** Another request: where it is read out of a body, something was smuggled. */
const INNER = "GET /seen?smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/** How some bytes go out. */
export interface Delivery {
  readonly bytes: string;
  /** Where a packet ends and another begins. */
  readonly cuts: readonly number[];
  /** The client waits, sends FIN behind the last byte, or an RST. */
  readonly end: "stay" | "half" | "reset";
}

/** One connection: what is sent, and how. */
export function delivery(random: Random): Delivery {
  const whole = connection(random);
  const end = random.chance(0.9) ? "stay" : random.pick(["half", "reset"] as const);
  // Who leaves does so anywhere.
  const bytes = end === "stay" ? whole : whole.slice(0, 1 + random.below(whole.length));
  const cuts = random.chance(0.8)
    ? []
    : Array.from({ length: 1 + random.below(3) }, () => 1 + random.below(bytes.length));
  return { bytes, cuts: cuts.toSorted((a, b) => a - b), end };
}

/** One connection's worth of bytes: one to three requests, or something like it. */
export function connection(random: Random): string {
  const count = 1 + random.below(3);
  let bytes = "";
  for (let i = 0; i < count; i++) bytes += request(random);
  for (let i = random.chance(0.4) ? 1 + random.below(3) : 0; i > 0; i--)
    bytes = spoil(random, bytes);
  return bytes;
}

function request(random: Random): string {
  const end = (): string => (random.chance(0.9) ? "\r\n" : random.pick(ENDS));
  const rare = <T>(usual: T, others: readonly T[]): T =>
    random.chance(0.85) ? usual : random.pick(others);
  const method = random.pick(METHODS);
  const lines = [`${method} ${rare("/seen", TARGETS)} ${rare("HTTP/1.1", VERSIONS)}`];
  lines.push(
    `Host${rare(":", [" :", "", ": ", ":\t"])} ${rare("example.com", ["", "a b", "a,b", "a:80", "[::1]", "a/b"])}`,
  );
  const framing = method === "GET" || method === "HEAD" ? random.below(8) : random.below(4);
  let body = "";
  if (framing === 0 || framing === 2) lines.push(`Content-Length: ${rare("5", LENGTHS)}`);
  if (framing === 1 || framing === 2) lines.push(`Transfer-Encoding: ${rare("chunked", CODINGS)}`);
  if (framing === 1 || framing === 2) body = chunks(rare);
  else if (framing === 0) body = rare(BODY, ["hell", "hello!", INNER]);
  for (let i = random.below(3); i > 0; i--) {
    lines.push(`${rare("X-A", NAMES)}:${rare(" a", VALUES)}`);
  }
  if (random.chance(0.05))
    lines.splice(
      1 + random.below(lines.length),
      0,
      random.pick([" folded", "\tfolded", "nocolon", ":"]),
    );
  return lines.map((line) => line + end()).join("") + end() + body;
}

function chunks(rare: <T>(usual: T, others: readonly T[]) => T): string {
  const size = rare("5", SIZES);
  const data = rare(BODY, ["hell", "hello!", INNER]);
  const after = rare("\r\n", ["", "\n", "\r", "\r\n\r\n", "X\r\n"]);
  const last = rare("0\r\n\r\n", [
    "0\r\n",
    "0\n\n",
    "00\r\n\r\n",
    "0;a\r\n\r\n",
    "0\r\nX: y\r\n\r\n",
    "0\r\nX y\r\n\r\n",
    "",
  ]);
  return `${size}${rare("\r\n", ["\n", "\r"])}${data}${after}${last}`;
}

function spoil(random: Random, bytes: string): string {
  const at = random.below(bytes.length + 1);
  switch (random.below(5)) {
    case 0:
      return bytes.slice(0, at) + String.fromCharCode(random.below(256)) + bytes.slice(at);
    case 1:
      return bytes.slice(0, at) + bytes.slice(at + 1 + random.below(3));
    case 2:
      return bytes.slice(0, at) + String.fromCharCode(random.below(256)) + bytes.slice(at + 1);
    case 3: {
      const length = 1 + random.below(12);
      return bytes.slice(0, at) + bytes.slice(at, at + length) + bytes.slice(at);
    }
    default:
      return bytes.slice(0, at);
  }
}
