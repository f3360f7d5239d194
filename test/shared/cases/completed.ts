/**
 * Section 3 of the contract: when `info.completed` settles, and how, for every kind of response.
 *
 * @module
 */
import { get, request, type Step, type WireCase } from "../case.ts";

const push = (order: string): Step => ({ call: `/push?key={key}&do=${order}` });
const LOST = "interrupted Interrupted: HTTP response was not sent successfully";
const DONE = "completed undefined";
const WATCHED = "watch=completed&key={key}";

const resolves = (
  id: string,
  what: string,
  send: string,
  more: Partial<WireCase> = {},
): WireCase => ({
  id: `I04.${id}`,
  title: `completed resolves undefined after ${what}`,
  send: [{ send }, { responses: 1 }, { log: "completed" }],
  expect: {},
  log: [DONE],
  ...more,
});

export const completedCases: readonly WireCase[] = [
  resolves("null", "a response without a body", get(`/respond?of=null&${WATCHED}`)),
  resolves("204", "a 204", get(`/respond?of=null&status=204&${WATCHED}`)),
  // How a stream is framed is P15's and P23's.
  resolves("empty", "a stream that ends at once", get(`/respond?of=emptyStream&${WATCHED}`), {
    loose: ["headers", "framing"],
  }),
  resolves("blob", "a Blob", get(`/respond?of=blob&${WATCHED}`), { loose: ["framing"] }),
  resolves("head", "a HEAD", request("HEAD", `/hello?${WATCHED}`), { methods: ["HEAD"] }),
  resolves("upload", "the response to a body", request("POST", `/hello?${WATCHED}`, [], "hello")),
  resolves("failed", "the response of a handler that threw", get(`/throw?${WATCHED}`), {
    expect: { status: 500 },
  }),
  resolves("onerror", "the response of onError", get(`/throw?${WATCHED}`), {
    server: "onerror",
    expect: { status: 500, headers: { "x-handled": "yes" } },
  }),
  resolves("refused", "the 500 for what is no response", get(`/return?what=object&${WATCHED}`), {
    expect: { status: 500 },
  }),
  resolves(
    "encoded",
    "a body that was compressed",
    request("GET", `/coded?of=string&n=1000&${WATCHED}`, ["Accept-Encoding: gzip"]),
    { server: "compress", expect: { status: 200 }, loose: ["body", "framing", "headers"] },
  ),
  resolves(
    "encoded-stream",
    "a stream that was compressed",
    request("GET", `/stream?${WATCHED}`, ["Accept-Encoding: gzip"]),
    {
      server: "compress",
      send: [
        {
          send: request("GET", `/stream?${WATCHED}`, ["Accept-Encoding: gzip"]),
        },
        push("chunk%20one"),
        { decoded: "one" },
        { quiet: 30 },
        push("end"),
        { responses: 1 },
        { log: "completed" },
      ],
      expect: { decoded: "one" },
      log: ["start", DONE],
      loose: ["body", "framing", "headers"],
    },
  ),
  {
    id: "I04.head-stream",
    title: "completed resolves after a HEAD of a stream, which is not sent",
    send: [
      { send: request("HEAD", `/ticks?${WATCHED}`) },
      { responses: 1 },
      { log: "completed" },
      { log: "cancel" },
    ],
    methods: ["HEAD"],
    expect: { status: 200 },
    loose: ["headers"],
  },
  {
    id: "I04.cut",
    title: "completed resolves for a stream that was cut to its Content-Length",
    send: [
      { send: get(`/ticks?h=content-length:12&${WATCHED}`) },
      { responses: 1 },
      { log: "completed" },
    ],
    expect: { body: "tick\ntick\nti" },
    loose: ["headers", "framing", "log"],
  },
  {
    id: "I04.pipelined",
    title: "completed of a response that waits behind another resolves as well",
    send: [
      { send: get("/wait?ms=30") + get(`/hello?${WATCHED}`) },
      { responses: 2 },
      { log: "completed" },
    ],
    methods: ["GET", "GET"],
    expect: [{ body: "waited" }, { body: "Hello, World!" }],
    log: [DONE],
  },
  {
    id: "I05.late",
    title: "completed of a large body resolves at the latest when all of it was read",
    send: [
      { send: get(`/big?size=8000000&${WATCHED}`) },
      { heads: 1 },
      { reading: false },
      { call: "/wait?ms=100" },
      { reading: true },
      { responses: 1 },
      { log: "completed" },
    ],
    expect: { headers: { "content-length": "8000000" } },
    log: [DONE],
    loose: ["headers", "body"],
  },
  {
    id: "I05.left",
    title: "completed of a large body settles when the client leaves without reading it",
    send: [
      { send: get(`/big?size=12000000&${WATCHED}`) },
      { heads: 1 },
      { reading: false },
      { call: "/wait?ms=50" },
      { reset: true },
      { log: "" },
    ],
    expect: { complete: false },
    log: [/^(completed undefined|interrupted Interrupted: .*)$/],
    loose: ["headers", "body", "log"],
  },
  {
    id: "I06.short",
    title: "completed rejects with Interrupted when a stream was shorter than its Content-Length",
    send: [
      { send: get(`/respond?of=slow&h=content-length:20&${WATCHED}`) },
      { closed: true },
      { log: "interrupted" },
    ],
    expect: { complete: false },
    log: [LOST],
    loose: ["headers", "framing"],
  },
  {
    id: "I06.chunk",
    title: "completed rejects with Interrupted when a chunk could not be sent",
    send: [
      { send: get(`/wrong?chunk=string&${WATCHED}`) },
      { closed: true },
      { log: "interrupted" },
    ],
    expect: { complete: false },
    log: [LOST],
  },
  {
    id: "I06.first",
    title: "completed rejects with Interrupted when the body failed before its first chunk",
    send: [
      { send: get(`/stream?${WATCHED}`) },
      { log: "start" },
      push("error"),
      { closed: true },
      { log: "interrupted" },
    ],
    // Whether its head had been sent is P42's.
    expect: { complete: false, optional: true },
    log: ["start", LOST],
    loose: ["all"],
  },
  {
    id: "I06.idle",
    title: "completed rejects with Interrupted when the client closed an idle stream",
    send: [
      { send: get(`/stream?${WATCHED}`) },
      push("chunk%20one"),
      { body: "one" },
      { close: true },
      { log: "interrupted" },
    ],
    expect: { complete: false },
    loose: ["log"],
  },
  {
    id: "I06.encoded",
    title: "completed rejects with Interrupted when a body failed that was compressed",
    server: "compress",
    send: [
      { send: request("GET", `/stream?${WATCHED}`, ["Accept-Encoding: gzip"]) },
      push("chunk%20one"),
      { decoded: "one" },
      push("error"),
      { closed: true },
      { log: "interrupted" },
    ],
    expect: { complete: false },
    loose: ["body", "framing", "headers", "log"],
  },
  {
    id: "I07.stream",
    title: "completed rejects when the client left before the handler returned a stream",
    send: [
      { send: get(`/handler?return=stream&${WATCHED}`) },
      { log: "start" },
      { reset: true },
      push("return"),
      { log: LOST },
    ],
    expect: [],
    loose: ["log"],
  },
  {
    id: "I07.throws",
    title: "completed rejects when the client left before the handler threw",
    server: "onerror",
    send: [
      { send: get(`/left?${WATCHED}`) },
      { log: "start" },
      { reset: true },
      { log: "onError" },
      { log: LOST },
    ],
    expect: [],
    loose: ["log"],
  },
];
