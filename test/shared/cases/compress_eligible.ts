/**
 * Section 5 of the contract: which responses are compressed at all (C14 to C25, C32, C34, C35, C42).
 *
 * @module
 */
import { get, type WireCase } from "../case.ts";
import { filler } from "../routes/compress.ts";
import { accepting, coded, target, untouched, type Coded } from "./compress.ts";

const GZIP = { accept: "gzip" };
const TYPED = ["content-type:text/plain"];

const sizes = (of: string, h: readonly string[] = []): WireCase[] => [
  {
    ...untouched(`C14.${of}-64`, `64 bytes of ${of} are left as they are`, { of, h, n: 64 }),
    ...(of.startsWith("blob") ? { loose: ["framing"] } : {}), // P14
  },
  coded(`C14.${of}-66`, `66 bytes of ${of} are compressed`, { of, h, n: 66, ...GZIP }, "gzip"),
];

const type = (id: string, value: string): WireCase =>
  coded(`C17.${id}`, `"${value}" is compressed`, { ...GZIP, h: [`content-type:${value}`] }, "gzip");

const untyped = (id: string, value: string): WireCase =>
  untouched(`C19.${id}`, `"${value}" is not compressed`, { h: [`content-type:${value}`] });

const optedOut = (id: string, title: string, ...h: string[]): WireCase =>
  untouched(id, title, { h });

/** C21: the value stays, whatever it says; the body is none of our business. */
const encoded = (id: string, value: string): WireCase =>
  untouched(
    id,
    `Content-Encoding: ${value} is left as it is`,
    { h: [`content-encoding:${value}`] },
    {
      headers: { "content-encoding": value },
    },
  );

/** C22: the same of a range, and the body is not compressed. */
const ranged = (id: string, what: string, value: string): WireCase =>
  untouched(
    id,
    `${what} is left as it is`,
    { h: [`content-range:${value}`] },
    {
      headers: { "content-range": value },
    },
  );

const notOut = (id: string, title: string, ...h: string[]): WireCase =>
  coded(id, title, { ...GZIP, h }, "gzip");

const status = (code: number): WireCase => ({
  ...coded(`C34.${code}`, `a ${code} is compressed`, { ...GZIP, status: code }, "gzip"),
  loose: ["framing", "status"], // the words of it are P28's
});

const method = (name: string): WireCase => ({
  ...coded(`C34.${name}`, `the response to ${name} is compressed`, GZIP, "gzip"),
  send: `${name} ${target({})} HTTP/1.1\r\nHost: example.com\r\nAccept-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi`,
});

const streamed = (what: Coded): string => get(target(what), ...accepting("gzip"));

export const compressEligibleCases: readonly WireCase[] = [
  ...sizes("string"),
  ...sizes("umlauts"),
  ...sizes("bytes", TYPED),
  ...sizes("arrayBuffer", TYPED),
  ...sizes("view", TYPED),
  ...sizes("blob", TYPED),
  ...sizes("blobParts", TYPED),
  ...sizes("params"),
  ...[63, 65].map((n) =>
    n < 64
      ? untouched(`C14.${n}`, `${n} bytes are left as they are`, { n })
      : coded(`C14.${n}`, `${n} bytes are compressed`, { n, ...GZIP }, "gzip"),
  ),
  untouched("C14.stream-64", "a stream that says it has 64 bytes is left as it is", {
    of: "stream",
    n: 64,
    h: [...TYPED, "content-length:64"],
  }),
  coded(
    "C14.stream-65",
    "a stream that says it has 65 bytes is compressed",
    { of: "stream", n: 65, h: [...TYPED, "content-length:65"], ...GZIP },
    "gzip",
  ),
  ...[
    [4, "stream"],
    [0, "emptyStream"],
  ].map(([n, of]): WireCase => ({
    ...coded(
      `C15.${n}`,
      `a stream of ${n} bytes of which nobody knows is compressed`,
      { ...GZIP, of: String(of), n: Number(n), h: TYPED },
      "gzip",
    ),
    send: streamed({ of: String(of), n: Number(n), h: TYPED }),
    expect: {
      status: 200,
      headers: { "content-encoding": "gzip", vary: "Accept-Encoding" },
      decoded: filler(Number(n)),
    },
  })),
  untouched("C16.null", "no body is not compressed", { of: "null", h: TYPED }),
  untouched("C16.empty", "an empty string is not compressed", { of: "empty" }),
  type("plain", "text/plain"),
  type("upper", "TEXT/PLAIN"),
  type("parameter", "text/html; charset=utf-8"),
  type("close", "text/html;charset=utf-8"),
  type("space", "application/json ;a=b"),
  type("svg", "image/svg+xml"),
  type("wasm", "application/wasm"),
  type("json", "application/ld+json"),
  type("ndjson", "application/x-ndjson"),
  type("events", "text/event-stream"),
  untyped("octets", "application/octet-stream"),
  untyped("pdf", "application/pdf"),
  untyped("png", "image/png"),
  untyped("jpeg", "image/jpeg"),
  untyped("font", "font/woff2"),
  untyped("zip", "application/zip"),
  untyped("multipart", "multipart/form-data; boundary=x"),
  untyped("unknown", "application/x-unheard-of"),
  untyped("suffix", "application/x-unheard-of+json"),
  untyped("malformed", "text"),
  untyped("words", "text/plain charset=utf-8"),
  untyped("slash", "text/"),
  {
    ...untouched("C19.missing", "bytes without a type are not compressed", { of: "bytes" }),
    loose: ["framing"], // Bun: chunks
  },
  untouched("C20.first", "of two Content-Type lines the first counts", {
    h: ["content-type:image/png", "content-type:text/plain"],
  }),
  ...["identity", "gzip", "x-own"].map((coding) => encoded(`C21.${coding}`, coding)),
  encoded("C21.empty", ""),
  ranged("C22.range", "a Content-Range", "bytes 0-999/5000"),
  ranged("C22.empty", "an empty Content-Range", ""),
  coded(
    "C22.partial",
    "a 206 without Content-Range is compressed",
    { ...GZIP, status: 206 },
    "gzip",
  ),
  coded(
    "C22.request",
    "the Range of a request changes nothing",
    { ...GZIP, lines: ["Range: bytes=0-9"] },
    "gzip",
  ),
  optedOut("C23.alone", "no-transform is obeyed", "cache-control:no-transform"),
  optedOut(
    "C23.list",
    "no-transform is obeyed in a list",
    "cache-control:public , no-transform , max-age=5",
  ),
  optedOut("C23.value", "no-transform is obeyed with a value", "cache-control:no-transform=x"),
  notOut("C23.prefix", "x-no-transform is not no-transform", "cache-control:x-no-transform"),
  notOut(
    "C23.quoted",
    "a quoted no-transform is a field name",
    'cache-control:private="no-transform"',
  ),
  notOut("C23.quoted-list", "and so in a list", 'cache-control:private="a, no-transform, b"'),
  optedOut("C24.case", "the case does not matter", "cache-control:public, No-Transform"),
  optedOut(
    "C25.line",
    "it counts on a second line",
    "cache-control:public",
    "cache-control:no-transform",
  ),
  optedOut(
    "C25.malformed",
    "it counts beside what is malformed",
    "cache-control:no-transform, max-age=abc",
  ),
  optedOut(
    "C25.open",
    "it counts behind a quote that nobody closes",
    'cache-control:private="a, no-transform',
  ),
  ...["content-digest:sha-256=:AA==:", "repr-digest:sha-256=:AA==:", "content-md5:AA=="].map(
    (line) =>
      optedOut(
        `C32.${line.split(":")[0]}`,
        `a body with ${line.split(":")[0]} is not compressed`,
        line,
      ),
  ),
  coded(
    "C32.kept",
    "Last-Modified and Accept-Ranges stay",
    { ...GZIP, h: ["last-modified:Tue, 01 Sep 2026 00:00:00 GMT", "accept-ranges:bytes"] },
    "gzip",
    { headers: { "last-modified": "Tue, 01 Sep 2026 00:00:00 GMT", "accept-ranges": "bytes" } },
  ),
  ...[201, 203, 206, 299, 301, 302, 400, 404, 500].map(status),
  ...["POST", "PUT", "DELETE", "OPTIONS"].map(method),
  untouched(
    "C35.204",
    "a 204 is left as it is",
    {
      of: "null",
      status: 204,
      h: [...TYPED, 'etag:"a"', "content-length:1000"],
    },
    { headers: { etag: '"a"' } },
  ),
  coded(
    "C35.304",
    "a 304 has the Vary that the 200 would have had, no coding, and the ETag of the handler",
    { accept: "gzip", of: "null", status: 304, h: [...TYPED, 'etag:"a"'] },
    null,
    { headers: { vary: "Accept-Encoding", etag: '"a"' } },
  ),
  untouched(
    "C35.304-unknown",
    "a 304 of which nothing is known is left as it is",
    {
      of: "null",
      status: 304,
      h: ['etag:"a"', "vary:Origin"],
    },
    { headers: { vary: "Origin", etag: '"a"' } },
  ),
  {
    ...coded("C42.onerror", "what onError answers with is compressed", GZIP, "gzip"),
    send: get(`/coded?of=${"x".repeat(70)}`, "Accept-Encoding: gzip"),
    expect: {
      status: 500,
      headers: { "content-encoding": "gzip", vary: "Accept-Encoding", "x-handled": "yes" },
      decoded: /no body of kind/,
    },
  },
];
