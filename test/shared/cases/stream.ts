/**
 * Section 4 of the contract: streams that take their time, and clients that do not wait.
 *
 * @module
 */
import { get, soon, type WireCase } from "../case.ts";

const push = (chunk: string): { call: string } => ({ call: `/push?key={key}&chunk=${chunk}` });
const END = { call: "/push?key={key}&do=end" } as const;

/** What `/sizes` gives of them. */
function letters(sizes: readonly number[]): string {
  return sizes.map((size, i) => String.fromCharCode(97 + (i % 26)).repeat(size)).join("");
}

/** About the bounds at which a server may treat chunks differently, and repeats of each. */
const SIZES = [
  1, 15, 16, 255, 256, 1, 1023, 1024, 1024, 2047, 2048, 2049, 2049, 2049, 4096, 2, 4096, 16383,
  16384, 16384, 16385, 3, 65535, 65536, 65536, 1, 2049,
];

export const streamCases: readonly WireCase[] = [
  ...["", "&apart=1"].flatMap((apart): WireCase[] => [
    {
      id: apart === "" ? "P35.sizes" : "P35.sizes-apart",
      title: `chunks of all sizes arrive whole and in order, ${apart === "" ? "given at once" : "each later than the one before"}`,
      send: get(`/sizes?of=${SIZES.join(",")}${apart}`),
      expect: { status: 200, framing: "chunked", body: letters(SIZES) },
      after: "alive",
    },
    {
      id: apart === "" ? "P23.sizes" : "P23.sizes-apart",
      title: `so do those of a stream with a Content-Length, ${apart === "" ? "given at once" : "each later than the one before"}`,
      send: get(`/sizes?of=${SIZES.join(",")}${apart}&h=content-length:${letters(SIZES).length}`),
      expect: { status: 200, framing: "length", body: letters(SIZES) },
      after: "alive",
    },
    {
      id: apart === "" ? "P26.sizes" : "P26.sizes-apart",
      title: `so do they for HTTP/1.0, ${apart === "" ? "given at once" : "each later than the one before"}`,
      send: `GET /sizes?of=${SIZES.join(",")}${apart} HTTP/1.0\r\nHost: a\r\n\r\n`,
      expect: { status: 200, framing: "close", body: letters(SIZES) },
      after: "closed",
    },
  ]),
  {
    id: "R57.streams",
    title: "streams that are pipelined behind others come in order",
    send: [
      {
        send: get("/stream?key={key}") + get("/sizes?of=3,5000") + get("/ok") + get("/sizes?of=2"),
      },
      push("one"),
      { body: "one" },
      push("two"),
      { body: "onetwo" },
      END,
      { responses: 4 },
    ],
    methods: ["GET", "GET", "GET", "GET"],
    expect: [
      { status: 200, framing: "chunked", body: "onetwo" },
      { status: 200, framing: "chunked", body: letters([3, 5000]) },
      { status: 200, body: "ok" },
      { status: 200, framing: "chunked", body: "aa" },
    ],
    after: "alive",
    log: ["start"],
  },
  {
    id: "P34.head",
    title: "the head is sent before the first chunk exists",
    send: [
      { send: get("/stream?key={key}") },
      { heads: 1 },
      { quiet: 30 },
      push("one"),
      { body: "one" },
      END,
      { responses: 1 },
    ],
    expect: { status: 200, framing: "chunked", body: "one" },
    after: "alive",
    log: ["start"],
  },
  {
    id: "P35.chunks",
    title: "each chunk reaches the client without waiting for the next",
    send: [
      { send: get("/stream?key={key}") },
      push("one"),
      { body: "one" },
      push("two"),
      { body: "onetwo" },
      push("three"),
      { body: "onetwothree" },
      END,
      { responses: 1 },
    ],
    expect: { status: 200, framing: "chunked", body: "onetwothree" },
    after: "alive",
    log: ["start"],
  },
  {
    id: "P36.writing",
    title: "a hang-up cancels a stream that is being written",
    send: [
      { send: get("/ticks?key={key}") },
      { body: "tick\ntick\n" },
      { close: true },
      soon("cancel"),
    ],
    expect: { status: 200, complete: false },
    log: ["start", /^cancel/],
    loose: ["body"],
  },
  {
    id: "P36.reason",
    title: 'the reason of the cancel is "resource closed"',
    send: [
      { send: get("/ticks?key={key}") },
      { body: "tick\n" },
      { close: true },
      soon("cancel"),
      // Once: nothing more comes.
      { call: "/wait?ms=50" },
    ],
    expect: { status: 200, complete: false },
    log: ["start", "cancel resource closed"],
    loose: ["body"],
  },
  {
    id: "P36.reset",
    title: "a reset cancels a stream that is being written",
    send: [
      { send: get("/ticks?key={key}") },
      { body: "tick\ntick\n" },
      { reset: true },
      soon("cancel"),
    ],
    expect: { status: 200, complete: false },
    log: ["start", /^cancel/],
    loose: ["body"],
  },
  {
    id: "P36.idle",
    title: "a hang-up cancels a stream that is idle",
    send: [
      { send: get("/stream?key={key}") },
      push("one"),
      { body: "one" },
      { close: true },
      soon("cancel"),
    ],
    expect: { status: 200, complete: false, body: "one" },
    log: ["start", /^cancel/],
  },
  {
    id: "P36.idle-reset",
    title: "a reset cancels a stream that is idle",
    send: [
      { send: get("/stream?key={key}") },
      push("one"),
      { body: "one" },
      { reset: true },
      soon("cancel"),
    ],
    expect: { status: 200, complete: false, body: "one" },
    log: ["start", /^cancel/],
  },
  {
    id: "P37.writer",
    title: "a hang-up rejects the writer of a TransformStream: its write and its closed",
    send: [
      { send: get("/writer?key={key}") },
      { body: "tick\n" },
      { reset: true },
      soon("write"),
      soon("closed"),
    ],
    expect: { status: 200, complete: false },
    loose: ["all"],
  },
  {
    id: "P37.reason",
    title: 'with the reason of the cancel, "resource closed", both of them',
    send: [
      { send: get("/writer?key={key}") },
      { body: "tick\n" },
      { reset: true },
      soon("write resource closed"),
      soon("closed resource closed"),
    ],
    expect: { status: 200, complete: false },
    loose: ["all"],
  },
  {
    id: "P38.late",
    title: "a stream that was returned after the client left is cancelled",
    send: [
      { send: get("/late?key={key}") },
      { log: "start" },
      { reset: true },
      { log: "left" },
      soon("cancel"),
    ],
    expect: [],
    log: ["start", "left", "cancel"],
  },
  {
    id: "P39.pressure",
    title: "a client that does not read stalls the source",
    send: [
      { send: get("/endless?key={key}") },
      { heads: 1 },
      { reading: false },
      { call: "/wait?ms=500" },
      { reset: true },
      { log: "cancel" },
    ],
    expect: { status: 200, complete: false },
    log: [/^cancel/],
    loose: ["body"],
  },
  {
    id: "P40.bound",
    title: "of small chunks too no more is pulled ahead than what is buffered",
    send: [
      { send: get("/endless?size=1024&key={key}") },
      { heads: 1 },
      { reading: false },
      { call: "/wait?ms=800" },
      { reset: true },
      { log: "cancel" },
    ],
    expect: { status: 200, complete: false },
    log: [/^cancel/],
    loose: ["body"],
  },
  {
    id: "P41.error",
    title: "a stream that fails ends the connection without a terminator",
    send: [
      { send: get("/stream?key={key}") },
      push("one"),
      { body: "one" },
      { call: "/push?key={key}&do=error" },
      { closed: true },
      { call: "/ok" },
    ],
    expect: { status: 200, framing: "chunked", body: "one", complete: false },
    log: ["start"],
  },
  {
    id: "P41.at-once",
    title: "what came before the failure is delivered, also in the same turn",
    send: [{ send: get("/failing?key={key}") }, { body: "good" }, { closed: true }],
    expect: { status: 200, framing: "chunked", body: "good", complete: false },
  },
  {
    id: "P41.length",
    title: "a stream that fails under a Content-Length ends the connection early",
    send: [
      { send: get("/stream?h=content-length:20&key={key}") },
      push("one"),
      { body: "one" },
      { call: "/push?key={key}&do=error" },
      { closed: true },
    ],
    expect: { status: 200, framing: "length", body: "one", complete: false },
  },
  {
    id: "P42.first",
    title: "a stream that fails before its first chunk still sends the head",
    send: [
      { send: get("/stream?key={key}") },
      { heads: 1 },
      { call: "/push?key={key}&do=error" },
      { closed: true },
    ],
    expect: { status: 200, framing: "chunked", body: "", complete: false },
  },
  ...["string", "arrayBuffer", "dataView", "uint16", "number", "null"].map((chunk): WireCase => ({
    id: `P43.${chunk}`,
    title: `a chunk that is ${chunk} fails the stream`,
    send: [{ send: get(`/wrong?chunk=${chunk}`) }, { body: "good" }, { closed: true }],
    expect: { status: 200, framing: "chunked", body: "good", complete: false },
  })),
  {
    id: "P44.duplex",
    title: "new Response(request.body) echoes chunk by chunk",
    send: [
      { send: "POST /duplex HTTP/1.1\r\nHost: example.com\r\nContent-Length: 6\r\n\r\none" },
      { body: "one" },
      { send: "two" },
      { responses: 1 },
    ],
    expect: { status: 200, body: "onetwo" },
    loose: ["headers", "framing"],
  },
];
