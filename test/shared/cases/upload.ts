/**
 * Section 2 of the contract: bodies that are refused, late, unread or cut off.
 *
 * @module
 */
import { get, request, soon, type WireCase } from "../case.ts";
import { oneOf, REFUSAL, lacking } from "../match.ts";
import { refused, refusedSomehow } from "./refused.ts";
import { READERS } from "../readers.ts";

const post = (target: string, ...headers: string[]): string =>
  `${["POST " + target + " HTTP/1.1", "Host: example.com", ...headers].join("\r\n")}\r\n\r\n`;

const exposes = (method: string): WireCase => ({
  id: `R32.${method.toLowerCase()}`,
  title: `${method} exposes its body`,
  send: request(method, "/echo", [], "hello"),
  expect: { status: 200, json: { method, body: "hello", bodyIsNull: false } },
  after: "alive",
});

const without = (id: string, what: string, ...headers: string[]): WireCase => ({
  id: `R33.${id}`,
  title: `a POST ${what} has a null body and an empty text`,
  send: post("/echo", ...headers),
  expect: { status: 200, json: { bodyIsNull: true, body: "" } },
  after: "alive",
});

const TYPE = "Content-Type: multipart/form-data; boundary=x";
const FIELD = 'Content-Disposition: form-data; name="a"';

const cutOff = (as: string): WireCase => ({
  id: `R37.${as}`,
  title: `${as} rejects when the client vanishes in the middle of the body`,
  send: [
    { send: `${post(`/read?as=${as}&key={key}`, "Content-Length: 10", TYPE)}{"a` },
    { log: "start" },
    { close: true },
    soon("re"),
  ],
  expect: [],
  log: ["start", "rejected true true"],
});

const framing = (
  id: string,
  title: string,
  headers: string[],
  body = "5\r\nhello\r\n0\r\n\r\n",
): WireCase =>
  refused(`R54.${id}`, `${title} is refused`, post("/x", "X-Mark: {key}", ...headers) + body);

const length = (id: string, value: string): WireCase =>
  refusedSomehow(
    `R56.${id}`,
    `Content-Length: ${value} is refused`,
    `${post("/x", "X-Mark: {key}", `Content-Length: ${value}`)}hello`,
  );

export const uploadCases: readonly WireCase[] = [
  exposes("DELETE"),
  exposes("OPTIONS"),
  exposes("PATCH"),
  exposes("PROPFIND"),
  without("none", "without length or coding"),
  without("zero", "with Content-Length: 0", "Content-Length: 0"),
  {
    id: "R33.empty-chunked",
    title: "an empty chunked body reads as an empty text",
    send: `${post("/echo", "Transfer-Encoding: chunked")}0\r\n\r\n`,
    expect: { status: 200, json: { body: "" } },
    after: "alive",
    loose: ["body"],
  },
  {
    id: "R35.arrival",
    title: "chunks are delivered as they arrive, before the body ends",
    send: [
      { send: post("/chunks?key={key}", "Content-Length: 5") },
      { log: "start" },
      { send: "abc" },
      { log: "chunk abc" },
      { send: "de" },
      { responses: 1 },
    ],
    expect: { json: { size: 5 } },
    log: ["start", "chunk abc", "chunk de"],
    // Deno closes when the end of the body was not there at dispatch; no clause says otherwise.
    loose: ["headers"],
  },
  {
    id: "R36.pressure",
    title: "a handler that does not read makes the client's writes stall",
    send: [
      { send: post("/never?key={key}", "Content-Length: 100000000") },
      { log: "start" },
      { fill: 65_536, most: 32_000_000 },
      { reset: true },
    ],
    expect: [],
  },
  ...READERS.map(cutOff),
  {
    id: "R39.half",
    title: "a half-close in the middle of the body rejects its reader",
    send: [
      { send: `${post("/read?as=text&key={key}", "Content-Length: 10")}abc` },
      { log: "start" },
      { half: true },
      soon("re"),
      { closed: true },
    ],
    expect: { optional: true, status: oneOf(200, REFUSAL) },
    log: ["start", "rejected true true"],
    loose: ["all"],
  },
  {
    id: "R43.chunk",
    title: "a bad chunk after dispatch rejects the reader, and the connection is closed",
    send: [
      { send: `${post("/read?as=text&key={key}", "Transfer-Encoding: chunked")}5\r\nhello\r\n` },
      { log: "start" },
      { send: "zz\r\nhello\r\n0\r\n\r\n" },
      soon("re"),
      { responses: 1 },
    ],
    expect: { status: 200, body: "failed" },
    log: ["start", "rejected true true"],
    after: "closed",
  },
  {
    id: "R44.chunk",
    title: "a bad chunk that is there at dispatch is answered with 400",
    send: `${post("/read?as=text&key={key}", "Transfer-Encoding: chunked")}zz\r\nhello\r\n0\r\n\r\n`,
    expect: { status: 400 },
    after: "closed",
    loose: ["headers", "framing", "body"],
  },
  {
    id: "R44.handler",
    title: "and no handler is called for it",
    send: [
      {
        send: `${post("/read?as=text&key={key}", "Transfer-Encoding: chunked")}zz\r\nhello\r\n0\r\n\r\n`,
      },
      { closed: true },
    ],
    expect: { optional: true, status: REFUSAL },
    log: [],
    loose: ["all"],
  },
  ...([" 5", "5 "] as const).map((size): WireCase => ({
    id: `R44.space-${size === " 5" ? "before" : "behind"}`,
    title: `a chunk whose size has a space ${size === " 5" ? "before" : "behind"} it makes no body`,
    send: [
      {
        send: `${post("/read?as=text&key={key}", "Transfer-Encoding: chunked")}${size}\r\nhello\r\n0\r\n\r\n`,
      },
      { half: true },
      { closed: true },
    ],
    expect: { optional: true, status: oneOf(200, REFUSAL), body: lacking("read") },
    loose: ["all"],
  })),
  {
    id: "R43.unseen",
    title:
      "a bad chunk in the body of a GET, which nobody sees, is not answered beside the request",
    send: [
      { send: `${get("/echo", "Transfer-Encoding: chunked")}zz\r\nhello\r\n0\r\n\r\n` },
      { closed: true },
    ],
    expect: { optional: true, status: oneOf(200, REFUSAL) },
    loose: ["all"],
  },
  {
    id: "R43.unseen-later",
    title: "nor when it comes after the answer",
    send: [
      { send: `${get("/echo", "Transfer-Encoding: chunked")}5\r\nhello\r\n` },
      { responses: 1 },
      { send: "zz\r\nhello\r\n0\r\n\r\n" },
      { closed: true },
    ],
    expect: { status: 200 },
    loose: ["all"],
  },
  ...["Content-Length: 5", "Transfer-Encoding: chunked"].map((framed): WireCase => ({
    id: `R28.behind-${framed.startsWith("C") ? "length" : "chunks"}`,
    title: `what is no request behind a whole body (${framed}) takes nothing from its answer`,
    send: [
      {
        send: `${post("/echo", framed)}${framed.startsWith("C") ? "hello" : "5\r\nhello\r\n0\r\n\r\n"}NO REQUEST AT ALL\r\n\r\n`,
      },
      { responses: 1 },
      { closed: true },
    ],
    methods: ["POST", "GET"],
    expect: [
      { status: 200, json: { body: "hello" } },
      { optional: true, status: REFUSAL },
    ],
    loose: ["all"],
  })),
  {
    id: "R28.head",
    title: "nothing behind a HEAD that was refused is read as a request",
    send: "HEAD /x HTTP/1.1\r\nHost: a b\r\nX-Mark: {key}\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\nX-Mark: {key}\r\n\r\n",
    expect: { status: REFUSAL },
    after: "closed",
    log: [],
    methods: ["HEAD"],
    loose: ["all"],
  },
  {
    id: "R34.unended",
    title: "chunks are no whole body before the empty line that ends them",
    send: [
      {
        send: `${post("/echo", "Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n`,
      },
      { quiet: 100 },
      { send: "\r\n" },
      { responses: 1 },
    ],
    expect: { status: 200 },
    loose: ["all"],
  },
  {
    id: "R34.blank",
    title: "a blank behind the size of a chunk is served or refused, and read as nothing else",
    send: `${post("/echo", "Transfer-Encoding: chunked")}5 \r\nhello\r\n0\r\n\r\n`,
    expect: { status: oneOf(200, REFUSAL), text: /^(?![^]*"body")|"body":"hello"/ },
    loose: ["all"],
  },
  {
    id: "R57.upload",
    title: "a request that comes in the packet that ends the body before it is answered",
    send: [
      { send: post("/echo", "Content-Length: 5") },
      { apart: true },
      { send: `hello${get("/ok")}` },
      { responses: 2 },
    ],
    expect: [{ json: { body: "hello" } }, { body: "ok" }],
    after: "alive",
  },
  {
    id: "R45.json",
    title: "json() of bad JSON rejects with a SyntaxError",
    send: request("POST", "/parse?as=json", [], "{bad"),
    expect: { json: { rejects: "SyntaxError" } },
    after: "alive",
  },
  {
    id: "R45.form-type",
    title: "formData() without a content type rejects with a TypeError",
    send: request("POST", "/parse?as=form", [], "a=1"),
    expect: { json: { rejects: "TypeError" } },
    after: "alive",
  },
  {
    id: "R45.form-bad",
    title: "formData() of a malformed multipart body rejects with a TypeError",
    send: request("POST", "/parse?as=form", [TYPE], "--nothing of the kind"),
    expect: { json: { rejects: "TypeError" } },
    after: "alive",
  },
  {
    id: "R45.form-cut",
    title: "formData() of a multipart body without its last delimiter rejects with a TypeError",
    send: request("POST", "/parse?as=form", [TYPE], `--x\r\n${FIELD}\r\n\r\none\r\n`),
    expect: { json: { rejects: "TypeError" } },
    after: "alive",
  },
  {
    id: "R45.form-whole",
    title: "formData() of a whole multipart body gives the form",
    send: request("POST", "/parse?as=form", [TYPE], `--x\r\n${FIELD}\r\n\r\none\r\n--x--\r\n`),
    expect: { json: { rejects: null } },
    after: "alive",
  },
  {
    id: "R45.form-signal",
    title: "a malformed form is no hang-up: the request's signal does not abort",
    send: request("POST", "/parse?as=form&signal=yes", [TYPE], "--nothing of the kind"),
    expect: { json: { rejects: "TypeError", aborted: false } },
    after: "alive",
  },
  {
    id: "R46.clone",
    title: "clone() has a body of its own, and a used request cannot be read or cloned again",
    send: request("POST", "/clone", [], "hello"),
    expect: {
      json: {
        bodies: ["hello", "hello"],
        same: true,
        again: "TypeError",
        cloneOfUsed: "TypeError",
      },
    },
    after: "alive",
  },
  {
    id: "R48.after",
    title: "method, url and headers stay readable after the response was sent",
    send: [
      { send: request("POST", "/later?key={key}", [], "hello") },
      { responses: 1 },
      { log: "POST" },
    ],
    expect: { body: "later" },
    log: ["start", "body hello", "POST /later example.com"],
  },
  {
    id: "R49.reader",
    title: "a body reader goes on after the response went out, to the last byte",
    send: [
      { send: `${post("/later?key={key}", "Content-Length: 10")}hello` },
      { responses: 1 },
      { send: "world" },
      { log: "POST" },
    ],
    expect: { body: "later" },
    log: ["start", "body helloworld", "POST /later example.com"],
    after: "closed",
  },
  {
    id: "R50.buffered",
    title: "a body that nobody read but that has arrived keeps the connection",
    send: request("POST", "/ignore", [], "hello"),
    expect: { body: "ignored" },
    after: "alive",
  },
  {
    id: "R50.arriving",
    title: "a body that is still arriving ends the connection and is never read as a request",
    send: [
      { send: `${post("/ignore", "Content-Length: 200")}hello` },
      { responses: 1 },
      { send: get("/x", "X-Mark: {key}") },
      { half: true },
    ],
    expect: { body: "ignored", headers: { connection: /^close$/i } },
    log: [],
    after: "closed",
  },
  {
    id: "R52.cancel",
    title: "cancelling the body and answering keeps the connection",
    send: request("POST", "/discard", [], "hello"),
    expect: { body: "discarded" },
    after: "alive",
  },
  ...["100-continue", "100-Continue"].map((value, i): WireCase => ({
    id: `R53.${i === 0 ? "continue" : "case"}`,
    title: `Expect: ${value} is answered with 100 before the body is sent`,
    send: [
      { send: post("/echo", "Content-Length: 5", `Expect: ${value}`) },
      { interims: 1 },
      { send: "hello" },
      { responses: 1 },
    ],
    expect: { status: 200, interims: [100], json: { body: "hello" } },
    loose: ["headers"],
  })),
  {
    id: "R53.no-body",
    title: "Expect: 100-continue without a body gets no 100",
    send: get("/ok", "Expect: 100-continue"),
    expect: { status: 200, interims: [] },
    after: "alive",
  },
  {
    id: "R53.other",
    title: "any other expectation is ignored",
    send: request("POST", "/echo", ["Expect: something"], "hello"),
    expect: { status: 200, interims: [], json: { body: "hello" } },
    after: "alive",
  },
  framing("both", "Content-Length with Transfer-Encoding", [
    "Content-Length: 5",
    "Transfer-Encoding: chunked",
  ]),
  framing("both-reversed", "Transfer-Encoding with Content-Length behind it", [
    "Transfer-Encoding: chunked",
    "Content-Length: 5",
  ]),
  framing("twice", "Transfer-Encoding: chunked, chunked", ["Transfer-Encoding: chunked, chunked"]),
  framing("two", "two lines of Transfer-Encoding", [
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked",
  ]),
  framing("identity", "Transfer-Encoding: identity", ["Transfer-Encoding: identity"], ""),
  framing("unknown", "Transfer-Encoding: xchunked", ["Transfer-Encoding: xchunked"]),
  framing("not-last", "Transfer-Encoding: chunked, gzip", ["Transfer-Encoding: chunked, gzip"]),
  refused(
    "R54.http10",
    "Transfer-Encoding on HTTP/1.0 is refused",
    "POST /x HTTP/1.0\r\nHost: example.com\r\nX-Mark: {key}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  ),
  refused(
    "R55.gzip",
    "Transfer-Encoding: gzip, chunked is refused",
    `${post("/x", "X-Mark: {key}", "Transfer-Encoding: gzip, chunked")}5\r\nhello\r\n0\r\n\r\n`,
    { status: oneOf(400, 501) },
  ),
  ...(["GET", "HEAD"] as const).map((method) =>
    refused(
      `R55.${method.toLowerCase()}`,
      `Transfer-Encoding: gzip, chunked with ${method} is refused`,
      `${method} /x HTTP/1.1\r\nHost: example.com\r\nX-Mark: {key}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      { status: oneOf(400, 501) },
    ),
  ),
  length("negative", "-5"),
  length("plus", "+5"),
  length("hex", "0x5"),
  length("float", "5.0"),
  length("empty", ""),
  length("word", "five"),
  length("space", "5 5"),
  length("comma", "5, 5"),
  length("differing-list", "5, 6"),
  length("huge", "99999999999999999999999"),
  // 2^64 + 5
  length("wrapped", "18446744073709551621"),
  refusedSomehow(
    "R56.differing",
    "two differing Content-Lengths are refused",
    `${post("/x", "X-Mark: {key}", "Content-Length: 5", "Content-Length: 6")}hello`,
  ),
  {
    id: "R56.equal",
    title: "two equal Content-Lengths are accepted or refused",
    send: `${post("/echo", "Content-Length: 5", "Content-Length: 5")}hello`,
    expect: { status: oneOf(200, REFUSAL) },
    after: "either",
    loose: ["all"],
  },
];
