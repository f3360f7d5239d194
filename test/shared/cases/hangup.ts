/**
 * `request.signal` and `info.completed` (sections 2 and 3 of the contract).
 *
 * @module
 */
import { get, request, soon, type Step, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";

const push = (order: string): Step => ({ call: `/push?key={key}&do=${order}` });

const pending = (id: string, title: string, leave: Step): WireCase => ({
  id: `R60.${id}`,
  title,
  send: [{ send: get("/never?watch=signal&key={key}") }, { log: "start" }, leave, soon("abort")],
  expect: [],
  log: ["start", /^abort /],
});

const REASON = "abort AbortError: The request has been cancelled.";
const LOST = "interrupted Interrupted: HTTP response was not sent successfully";

export const hangupCases: readonly WireCase[] = [
  pending("close", "signal aborts when the client closes while the handler is pending", {
    close: true,
  }),
  pending("reset", "signal aborts when the client resets while the handler is pending", {
    reset: true,
  }),
  pending("half", "signal aborts when the client half-closes while the handler is pending", {
    half: true,
  }),
  {
    id: "R60.posted",
    title: "signal aborts when the client closes while its body lies there unread",
    send: [
      {
        send: "POST /never?watch=signal&key={key} HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n\r\nhello",
      },
      { log: "start" },
      { reset: true },
      soon("abort"),
    ],
    expect: [],
    log: ["start", /^abort /],
  },
  {
    id: "R60.queued",
    title: "signal aborts for every request that waits on the connection when the client closes",
    send: [
      { send: get("/never?watch=signal&key={key}") + get("/never?watch=signal&key={key}") },
      { log: "start" },
      { quiet: 20 },
      { close: true },
      soon("abort"),
    ],
    expect: [],
    log: ["start", "start", /^abort /, /^abort /],
  },
  {
    id: "R60.stream",
    title: "signal aborts when the client leaves a stream that is being written",
    send: [
      { send: get("/ticks?watch=signal&key={key}") },
      { body: "tick\n" },
      { reset: true },
      soon("abort"),
      soon("cancel"),
    ],
    expect: { status: 200, complete: false },
    loose: ["body"],
  },
  ...(["close", "half"] as const).map((how): WireCase => ({
    id: `R60.stream-${how}`,
    title: `signal aborts when the client ${how === "close" ? "closes" : "half-closes"} while a stream is being written`,
    send: [
      { send: get("/ticks?watch=signal&key={key}") },
      { body: "tick\n" },
      how === "close" ? { close: true } : { half: true },
      soon("abort"),
      soon("cancel"),
    ],
    expect: { status: 200, complete: oneOf(true, false) },
    loose: ["all"],
  })),
  {
    id: "R61.code",
    title: "it is a DOMException with the code 20, and there as soon as signal is aborted",
    send: [
      { send: get("/never?watch=reason&key={key}") },
      { log: "start" },
      { reset: true },
      { log: "reason" },
    ],
    expect: [],
    log: ["start", "reason true 20 true"],
  },
  {
    id: "R61.reason",
    title: "the reason of the abort is an AbortError that says the request was cancelled",
    send: [
      { send: get("/never?watch=signal&key={key}") },
      { log: "start" },
      { reset: true },
      soon("abort"),
    ],
    expect: [],
    log: ["start", REASON],
  },
  {
    id: "R62.static",
    title: "signal never aborts after a response that was delivered",
    send: [
      { send: get("/hello?watch=signal&key={key}") },
      { responses: 1 },
      { quiet: 50 },
      { half: true },
      { closed: true },
    ],
    expect: { body: "Hello, World!" },
    log: [],
  },
  {
    id: "R62.stream",
    title: "signal never aborts after a stream that was delivered",
    send: [
      { send: get("/stream?watch=signal&key={key}") },
      push("chunk%20one"),
      push("end"),
      { responses: 1 },
      { quiet: 50 },
      { half: true },
      { closed: true },
    ],
    expect: { body: "one" },
    log: ["start"],
  },
  {
    id: "R62.upload",
    title: "nor when the client leaves an upload behind whose answer it has",
    send: [
      { send: request("POST", "/ignore?watch=signal&key={key}", ["Content-Length: 10"]) },
      { send: "abc" },
      { responses: 1 },
      { reset: true },
      { call: "/wait?ms=50" },
    ],
    expect: { body: "ignored" },
    log: [],
  },
  {
    id: "R64.body",
    title: "a client loss noticed while the body is read aborts signal too",
    send: [
      {
        send: "POST /read?as=text&watch=signal&key={key} HTTP/1.1\r\nHost: example.com\r\nContent-Length: 9\r\n\r\nabc",
      },
      { log: "start" },
      { close: true },
      soon("abort"),
      { log: "rejected" },
    ],
    expect: [],
  },
  {
    id: "R64.chunked",
    title: "so does one noticed between chunks",
    send: [
      {
        send: "POST /read?as=text&watch=signal&key={key} HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      },
      { log: "start" },
      { close: true },
      soon("abort"),
      { log: "rejected" },
    ],
    expect: [],
  },
  {
    id: "I04.static",
    title: "completed resolves undefined after a response was sent",
    send: [
      { send: get("/hello?watch=completed&key={key}") },
      { responses: 1 },
      { log: "completed" },
    ],
    expect: { body: "Hello, World!" },
    log: ["completed undefined"],
    after: "alive",
  },
  {
    id: "I04.stream",
    title: "completed resolves after the last byte of a stream, not before",
    send: [
      { send: get("/stream?watch=completed&key={key}") },
      push("chunk%20one"),
      { body: "one" },
      { quiet: 30 },
      push("end"),
      { responses: 1 },
      { log: "completed" },
    ],
    expect: { body: "one" },
    log: ["start", "completed undefined"],
    after: "alive",
  },
  {
    id: "I06.vanished",
    title: "completed rejects with Interrupted when the client left a stream",
    send: [
      { send: get("/ticks?watch=completed&key={key}") },
      { body: "tick\n" },
      { reset: true },
      { log: LOST },
    ],
    expect: { complete: false },
    loose: ["body"],
  },
  {
    id: "I06.failed",
    title: "completed rejects with Interrupted when the body failed",
    send: [
      { send: get("/stream?watch=completed&key={key}") },
      push("chunk%20one"),
      { body: "one" },
      push("error"),
      { closed: true },
      { log: LOST },
    ],
    expect: { complete: false },
  },
  {
    id: "I07.before",
    title: "completed rejects too when the client left before the handler returned",
    send: [
      { send: get("/handler?watch=completed&key={key}") },
      { log: "start" },
      { reset: true },
      push("return"),
      { log: LOST },
    ],
    expect: [],
  },
];
