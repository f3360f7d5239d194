/**
 * Section 2 of the contract: header fields, their limits, versions of HTTP, and the request object.
 *
 * @module
 */
import { get, request, utf8, type WireCase } from "../case.ts";
import { oneOf, REFUSAL } from "../match.ts";
import { refused, refusedSomehow } from "./refused.ts";

const header = (
  id: string,
  title: string,
  lines: string[],
  name: string,
  value: string,
): WireCase => ({
  id,
  title,
  send: get("/echo", ...lines),
  expect: {
    status: 200,
    json: {
      headers: [
        ["host", "example.com"],
        [name, value],
      ].sort(),
    },
  },
  after: "alive",
});

const bad = (id: string, what: string, line: string): WireCase =>
  refused(`R24.${id}`, `${what} in a header is refused`, get("/x", line, "X-Mark: {key}"));

const version = (id: string, what: string, line: string): WireCase =>
  refusedSomehow(
    `R29.${id}`,
    `${what} is refused`,
    `${line}\r\nHost: example.com\r\nX-Mark: {key}\r\n\r\n`,
  );

const object = (id: string, title: string, expected: object): WireCase => ({
  id,
  title,
  send: get("/object"),
  expect: { status: 200, json: expected },
  after: "alive",
});

export const headerCases: readonly WireCase[] = [
  header(
    "R17.latin1",
    "header values are decoded as latin-1",
    ["X-Bytes: \xe9\xff"],
    "x-bytes",
    "éÿ",
  ),
  header(
    "R17.utf8",
    "UTF-8 in a header value is latin-1 too",
    [`X-Bytes: ${utf8("é")}`],
    "x-bytes",
    "Ã©",
  ),
  header(
    "R18.join",
    "repeated headers join in the order of arrival",
    ["X-A: one", "X-A: two", "X-A: three"],
    "x-a",
    "one, two, three",
  ),
  header(
    "R18.type",
    "a repeated content-type joins too",
    ["Content-Type: a/b", "Content-Type: c/d"],
    "content-type",
    "a/b, c/d",
  ),
  header(
    "R18.authorization",
    "a repeated authorization joins too",
    ["Authorization: a", "Authorization: b"],
    "authorization",
    "a, b",
  ),
  header("R18.empty", "an empty value is kept", ["X-A:"], "x-a", ""),
  header(
    "R18.empty-join",
    "an empty value is kept between others",
    ["X-A: one", "X-A:", "X-A: two"],
    "x-a",
    "one, , two",
  ),
  header(
    "R18.trim",
    "whitespace around a value is trimmed",
    ["X-A: \t one two \t "],
    "x-a",
    "one two",
  ),
  header("R18.tab", "a tab inside a value is kept", ["X-A: one\ttwo"], "x-a", "one\ttwo"),
  {
    id: "R19.cookie",
    title: "repeated cookies join with a semicolon",
    send: get("/cookies", "Cookie: a=1", "Cookie: b=2"),
    expect: { json: { cookie: "a=1; b=2" } },
    after: "alive",
  },
  {
    id: "R20.set-cookie",
    title: "a repeated set-cookie in a request stays separate",
    send: get("/cookies", "Set-Cookie: a=1", "Set-Cookie: b=2"),
    expect: { json: { set: ["a=1", "b=2"] } },
    after: "alive",
  },
  object("R21.immutable", "request headers are immutable", { immutable: "TypeError", added: null }),
  {
    id: "R21.message",
    title: "neither set nor append nor delete changes them, and each says why",
    send: get("/object", "X-Kept: yes"),
    expect: {
      json: {
        refusals: [1, 2, 3].map(() => "Cannot change headers: headers are immutable"),
        kept: "yes",
      },
    },
    after: "alive",
  },
  object("R23.identity", "headers and signal are the same object at each access", {
    sameHeaders: true,
    sameSignal: true,
  }),
  object("R47.request", "the request is a Request with the platform's defaults", {
    isRequest: true,
    tag: "[object Request]",
    mode: "cors",
    credentials: "same-origin",
    cache: "default",
    referrer: "about:client",
    referrerPolicy: "",
    integrity: "",
    keepalive: false,
  }),
  object("R65.clone", "the signal of a clone is another one", { cloneSignal: false }),
  object("I03.stable", "info.completed is one promise", { sameCompleted: true }),
  bad("nul", "NUL", "X-A: a\0b"),
  bad("control", "a control byte", "X-A: a\x01b"),
  bad("del", "DEL", "X-A: a\x7fb"),
  bad("cr", "a bare CR", "X-A: a\rb"),
  bad("fold", "a folded line", "X-A: a\r\n b"),
  bad("space-colon", "a space before the colon", "X-A : a"),
  bad("name", "an illegal name", "X(A): a"),
  bad("name-space", "a space in the name", "X A: a"),
  bad("empty-name", "an empty name", ": a"),
  bad("no-colon", "a line without a colon", "X-A"),
  {
    id: "R25.lf",
    title: "bare LF line ends are served or refused",
    send: "GET /ok HTTP/1.1\nHost: example.com\n\n",
    expect: { status: oneOf(200, REFUSAL) },
    after: "either",
    loose: ["all"],
  },
  ...(
    [
      ["host", "the head is no request", get("/x").replace("example.com", "a b")],
      ["garbage", "no head comes", "NO REQUEST AT ALL\r\n\r\n"],
      [
        "chunk",
        "a chunk is none",
        `${get("/ok", "Transfer-Encoding: chunked")}5\r\nhello\r\nzz\r\n`,
      ],
    ] as const
  ).map(([id, why, bytes]): WireCase => ({
    id: `R28.reach-${id}`,
    title: `where ${why}, the answers before reach a client that goes on sending`,
    send: [
      { reading: false },
      { send: get("/ok") + bytes },
      { quiet: 30 },
      { send: "more\r\n" },
      { quiet: 20 },
      { send: "and more\r\n" },
      { quiet: 20 },
      { reading: true },
      { responses: 2 },
      { closed: true },
    ],
    methods: ["GET", "GET"],
    expect: [{ body: "ok" }, { status: id === "chunk" ? oneOf(200, REFUSAL) : REFUSAL }],
    loose: ["all"],
  })),
  {
    id: "R25.blanks",
    title: "more than one blank before the target is served or refused, and read as nothing else",
    send: get("/echo").replace(" ", "  "),
    expect: {
      status: oneOf(200, REFUSAL),
      text: /^(?![^]*"url")|"url":"http:\/\/example.com\/echo"/,
    },
    loose: ["all"],
  },
  {
    id: "R25.crlf",
    title: "empty lines before the request line are served or refused",
    send: `\r\n\r\n${get("/ok")}`,
    expect: { status: oneOf(200, REFUSAL) },
    after: "either",
    loose: ["all"],
  },
  {
    id: "R26.accepted",
    title: "a head of 15 KiB is accepted",
    send: get("/ok", `X-Large: ${"x".repeat(15_000)}`),
    expect: { status: 200, body: "ok" },
    after: "alive",
  },
  refused(
    "R26.refused",
    "a head of 70 KiB is refused",
    get("/x", "X-Mark: {key}", `X-Large: ${"x".repeat(70_000)}`),
    {
      status: oneOf(431, 400),
    },
  ),
  refused(
    "R28.later",
    "nothing after a protocol error is read as a request",
    get("/x", "X A: a", "X-Mark: {key}") + get("/x", "X-Mark: {key}"),
  ),
  version("2.0", "HTTP/2.0 in a request line", "GET /x HTTP/2.0"),
  version("lower-case", "http/1.1 in lower case", "GET /x http/1.1"),
  version("0.9", "a request line without a version", "GET /x"),
  version("garbage", "garbage", "!!! ??? !!!"),
  refusedSomehow(
    "R29.tls",
    "a TLS greeting on a plain port is refused",
    `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${"x".repeat(200)}\r\n\r\n`,
  ),
  {
    id: "R29.1.2",
    title: "HTTP/1.2 is served as 1.1 or refused",
    send: "GET /ok HTTP/1.2\r\nHost: example.com\r\n\r\n",
    expect: { status: oneOf(200, REFUSAL) },
    after: "either",
    loose: ["all"],
  },
  {
    id: "R30.close",
    title: "HTTP/1.0 is served and the connection closed",
    send: "GET /ok HTTP/1.0\r\nHost: example.com\r\n\r\n",
    expect: { status: 200, version: oneOf("1.0", "1.1"), body: "ok" },
    after: "closed",
    loose: ["headers"],
  },
  {
    id: "R30.keep-alive",
    title: "HTTP/1.0 with keep-alive keeps the connection when the length is known",
    send: "GET /ok HTTP/1.0\r\nHost: example.com\r\nConnection: keep-alive\r\n\r\n",
    expect: { status: 200, version: oneOf("1.0", "1.1"), body: "ok", framing: "length" },
    after: "alive",
    loose: ["headers"],
  },
  {
    id: "R58.close",
    title: "Connection: close is answered in kind and obeyed",
    send: get("/ok", "Connection: close"),
    expect: { status: 200, body: "ok", headers: { connection: /^close$/i } },
    after: "closed",
  },
  {
    id: "R57.sync",
    title: "pipelined requests are answered in order",
    send: get("/hello") + get("/ok") + request("POST", "/hex", [], "x") + get("/json"),
    methods: ["GET", "GET", "POST", "GET"],
    expect: [
      { body: "Hello, World!" },
      { body: "ok" },
      { body: '{"hex":"78"}' },
      { body: '{"ok":true}' },
    ],
    after: "alive",
  },
  {
    id: "R57.slow-first",
    title: "a slow handler's answer comes before those of the pipelined requests behind it",
    send: get("/wait?ms=40&say=slow") + get("/ok") + get("/wait?ms=5&say=last"),
    methods: ["GET", "GET", "GET"],
    expect: [{ body: "slow" }, { body: "ok" }, { body: "last" }],
    after: "alive",
  },
  {
    id: "R57.failed",
    title: "a stream that failed before its turn ends the connection behind the answers before it",
    send: [
      { send: get("/wait?ms=60&say=slow") + get("/failing") },
      { responses: 1 },
      { closed: true },
    ],
    methods: ["GET", "GET"],
    expect: [{ body: "slow" }, { status: 200, body: "good", complete: false }],
    loose: ["all"],
  },
];
