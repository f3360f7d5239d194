/**
 * Section 5 of the contract: what is sent of a compressed response (C26 to C41).
 *
 * @module
 */
import { get, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";
import { filler, noise } from "../routes/compress.ts";
import { accepting, coded, target, type Coded } from "./compress.ts";

const GZIP = { accept: "gzip" };
const TYPED = ["content-type:text/plain"];
const CODINGS = ["gzip", "br"] as const;

const vary = (id: string, title: string, given: readonly string[], expected: string): WireCase =>
  coded(id, title, { ...GZIP, h: given.map((line) => `vary:${line}`) }, "gzip", {
    headers: { vary: [expected] },
  });

const head = (
  id: string,
  title: string,
  what: Coded,
  headers: Record<string, string | null>,
): WireCase => ({
  id: `C33.${id}`,
  title,
  server: "compress",
  send: `HEAD ${target(what)} HTTP/1.1\r\nHost: example.com\r\n${accepting("gzip").join("\r\n")}\r\n\r\n`,
  expect: { status: 200, body: "", headers },
  after: "alive",
});

const push = (chunk: string): { call: string } => ({ call: `/push?key={key}&chunk=${chunk}` });

const bytes = (of: Uint8Array): string =>
  Array.from(of, (byte) => String.fromCharCode(byte)).join("");

export const compressSentCases: readonly WireCase[] = [
  ...["3", "5000", "abc"].map((length) =>
    coded(
      `C26.${length}`,
      `a Content-Length of ${length} does not outlive the compression`,
      { ...GZIP, h: [`content-length:${length}`] },
      "gzip",
      { framing: oneOf("length", "chunked") },
    ),
  ),
  coded(
    "C26.stream",
    "a stream's Content-Length does not outlive the compression",
    { ...GZIP, of: "chunks", n: 5000, h: [...TYPED, "content-length:5000"] },
    "gzip",
    { headers: { "content-length": null } },
  ),
  ...CODINGS.flatMap((accept) => [
    coded(`C27.${accept}-whole`, "a body that is known goes out whole", { accept }, accept, {
      framing: oneOf("length", "chunked"),
    }),
    coded(`C27.${accept}-large`, "a large one too", { accept, n: 300_000 }, accept),
    coded(`C27.${accept}-blob`, "a Blob too", { accept, of: "blob", n: 30_000, h: TYPED }, accept),
    coded(
      `C27.${accept}-chunks`,
      "a stream goes out chunk by chunk",
      { accept, of: "chunks", n: 20_000, h: TYPED },
      accept,
    ),
  ]),
  coded(
    "C27.transfer-encoding",
    "a Transfer-Encoding from the handler is chunked, once",
    { ...GZIP, h: ["transfer-encoding:chunked"] },
    "gzip",
    { framing: "chunked", headers: { "transfer-encoding": ["chunked"] } },
  ),
  vary("C28.absent", "Vary is added", [], "Accept-Encoding"),
  vary(
    "C28.front",
    "Accept-Encoding is put in front of other fields",
    ["Origin"],
    "Accept-Encoding, Origin",
  ),
  vary(
    "C28.named",
    "a Vary that names it is unchanged",
    ["Origin, accept-ENCODING"],
    "Origin, accept-ENCODING",
  ),
  vary(
    "C29.token",
    "X-Accept-Encoding is another field",
    ["X-Accept-Encoding"],
    "Accept-Encoding, X-Accept-Encoding",
  ),
  vary("C29.star", "Vary: * is left alone", ["*"], "*"),
  vary("C29.empty", "an empty Vary leaves no comma", [""], "Accept-Encoding"),
  {
    ...vary("C29.lines", "a second line that names it counts", ["Origin", "Accept-Encoding"], ""),
    // As one line or as two: hosts join them, or do not.
    expect: { status: 200, headers: { "content-encoding": "gzip" }, decoded: filler(1000) },
    loose: ["headers", "framing"],
  },
  coded(
    "C30.identity",
    "what could have been compressed varies too",
    { accept: "identity" },
    null,
    {
      headers: { vary: "Accept-Encoding", etag: null },
    },
  ),
  coded("C30.refused", "so it does for a client that forbids it", { accept: "gzip;q=0" }, null, {
    headers: { vary: "Accept-Encoding" },
  }),
  coded(
    "C30.stream",
    "and a stream too",
    { of: "chunks", n: 2000, h: [...TYPED, "vary:Origin"] },
    null,
    {
      headers: { vary: "Accept-Encoding, Origin" },
      framing: "chunked",
    },
  ),
  coded("C30.small", "what is too small does not", { n: 64, accept: "gzip" }, null, {
    headers: { vary: null },
  }),
  coded(
    "C30.type",
    "what is of another type does not",
    { accept: "gzip", h: ["content-type:image/png", "vary:Origin"] },
    null,
    {
      headers: { vary: "Origin" },
    },
  ),
  ...(
    [
      ["strong", '"abc"', 'W/"abc"'],
      ["weak", 'W/"abc"', 'W/"abc"'],
    ] as const
  ).map(([id, etag, sent]) =>
    coded(
      `C31.${id}`,
      `the ETag ${etag} is sent as ${sent}`,
      { ...GZIP, h: [`etag:${etag}`] },
      "gzip",
      {
        headers: { etag: sent },
      },
    ),
  ),
  coded(
    "C31.identity",
    "an ETag stays strong where nothing was compressed",
    { h: ['etag:"abc"'] },
    null,
    {
      headers: { etag: '"abc"' },
    },
  ),
  head(
    "headers",
    "a HEAD has the headers that the GET would have, and no length",
    { h: ['etag:"a"', "vary:Origin"] },
    {
      "content-encoding": "gzip",
      vary: "Accept-Encoding, Origin",
      etag: 'W/"a"',
      "content-length": null,
      "transfer-encoding": null,
    },
  ),
  head(
    "large",
    "so it has of a large body",
    { n: 300_000 },
    { "content-encoding": "gzip", "transfer-encoding": null, "content-length": null },
  ),
  head(
    "small",
    "a HEAD of 20 bytes has their length",
    { n: 20 },
    {
      "content-encoding": null,
      vary: null,
      "content-length": "20",
    },
  ),
  head(
    "stream",
    "a HEAD of a stream has neither length nor chunks",
    { of: "chunks", h: TYPED },
    {
      "content-encoding": "gzip",
      vary: "Accept-Encoding",
      "content-length": null,
      "transfer-encoding": null,
    },
  ),
  head(
    "copied",
    "a HEAD of a response with the body of another has the headers of its GET",
    {
      of: "copied",
      h: ["content-type:text/plain"],
    },
    { "content-encoding": "gzip" },
  ),
  {
    ...coded("C33.cancel", "a HEAD of an endless stream cancels it", {}, "gzip"),
    send: [
      { send: "HEAD /ticks?key={key} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n" },
      { responses: 1 },
      { log: "cancel" },
    ],
    expect: { status: 200, body: "", headers: { "content-encoding": "gzip" } },
    log: ["start", "cancel resource closed"],
  },
  ...["string", "chunks"].map((of): WireCase => ({
    ...coded(
      `C36.${of}`,
      `an HTTP/1.0 client gets ${of} compressed too`,
      { ...GZIP, of, h: TYPED },
      "gzip",
    ),
    send: `GET ${target({ of, h: TYPED })} HTTP/1.0\r\nHost: example.com\r\nAccept-Encoding: gzip\r\n\r\n`,
    expect: {
      status: 200,
      headers: { "content-encoding": "gzip", "transfer-encoding": null },
      framing: of === "string" ? oneOf("length", "close") : "close",
      decoded: filler(1000),
    },
    after: "closed",
    loose: ["framing", "headers"],
  })),
  ...CODINGS.flatMap((accept): WireCase[] => [
    {
      id: `C37.${accept}`,
      title: `each chunk can be decoded before the next one comes (${accept})`,
      server: "compress",
      send: [
        { send: get("/stream?key={key}", `Accept-Encoding: ${accept}`) },
        push("one"),
        { decoded: "one" },
        push("two"),
        { decoded: "onetwo" },
        push("three"),
        { decoded: "onetwothree" },
        { call: "/push?key={key}&do=end" },
        { responses: 1 },
      ],
      expect: {
        status: 200,
        framing: "chunked",
        headers: { "content-encoding": accept },
        decoded: "onetwothree",
      },
      after: "alive",
      log: ["start"],
    },
    {
      id: `C39.${accept}`,
      title: `a hang-up cancels the source through the encoder (${accept})`,
      server: "compress",
      send: [
        { send: get("/ticks?key={key}", `Accept-Encoding: ${accept}`) },
        { decoded: "tick\ntick\n" },
        { close: true },
        { log: "cancel" },
      ],
      expect: { status: 200, complete: false, headers: { "content-encoding": accept } },
      log: ["start", "cancel resource closed"],
      loose: ["body"],
    },
    {
      id: `C39.${accept}-idle`,
      title: `a hang-up cancels a source that is idle (${accept})`,
      server: "compress",
      send: [
        { send: get("/stream?key={key}", `Accept-Encoding: ${accept}`) },
        push("one"),
        { decoded: "one" },
        { reset: true },
        { log: "cancel" },
      ],
      expect: { status: 200, complete: false, decoded: "one" },
      log: ["start", /^cancel/],
    },
    {
      id: `C39.${accept}-pressure`,
      title: `a client that does not read stalls the source through the encoder (${accept})`,
      server: "compress",
      send: [
        { send: get("/coded-endless?key={key}", `Accept-Encoding: ${accept}`) },
        { heads: 1 },
        { reading: false },
        { call: "/wait?ms=700" },
        { reset: true },
        { log: "cancel" },
      ],
      expect: { status: 200, complete: false, headers: { "content-encoding": accept } },
      log: [/^cancel/],
      loose: ["body"],
    },
    {
      id: `C40.${accept}`,
      title: `a source that fails leaves the coding without its end (${accept})`,
      server: "compress",
      send: [
        { send: get("/stream?key={key}", `Accept-Encoding: ${accept}`) },
        push("one"),
        { decoded: "one" },
        { call: "/push?key={key}&do=error" },
        { closed: true },
        { call: "/ok" },
      ],
      expect: { status: 200, framing: "chunked", decoded: "one", complete: false },
      log: ["start", "onError told to fail"],
    },
    {
      id: `C40.${accept}-chunk`,
      title: `so does a chunk that is none (${accept})`,
      server: "compress",
      send: [
        { send: get("/wrong?chunk=string", `Accept-Encoding: ${accept}`) },
        { decoded: "good" },
        { closed: true },
      ],
      expect: { status: 200, framing: "chunked", decoded: "good", complete: false },
    },
    {
      ...coded(`C41.${accept}`, `bytes that cannot be compressed arrive (${accept})`, {}, accept),
      send: get(target({ of: "noise", n: 262_144, h: TYPED }), `Accept-Encoding: ${accept}`),
      expect: {
        status: 200,
        headers: { "content-encoding": accept },
        decoded: bytes(noise(262_144)),
      },
      loose: ["framing", "body"],
    },
  ]),
];
