/**
 * Section 4 of the contract: handlers that fail, and what onError makes of it.
 *
 * @module
 */
import { get, type Expected, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";

const NOT_A_RESPONSE =
  "Return value from serve handler must be a response or a promise resolving to a response";

/** P06: what a client sees of a failure that nobody answered. */
const PLAIN: Expected = {
  status: 500,
  reason: "Internal Server Error",
  framing: "length",
  body: "Internal Server Error",
  headers: { "content-type": null, "content-length": "21", connection: null },
};

const returns = (what: string, id: string, body: string): WireCase => ({
  id: `P01.${id}`,
  title: `a handler may return ${what}`,
  send: get(`/return?what=${id}`),
  expect: { status: 200, body },
  after: "alive",
});

const refuses = (what: string, id: string): WireCase => ({
  id: `P02.${id}`,
  title: `a handler that returns ${what} goes to onError as a TypeError`,
  server: "onerror",
  send: get(`/return?what=${id}`),
  expect: {
    status: 500,
    headers: { "x-handled": "yes" },
    json: { kind: "TypeError", message: NOT_A_RESPONSE, code: "ERR_RESPONSE_INVALID" },
  },
  after: "alive",
});

const plain = (what: string, id: string, target: string): WireCase => ({
  id: `P06.${id}`,
  title: `${what} gets a plain 500 and the connection stays open`,
  send: get(target),
  expect: PLAIN,
  after: "alive",
});

const fails = (id: string, title: string, target: string, json: object): WireCase => ({
  id,
  title,
  server: "onerror",
  send: get(target),
  expect: { status: 500, headers: { "x-handled": "yes" }, json },
  after: "alive",
});

const lastResort = (what: string, outcome: string): WireCase => ({
  id: `P08.${outcome}`,
  title: `an onError that ${what} gives the plain 500`,
  server: "onerror",
  send: get(`/onerror?outcome=${outcome}`),
  expect: PLAIN,
  after: "alive",
});

const CONSUMED =
  "The body of the Response returned from the serve handler has already been consumed";

export const failureCases: readonly WireCase[] = [
  returns("a promise", "promise", "from a promise"),
  returns("a thenable", "thenable", "from a thenable"),
  returns("an instance of a subclass of Response", "subclass", "from a subclass"),
  refuses("undefined", "undefined"),
  refuses("null", "null"),
  refuses("a string", "string"),
  refuses("a number", "number"),
  refuses("an object", "object"),
  refuses("a promise of undefined", "promiseOfNothing"),
  plain("a handler that throws", "throw", "/throw"),
  plain("a handler that rejects", "reject", "/reject"),
  plain("a handler that throws a string", "throw-string", "/throw?what=string"),
  plain("a handler that throws undefined", "throw-undefined", "/throw?what=undefined"),
  plain("a handler that returns undefined", "return-undefined", "/return?what=undefined"),
  plain("a handler that returns an object", "return-object", "/return?what=object"),
  fails(
    "P03.fake",
    "an object with only the prototype of Response is refused",
    "/return?what=fake",
    {
      kind: "TypeError",
      message:
        /^Return value from serve handler must be a Response constructed via the Response constructor in this realm$/,
    },
  ),
  fails("P04.error", "Response.error() is refused", "/return?what=error", {
    kind: "TypeError",
    message:
      "Return value from serve handler must not be an error response (like Response.error())",
    code: "ERR_RESPONSE_IS_ERROR",
  }),
  fails("P05.used", "a consumed body is refused", "/return?what=used", {
    kind: "TypeError",
    message: CONSUMED,
    code: "ERR_RESPONSE_USED",
  }),
  fails("P05.used-stream", "a consumed stream is refused", "/return?what=usedStream", {
    kind: "TypeError",
    message: CONSUMED,
  }),
  fails("P05.locked", "a locked stream is refused", "/return?what=locked", {
    kind: "TypeError",
    message: /locked/,
    code: "ERR_RESPONSE_LOCKED",
  }),
  fails("P07.string", "onError gets a thrown string unchanged", "/throw?what=string", {
    kind: "string",
    message: "a string",
  }),
  fails("P07.undefined", "onError gets a thrown undefined unchanged", "/throw?what=undefined", {
    kind: "undefined",
    message: "undefined",
  }),
  fails("P07.response", "onError gets a thrown Response unchanged", "/throw?what=response", {
    kind: "Response",
    message: 418,
  }),
  fails("P07.rejected", "onError gets what the handler's promise rejected with", "/reject", {
    kind: "Error",
    message: "thrown",
    self: "undefined",
  }),
  {
    id: "P07.async",
    title: "an async onError's response is sent",
    server: "onerror",
    send: get("/onerror?outcome=async"),
    expect: { status: 503, body: "async" },
    after: "alive",
  },
  lastResort("throws", "throw"),
  lastResort("rejects", "reject"),
  lastResort("returns nothing", "nothing"),
  lastResort("returns Response.error()", "error"),
  lastResort("returns a used response", "used"),
  {
    id: "P11.reused",
    title: "a Response with a body may be used once",
    server: "onerror",
    send: get("/return?what=reused") + get("/return?what=reused"),
    methods: ["GET", "GET"],
    expect: [
      { status: 200, body: "shared" },
      { status: 500, json: { kind: "TypeError", message: CONSUMED } },
    ],
    after: "alive",
  },
  {
    id: "P11.null",
    title: "a Response without a body may be used again and again",
    send: get("/return?what=reusedNull").repeat(3),
    methods: ["GET", "GET", "GET"],
    expect: [1, 2, 3].map(() => ({ status: 200, body: "", headers: { "x-shared": "yes" } })),
    after: "alive",
  },
  fails("P27.600", "status 600 is a RangeError", "/respond?status=600", { kind: "RangeError" }),
  {
    id: "P27.101",
    title: "a 101 that upgradeWebSocket did not make is a handler error",
    server: "onerror",
    send: get("/respond?of=null&status=101"),
    expect: { status: 500, headers: { "x-handled": "yes" }, json: { kind: /^(Range|Type)Error$/ } },
    after: "alive",
    loose: ["body"],
  },
  {
    id: "P45.dead",
    title: "a stream that had failed before it was returned does not bring the server down",
    send: [{ send: get("/return?what=dead") }, { heads: 1 }, { call: "/ok" }],
    // 500 where the host sees it in time, else the cut-off 200 of P42.
    expect: { status: oneOf(200, 500), complete: oneOf(true, false) },
    loose: ["all"],
  },
  {
    id: "P06.head",
    title: "a HEAD whose handler throws gets the same head without the body",
    send: "HEAD /throw HTTP/1.1\r\nHost: example.com\r\n\r\n",
    expect: { ...PLAIN, framing: "none", body: "" },
    after: "alive",
  },
  {
    id: "P10.requests",
    title: "the server answers on other connections after every kind of failure",
    send: [
      { call: "/ok" },
      { send: get("/throw") },
      { responses: 1 },
      { call: "/ok" },
      { send: get("/reject") },
      { responses: 2 },
      { call: "/ok" },
      { send: get("/return?what=undefined") },
      { responses: 3 },
      { call: "/ok" },
      { send: get("/return?what=error") },
      { responses: 4 },
      { call: "/ok" },
    ],
    methods: ["GET", "GET", "GET", "GET"],
    expect: [PLAIN, PLAIN, PLAIN, PLAIN],
    after: "alive",
  },
];
