/**
 * The socket object and its messages (W21 to W30).
 *
 * @module
 */
import { utf8, type WireCase } from "../case.ts";
import { BINARY, CLOSE, PING, PONG, TEXT, closing, frame, reply } from "../frames.ts";
import { chatRow, socketRow } from "./socket_row.ts";

const bye = frame(CLOSE, closing(1000));
const byeBack = reply(CLOSE, closing(1000));

export const socketMessageCases: readonly WireCase[] = [
  chatRow("W22.blob", "binaryType blob gives Blobs", {
    query: "binary=blob",
    steps: [{ send: frame(BINARY, "abc") }],
    sent: reply(BINARY, "abc"),
    log: ["message Blob 3"],
  }),
  chatRow("W22.other", "another binaryType is ignored", {
    query: "binary=other",
    steps: [{ send: frame(BINARY, "abc") }],
    sent: reply(BINARY, "abc"),
    log: ["message ArrayBuffer 3"],
  }),
  socketRow("W23.connecting", "send() before open throws InvalidStateError", {
    query: "early=attempt",
    steps: [{ log: "open" }, { send: bye }],
    sent: byeBack,
    log: ["throws InvalidStateError: 'readyState' not OPEN", "open 1", 'close 1000 "" clean 3'],
  }),
  chatRow("W24.open", "open comes with readyState 1, and protocol is what was selected", {
    query: "protocol=b",
    headers: { "Sec-WebSocket-Protocol": "a, b" },
    steps: [{ send: frame(TEXT, "hi") }],
    sent: reply(TEXT, "hi"),
    log: ["message string hi"],
  }),
  chatRow("W25.kinds", "send() takes buffers and views, and makes text of the rest", {
    query: "open=kinds",
    steps: [],
    sent: [
      reply(BINARY, "ABCD"),
      reply(BINARY, "BC"),
      reply(BINARY, "CD"),
      reply(BINARY, "AB"),
      reply(TEXT, "5"),
      reply(TEXT, "null"),
      reply(TEXT, "undefined"),
      reply(TEXT, `${utf8("\ufffd")}x`),
    ].join(""),
  }),
  chatRow("W25.order", "messages keep their order across Blobs", {
    query: "open=blobs",
    steps: [],
    sent: [
      reply(BINARY, "one"),
      reply(TEXT, "two"),
      reply(BINARY, "three"),
      reply(BINARY, "4"),
    ].join(""),
  }),
  chatRow("W25.mutated", "what is sent is what the bytes were when they were given", {
    query: "open=mutated",
    steps: [],
    sent: reply(BINARY, "a".repeat(70_000)),
  }),
  chatRow("W25.close", "close() after a Blob comes after it", {
    query: "open=blobs",
    steps: [],
    sent: [
      reply(BINARY, "one"),
      reply(TEXT, "two"),
      reply(BINARY, "three"),
      reply(BINARY, "4"),
    ].join(""),
  }),
  socketRow("W27.closing", "send() after close() sends nothing and throws nothing", {
    query: "open=close 4000,send nothing",
    steps: [{ body: "\x88" }, { send: frame(CLOSE, closing(4000)) }],
    sent: reply(CLOSE, closing(4000)),
    log: ["open 1", "state 2", 'close 4000 "" clean 3'],
  }),
  chatRow("W26.written", "bufferedAmount is 0 when what was sent is on its way", {
    query: "open=send hello,bytes 10",
    steps: [{ body: reply(BINARY, "x".repeat(10)) }, { call: "/ws/do?key={key}&do=amount" }],
    sent: reply(TEXT, "hello") + reply(BINARY, "x".repeat(10)),
    log: ["amount 0"],
  }),
  socketRow("W27.amount", "what send() does not send after close() is counted in bytes", {
    query: "open=close 4000,send h%C3%A9llo,bytes 10,amount",
    steps: [{ body: "\x88" }, { send: frame(CLOSE, closing(4000)) }],
    sent: reply(CLOSE, closing(4000)),
    log: ["open 1", "state 2", "amount 16", 'close 4000 "" clean 3'],
  }),
  socketRow("W30.handlers", "onopen and its like are called where they were first set", {
    query: "handlers=1&quiet=1",
    steps: [
      { log: "open" },
      { send: frame(TEXT, "1") + frame(TEXT, "2") },
      { log: "message string 2" },
      { half: true },
    ],
    sent: "",
    log: [
      "first open true",
      "second open",
      "open 1",
      "onmessage string 1",
      "message string 1",
      "message string 2",
      "onerror",
      "error ErrorEvent",
      "before onclose",
      "onclose 1006",
      'close 1006 "" lost 3',
    ],
  }),
  chatRow("W30.message", "a message is a MessageEvent to everybody who looks", {
    query: "event=1",
    steps: [{ send: frame(TEXT, "hi") }],
    sent: reply(TEXT, "hi"),
    log: [
      "message string hi",
      `event ${JSON.stringify({
        name: "MessageEvent",
        tag: "[object MessageEvent]",
        instances: [true, true],
        targets: [true, true],
        rest: ["message", "", "", null, 0, false, false],
      })}`,
    ],
  }),
  chatRow("W28.text", "text is a string", {
    steps: [{ send: frame(TEXT, utf8("héllo €")) }],
    sent: reply(TEXT, utf8("héllo €")),
    log: ["message string héllo €"],
  }),
  chatRow("W28.binary", "binary is an ArrayBuffer", {
    steps: [{ send: frame(BINARY, "\x00\xff\x80") }],
    sent: reply(BINARY, "\x00\xff\x80"),
    log: ["message ArrayBuffer 3"],
  }),
  chatRow("W28.empty", "empty messages are delivered", {
    steps: [{ send: frame(TEXT) + frame(BINARY) }],
    sent: reply(TEXT) + reply(BINARY),
    log: ["message string ", "message ArrayBuffer 0"],
  }),
  chatRow("W28.turns", "what a listener leaves to the microtasks runs before the next message", {
    query: "micro=1",
    steps: [{ send: frame(TEXT, "1") + frame(TEXT, "2") + frame(TEXT, "3") }],
    sent: reply(TEXT, "1") + reply(TEXT, "2") + reply(TEXT, "3"),
    log: ["message string 1", "micro", "message string 2", "micro", "message string 3", "micro"],
  }),
  chatRow("W29.pong", "a ping is answered by a pong of the same payload, without an event", {
    steps: [{ send: frame(PING, "payload") }],
    sent: reply(PONG, "payload"),
    log: [],
  }),
  socketRow("W26.slow", "a slow reader is seen in bufferedAmount, and gets all when it reads", {
    query: "open=bytes 8000000,bytes 8000000",
    steps: [
      { reading: false },
      { log: "open" },
      { call: "/ws/do?key={key}&do=buffered&least=1" },
      { reading: true },
      { received: 16_000_020 },
      { call: "/ws/do?key={key}&do=buffered&most=0" },
      { send: bye },
    ],
    sent: {
      says: "two frames of 8,000,000 bytes and a close frame",
      matches: (value) => value === reply(BINARY, "x".repeat(8_000_000)).repeat(2) + byeBack,
    },
    loose: ["body"],
  }),
  socketRow("W26.cut", "a peer that never reads is cut at the bound", {
    query: "open=flood 1000000 60",
    steps: [{ reading: false }, { log: "flooded" }, { log: "close 1006" }, { reading: true }],
    sent: { says: "a part of it", matches: () => true },
    log: ["open 1", "flooded 2", "error ErrorEvent", 'close 1006 "" lost 3'],
    loose: ["body"],
  }),
];
