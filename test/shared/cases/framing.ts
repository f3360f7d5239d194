/**
 * Section 4 of the contract: framing at its edges, status codes, and the headers of a response.
 *
 * @module
 */
import { get, type Expected, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";

const head = (
  id: string,
  title: string,
  query: string,
  headers: Expected["headers"] & object,
): WireCase => ({
  id: `P18.${id}`,
  title,
  send: `HEAD /respond?${query} HTTP/1.1\r\nHost: example.com\r\n\r\n`,
  expect: { status: 200, body: "", headers },
  after: "alive",
});

const bodiless = (status: number): WireCase[] => [
  {
    id: `P20.${status}`,
    title: `${status} has no body, no Content-Length and no Transfer-Encoding`,
    send: get(`/respond?of=null&status=${status}&h=content-length:5&h=etag:%22x%22`),
    expect: { status, headers: { "content-length": null, "transfer-encoding": null, etag: '"x"' } },
    after: "alive",
  },
  {
    id: `P20.${status}-coding`,
    title: `a Transfer-Encoding that the handler set is removed from ${status}`,
    send: get(`/respond?of=null&status=${status}&h=transfer-encoding:chunked`),
    expect: { status, headers: { "content-length": null, "transfer-encoding": null } },
    after: "alive",
  },
];

const corrected = (id: string, what: string, ...lengths: string[]): WireCase => ({
  id: `P22.${id}`,
  title: `a Content-Length that is ${what} is corrected on a static body`,
  send: get(`/respond?of=ascii${lengths.map((value) => `&h=content-length:${value}`).join("")}`),
  expect: {
    status: 200,
    body: "hello",
    headers: { "content-length": ["5"], "transfer-encoding": null },
  },
  after: "alive",
});

const chunkedOnce: Expected = {
  framing: "chunked",
  headers: { "transfer-encoding": ["chunked"], "content-length": null },
};

const reason = (status: number, text: string): WireCase => ({
  id: `P28.${status}`,
  title: `${status} is sent with the reason "${text}", whatever statusText says`,
  send: get(`/respond?of=bytes&status=${status}&statusText=Custom`),
  expect: { status, reason: text, body: "hello" },
  after: "alive",
});

const http10 = (id: string, of: string, framing: "length" | "close", body: string): WireCase => ({
  id: `P26.${id}`,
  title: `an HTTP/1.0 client gets ${of} ${framing === "length" ? "with its length" : "until the connection closes"}, never chunked`,
  send: `GET /respond?of=${of} HTTP/1.0\r\nHost: example.com\r\n\r\n`,
  expect: { status: 200, framing, body, headers: { "transfer-encoding": null } },
  after: "closed",
  loose: ["headers"],
});

// A stand-in for the pattern that `/big` sends.
const LARGE = {
  says: "the bytes of the pattern",
  matches: (value: unknown): boolean =>
    typeof value === "string" &&
    value.length === 3_000_000 &&
    [0, 1, 250, 251, 1_500_000, 2_999_999].every((i) => value.charCodeAt(i) === ((i % 251) & 0x7f)),
};

export const framingCases: readonly WireCase[] = [
  {
    id: "P13.null",
    title: "no body has Content-Length: 0",
    send: get("/respond?of=null"),
    expect: {
      status: 200,
      framing: "length",
      headers: { "content-length": "0", "transfer-encoding": null },
    },
    after: "alive",
  },
  {
    id: "P13.undefined",
    title: "an undefined body has Content-Length: 0",
    send: get("/respond?of=undefined"),
    expect: {
      status: 200,
      framing: "length",
      headers: { "content-length": "0", "transfer-encoding": null },
    },
    after: "alive",
  },
  {
    id: "P13.empty",
    title: "an empty string has Content-Length: 0",
    send: get("/respond?of=empty"),
    expect: {
      status: 200,
      framing: "length",
      headers: { "content-length": "0", "transfer-encoding": null },
    },
    after: "alive",
  },
  ...["blob", "form"].map((of): WireCase => ({
    id: `P14.${of}`,
    title: `the body of a ${of === "blob" ? "Blob" : "FormData"} arrives whole, chunked or with its length`,
    send: get(`/respond?of=${of}`),
    expect: {
      framing: oneOf("chunked", "length"),
      body: of === "blob" ? "hello" : /name="a"\r\n\r\n1\r\n/,
    },
    after: "alive",
    loose: ["framing", "body"],
  })),
  head("static", "a HEAD has the Content-Length that the GET would have", "of=string", {
    "content-length": "6",
    "content-type": /^text\/plain/,
    "transfer-encoding": null,
  }),
  head("bytes", "a HEAD of bytes has their length", "of=bytes", {
    "content-length": "5",
    "transfer-encoding": null,
  }),
  head(
    "explicit",
    "a HEAD with a null body keeps the Content-Length that was set",
    "of=null&h=content-length:5",
    { "content-length": "5", "transfer-encoding": null },
  ),
  head("stream", "a HEAD of a stream has neither length nor coding", "of=stream", {
    "content-length": null,
    "transfer-encoding": null,
  }),
  head(
    "stream-length",
    "a HEAD of a stream keeps the Content-Length that was set",
    "of=stream&h=content-length:13",
    { "content-length": "13", "transfer-encoding": null },
  ),
  {
    id: "P19.cancel",
    title: "a HEAD of an endless stream is answered and cancels it",
    send: [
      { send: "HEAD /ticks?key={key} HTTP/1.1\r\nHost: example.com\r\n\r\n" },
      { responses: 1 },
      { log: "cancel" },
    ],
    expect: {
      status: 200,
      body: "",
      headers: { "content-length": null, "transfer-encoding": null },
    },
    log: ["start", "cancel resource closed"],
    after: "alive",
  },
  ...bodiless(204),
  ...bodiless(304),
  {
    id: "P21.205",
    title: "205 carries Content-Length: 0",
    send: get("/respond?of=null&status=205"),
    expect: {
      status: 205,
      body: "",
      headers: { "content-length": "0", "transfer-encoding": null },
    },
    after: "alive",
  },
  corrected("short", "too short", "3"),
  corrected("long", "too long", "10"),
  corrected("word", "no number", "abc"),
  corrected("twice", "given twice", "3", "7"),
  {
    id: "P23.exact",
    title: "a Content-Length that a stream keeps is its framing",
    send: get("/respond?of=slow&h=content-length:13"),
    expect: { framing: "length", body: "one,two,three", headers: { "content-length": "13" } },
    after: "alive",
  },
  {
    id: "P23.longer",
    title: "a stream longer than its Content-Length is cut to it, and its source cancelled",
    send: [
      { send: get("/ticks?h=content-length:12&key={key}") },
      { responses: 1 },
      { log: "cancel" },
    ],
    expect: { framing: "length", body: "tick\ntick\nti" },
    log: ["start", "cancel resource closed"],
    after: "alive",
  },
  {
    id: "P23.shorter",
    title: "a stream shorter than its Content-Length ends the connection",
    send: [{ send: get("/respond?of=slow&h=content-length:20") }, { closed: true }],
    expect: { framing: "length", body: "one,two,three", complete: false },
  },
  {
    id: "P24.word",
    title: "a Content-Length that is no number is dropped from a stream",
    send: get("/respond?of=slow&h=content-length:abc"),
    expect: { ...chunkedOnce, body: "one,two,three" },
    after: "alive",
  },
  ...["chunked", "gzip", "identity"].map((coding): WireCase => ({
    id: `P25.${coding}`,
    title: `Transfer-Encoding: ${coding} from the handler becomes chunked, once`,
    send: get(`/respond?of=ascii&h=transfer-encoding:${coding}`),
    expect: { ...chunkedOnce, body: "hello" },
    after: "alive",
  })),
  {
    id: "P25.length",
    title: "a Transfer-Encoding from the handler takes the Content-Length away from a stream",
    send: get("/respond?of=slow&h=transfer-encoding:chunked&h=content-length:13"),
    expect: { ...chunkedOnce, body: "one,two,three" },
    after: "alive",
  },
  http10("static", "ascii", "length", "hello"),
  http10("stream", "slow", "close", "one,two,three"),
  reason(200, "OK"),
  reason(404, "Not Found"),
  reason(403, "Forbidden"),
  reason(299, ""),
  reason(599, ""),
  {
    id: "P29.set-cookie",
    title: "several set-cookie stay separate lines, in order",
    send: get("/respond?h=set-cookie:a=1&h=set-cookie:b=2&h=set-cookie:c=3"),
    expect: { headers: { "set-cookie": ["a=1", "b=2", "c=3"] } },
    after: "alive",
  },
  {
    id: "P29.repeated",
    title: "a repeated header stays separate lines, in order",
    send: get("/respond?h=x-a:1&h=x-a:2"),
    expect: { headers: { "x-a": ["1", "2"] } },
    after: "alive",
  },
  {
    id: "P30.latin1",
    title: "latin-1 in a header value is sent as these bytes",
    send: get("/respond?h=x-latin:%C3%A9%C3%BF"),
    expect: { status: 200, headers: { "x-latin": "\xe9\xff" } },
    after: "alive",
  },
  ...(
    [
      ["lf", "a%0Ab"],
      ["cr", "a%0Db"],
      ["nul", "a%00b"],
      ["wide", "%E2%98%83"],
    ] as const
  ).map(([id, value]): WireCase => ({
    id: `P30.${id}`,
    title: `a header value with ${id === "wide" ? "a character beyond latin-1" : id.toUpperCase()} goes to onError as a TypeError`,
    server: "onerror",
    send: get(`/respond?h=x-bad:${value}`),
    expect: { status: 500, json: { kind: "TypeError" } },
    after: "alive",
  })),
  ...["%01", "%1F", "%7F"].map((value): WireCase => ({
    id: `P31.${value.slice(1)}`,
    title: `the control byte ${value.slice(1)} in a header value fails that request alone`,
    send: get(`/respond?h=x-bad:a${value}b`),
    expect: { status: 500, headers: { "x-bad": null } },
    after: "alive",
  })),
  {
    id: "P32.close",
    title: "connection: close from the handler closes after the response",
    send: get("/respond?h=connection:close"),
    expect: { status: 200, body: "hello", headers: { connection: /^close$/i } },
    after: "closed",
  },
  {
    id: "P32.stream",
    title: "connection: close from the handler closes after a stream",
    send: get("/respond?of=slow&h=connection:close"),
    expect: { status: 200, body: "one,two,three", headers: { connection: /^close$/i } },
    after: "closed",
  },
  {
    id: "P32.last",
    title: "after connection: close from the handler no pipelined request is answered",
    send: get("/respond?h=connection:close") + get("/ok"),
    methods: ["GET", "GET"],
    expect: { status: 200, headers: { connection: /^close$/i } },
    after: "closed",
  },
  {
    id: "P33.mutated",
    title: "response.headers may be changed until the response is returned",
    send: get("/mutated"),
    expect: { body: "ok", headers: { "x-late": "yes" } },
    after: "alive",
  },
  {
    id: "P46.trailer",
    title: "a trailer header is passed through",
    send: get("/respond?of=slow&h=trailer:x-sum"),
    expect: { body: "one,two,three", headers: { trailer: "x-sum" } },
    after: "alive",
  },
  {
    id: "P47.large",
    title: "three megabytes arrive uncorrupted",
    send: get("/big?size=3000000"),
    expect: { body: LARGE },
    after: "alive",
    loose: ["body"],
  },
];
