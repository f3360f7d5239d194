/**
 * Sections 2 to 4 of the contract: what happens to exchanges that go wrong, told from both ends.
 *
 * @module
 */
import { get, request, soon, type Step, type WireCase } from "../case.ts";
import { oneOf, REFUSAL } from "../match.ts";

const push = (order: string): Step => ({ call: `/push?key={key}&do=${order}` });
const post = (target: string, ...headers: string[]): string =>
  `${["POST " + target + " HTTP/1.1", "Host: example.com", ...headers].join("\r\n")}\r\n\r\n`;

/** R38: what the reader of a body rejects with when the client vanishes. */
const OWN_ERROR = new RegExp(
  `^reason (?:${[
    "AbortError: The request has been cancelled\\. the same$", // Node.js
    "AbortError: The connection was closed\\. ", // Bun
    "Error: Network connection lost\\. ", // Workers
    "(?:BadResource|Http): ", // Deno
  ].join("|")})`,
);

export const moreCases: readonly WireCase[] = [
  {
    id: "P09.left",
    title: "onError is called too when the handler throws after the client left",
    server: "onerror",
    send: [
      { send: get("/left?key={key}") },
      { log: "start" },
      { reset: true },
      { log: "throws" },
      { log: "onError" },
    ],
    expect: [],
    log: ["start", "throws", "onError after the client left"],
  },
  ...["", "h=content-length:20&"].map((query): WireCase => ({
    id: query === "" ? "P41.onerror" : "P41.onerror-length",
    title: `onError is called once for a stream that fails${query === "" ? "" : " under a Content-Length"}, and its result is unused`,
    server: "onerror",
    send: [
      { send: get(`/stream?${query}key={key}`) },
      push("chunk%20one"),
      { body: "one" },
      push("error"),
      { closed: true },
      { log: "onError" },
      { call: "/ok" },
    ],
    expect: { status: 200, body: "one", complete: false },
    log: ["start", "onError told to fail"],
    // Whether the length stays is P23's.
    loose: ["headers", "framing"],
  })),
  {
    id: "P38.unwatched",
    title:
      "a stream that is returned after the client left is cancelled, though nobody looked at the signal",
    send: [
      { send: get("/handler?return=stream&key={key}") },
      { log: "start" },
      { close: true },
      push("return"),
      { log: "returns" },
      { log: "cancel" },
    ],
    expect: [],
    loose: ["log"],
  },
  {
    id: "P44.chunked",
    title: "new Response(request.body) echoes a chunked body chunk by chunk, both ways open",
    send: [
      { send: `${post("/duplex", "Transfer-Encoding: chunked")}3\r\none\r\n` },
      { body: "one" },
      { send: "3\r\ntwo\r\n" },
      { body: "onetwo" },
      { send: "0\r\n\r\n" },
      { responses: 1 },
    ],
    expect: { status: 200, body: "onetwo" },
    loose: ["headers", "framing"],
  },
  {
    id: "R36.reader",
    title: "a reader that stops after one chunk makes the client's writes stall",
    send: [
      { send: `${post("/first?key={key}", "Content-Length: 100000000")}some` },
      { log: "first" },
      { fill: 65_536, most: 32_000_000 },
      { reset: true },
    ],
    expect: [],
  },
  {
    id: "R38.error",
    title: "the rejection is the host's own error; on Node.js that which aborts signal",
    send: [
      { send: `${post("/read?as=text&tell=reason&key={key}", "Content-Length: 10")}abc` },
      { log: "start" },
      { close: true },
      { log: "rejected" },
      { log: "reason" },
    ],
    expect: [],
    log: ["start", "rejected true true", OWN_ERROR],
  },
  ...[{ half: true } as const, { reset: true } as const].map((leave): WireCase => {
    const how = "half" in leave ? "half" : "reset";
    return {
      id: `R38.${how}`,
      title: `so it is when the client ${how === "half" ? "half-closes" : "resets the connection"}`,
      send: [
        { send: `${post("/read?as=text&tell=reason&key={key}", "Content-Length: 10")}abc` },
        { log: "start" },
        leave,
        { log: "rejected" },
        { log: "reason" },
      ],
      expect: how === "half" ? { optional: true, status: oneOf(200, REFUSAL) } : [],
      log: ["start", "rejected true true", OWN_ERROR],
      loose: ["all"],
    };
  }),
  {
    id: "R40.sink",
    title: "pipeTo rejects when the client vanishes, and the sink's abort gets the same error",
    send: [
      { send: `${post("/sink?key={key}", "Content-Length: 10")}abc` },
      { log: "start" },
      { close: true },
      soon("the same"),
    ],
    expect: [],
    log: ["start", "abort", "the same"],
  },
  {
    id: "R48.unread",
    title: "method, headers, address and signal can be looked at first after the response was sent",
    send: [
      { send: request("POST", "/afterwards?key={key}", ["X-Sent: yes"], "hello") },
      { responses: 1 },
      { log: "POST" },
    ],
    expect: { body: "first" },
    loose: ["log"],
  },
  {
    id: "R48.body",
    title: "a body that had arrived can be read first after the response was sent",
    send: [
      { send: request("POST", "/afterwards?key={key}", ["X-Sent: yes"], "hello") },
      { responses: 1 },
      { log: "body" },
    ],
    expect: { body: "first" },
    log: ["POST yes tcp false", "body hello"],
  },
  {
    id: "R48.body-used",
    title: "such a body can be read once: it is used then, and a second reading is a TypeError",
    send: [
      { send: request("POST", "/afterwards?key={key}&twice=yes", ["X-Sent: yes"], "hello") },
      { responses: 1 },
      { log: "again" },
    ],
    expect: { body: "first" },
    log: ["POST yes tcp false", "body hello", "used false true", "again TypeError"],
  },
  {
    id: "R51.discard",
    title: "megabytes that nobody reads are discarded or cut off, and never read as a request",
    send: [
      { send: post("/ignore", "Content-Length: 50000000") },
      { responses: 1 },
      ...[1, 2, 3, 4].map(() => ({ send: ".".repeat(1_000_000) })),
      { send: get("/x", "X-Mark: {key}") },
      { half: true },
      { closed: true },
    ],
    expect: { status: oneOf(200, REFUSAL) },
    log: [],
    loose: ["all"],
  },
  {
    id: "I08.unhandled",
    title: "a completed that nobody asked for does not end the process when the client leaves",
    send: [
      { send: get("/ticks?key={key}") },
      { body: "tick\n" },
      { reset: true },
      { log: "cancel" },
      { call: "/wait" },
      { call: "/ok" },
    ],
    expect: { complete: false },
    loose: ["body"],
  },
  {
    id: "I08.pending",
    title: "nor when the client leaves before the handler has returned",
    send: [
      { send: get("/handler?key={key}") },
      { log: "start" },
      { close: true },
      push("return"),
      { log: "returns" },
      { call: "/wait" },
      { call: "/ok" },
    ],
    expect: [],
  },
  {
    id: "E07.task",
    title: "a promise given to waitUntil runs to its end after the response, on every host",
    send: [{ send: get("/task?key={key}") }, { responses: 1 }, { log: "done" }],
    expect: { body: "begun" },
    log: ["done"],
  },
];
