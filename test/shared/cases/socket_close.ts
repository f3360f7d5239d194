/**
 * The end of a socket (W31 to W48).
 *
 * @module
 */
import type { Step, WireCase } from "../case.ts";
import { BINARY, CLOSE, PING, TEXT, closing, frame, handshake, reply } from "../frames.ts";
import { oneOf } from "../match.ts";
import { closedWith, socketRow, startsWith } from "./socket_row.ts";

const LOST = ["error ErrorEvent", 'close 1006 "" lost 3'];

/** The server closes on open, the client answers with a code of its own. */
const serverCloses = (
  id: string,
  title: string,
  command: string,
  sent: string,
  log: readonly string[] = ["state 2"],
): WireCase =>
  socketRow(id, title, {
    query: `open=${command}`,
    steps: [{ body: "\x88" }, { send: frame(CLOSE, closing(4010, "peer")) }],
    sent,
    log: ["open 1", ...log, 'close 4010 "peer" clean 3'],
  });

const refusedClose = (
  id: string,
  title: string,
  command: string,
  ...log: readonly (string | RegExp)[]
): WireCase =>
  socketRow(id, title, {
    query: `open=${command}`,
    steps: [{ log: "throws" }, { send: frame(CLOSE, closing(1000)) }],
    sent: reply(CLOSE, closing(1000)),
    log: ["open 1", ...log, 'close 1000 "" clean 3'],
  });

const clientCloses = (code: number, reason = ""): WireCase =>
  socketRow(`W35.${code}`, `the close code ${code} is valid and echoed`, {
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(code, reason)) }],
    sent: startsWith(reply(CLOSE, closing(code, reason))),
    log: ["open 1", `close ${code} ${JSON.stringify(reason)} clean 3`],
  });

const invalidCode = (code: number): WireCase =>
  socketRow(`W35.${code}`, `the close code ${code} is invalid and answered by 1002`, {
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(code)) }],
    sent: closedWith(1002),
    log: ["open 1", ...LOST],
    loose: ["body"],
  });

const idle = (
  id: string,
  title: string,
  steps: readonly Step[],
  sent: string,
  heard: readonly string[] = [],
): WireCase =>
  socketRow(id, title, {
    query: "idle=0.4&quiet=1",
    steps,
    sent,
    log: [
      "open 1",
      ...heard,
      "error ErrorEvent",
      'close 1001 "No response from ping frame." lost 3',
    ],
  });

const PINGED = `\x89\x00`;
const IDLE_CLOSE = reply(CLOSE, closing(1001, "No response from ping frame."));

export const socketCloseCases: readonly WireCase[] = [
  socketRow("W31.echo", "a close frame is echoed, then the connection ends", {
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(4000, "bye")) }],
    sent: reply(CLOSE, closing(4000, "bye")),
    log: ["open 1", 'close 4000 "bye" clean 3'],
  }),
  socketRow("W31.empty", "an empty close frame is 1005, and answered by an empty one", {
    steps: [{ log: "open" }, { send: frame(CLOSE) }],
    sent: reply(CLOSE),
    log: ["open 1", 'close 1005 "" clean 3'],
  }),
  socketRow("W32.half", "the end of a connection without a close frame is an error and 1006", {
    steps: [{ log: "open" }, { half: true }],
    sent: "",
    log: ["open 1", ...LOST],
  }),
  {
    id: "W32.reset",
    title: "so is a reset",
    send: [
      { send: handshake("/ws?key={key}") },
      { log: "open" },
      { reset: true },
      { log: "close" },
    ],
    expect: { status: 101, body: "", complete: oneOf(true, false) },
    log: ["open 1", ...LOST],
  },
  socketRow("W30.order", "an error comes before close, as an ErrorEvent", {
    steps: [{ log: "open" }, { half: true }],
    sent: "",
    log: ["open 1", "error ErrorEvent", /^close /],
  }),
  socketRow("W33.rsv", "a reserved bit is answered by 1002", {
    steps: [{ log: "open" }, { send: frame(TEXT, "x", { rsv: 2 }) }],
    sent: closedWith(1002),
    log: ["open 1", ...LOST],
    loose: ["body"],
  }),
  socketRow("W33.utf8", "text that is not UTF-8 is answered by 1007", {
    steps: [{ log: "open" }, { send: frame(TEXT, "\xff") }],
    sent: closedWith(1007),
    log: ["open 1", ...LOST],
    loose: ["body"],
  }),
  socketRow("W33.large", "a message above the limit is answered by 1009", {
    steps: [
      { log: "open" },
      // The head of a frame of 36 MiB; its bytes never come.
      { send: `\x82\xff\x00\x00\x00\x00\x02\x40\x00\x00\x01\x02\x03\x04` },
    ],
    sent: closedWith(1009),
    log: ["open 1", ...LOST],
    loose: ["body"],
  }),
  socketRow("W34.unmasked", "a frame without a mask is answered by 1002", {
    steps: [{ log: "open" }, { send: frame(TEXT, "x", { unmasked: true }) }],
    sent: closedWith(1002),
    log: ["open 1", ...LOST],
    loose: ["body"],
  }),
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999].map(
    (code) => clientCloses(code),
  ),
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(invalidCode),
  serverCloses("W36.empty", "close() sends an empty close frame", "close", reply(CLOSE)),
  serverCloses(
    "W36.code",
    "close(1000, reason) sends both",
    "close 1000 bye",
    reply(CLOSE, closing(1000, "bye")),
  ),
  serverCloses(
    "W36.again",
    "a second close() is ignored",
    "close 1000 bye,close 4001 no",
    reply(CLOSE, closing(1000, "bye")),
    ["state 2", "state 2"],
  ),
  refusedClose(
    "W37.long",
    "a reason of more than 123 bytes throws, and nothing is sent",
    "long 124",
    /^throws SyntaxError/,
  ),
  ...[999, 1002, 1004, 1005, 1006, 1012, 1015, 2999, 5000].map((code) =>
    refusedClose(
      `W38.${code}`,
      `close(${code}) throws, and nothing is sent`,
      `close ${code}`,
      /^throws InvalidAccessError/,
      "state 1",
    ),
  ),
  ...[1001, 1003, 1007, 1011, 3000, 4999].map((code) =>
    serverCloses(
      `W38.${code}`,
      `close(${code}) is allowed`,
      `close ${code}`,
      reply(CLOSE, closing(code)),
    ),
  ),
  serverCloses(
    "W39.reason",
    "a reason without a code goes out with 1000",
    "reason why",
    reply(CLOSE, closing(1000, "why")),
    [],
  ),
  socketRow("W41.data", "data while closing is ignored until the peer's close", {
    query: "open=close 1000",
    steps: [
      { body: "\x88" },
      { send: frame(TEXT, "late") + frame(BINARY, "late") + frame(PING, "late") },
      { send: frame(CLOSE, closing(4010, "peer")) },
    ],
    sent: startsWith(reply(CLOSE, closing(1000))),
    log: ["open 1", "state 2", 'close 4010 "peer" clean 3'],
    loose: ["body"],
  }),
  socketRow("W42.early", "close() before open takes effect: no open, then the close", {
    query: "early=close 4001 early",
    steps: [{ body: "\x88" }, { send: frame(CLOSE, closing(4001, "early")) }],
    sent: reply(CLOSE, closing(4001, "early")),
    log: ["state 2", 'close 4001 "early" clean 3'],
  }),
  socketRow("W43.open", "close() within onopen works", {
    query: "open=close 4001",
    steps: [{ body: "\x88" }, { send: frame(CLOSE, closing(4001)) }],
    sent: reply(CLOSE, closing(4001)),
    log: ["open 1", "state 2", 'close 4001 "" clean 3'],
  }),
  idle(
    "W46.dropped",
    "a silent peer is pinged after half of the time, and dropped after the other half",
    [],
    PINGED + IDLE_CLOSE,
  ),
  idle(
    "W47.pong",
    "a pong keeps it",
    [{ body: PINGED }, { send: frame(0xa) }, { body: PINGED + PINGED }],
    PINGED + PINGED + IDLE_CLOSE,
  ),
  idle(
    "W47.message",
    "so does a message",
    [{ body: PINGED }, { send: frame(TEXT, "here") }, { body: PINGED + PINGED }],
    PINGED + PINGED + IDLE_CLOSE,
    ["message string here"],
  ),
  socketRow("W45.never", "an idleTimeout of 0 disables it", {
    query: "idle=0",
    steps: [{ log: "open" }, { quiet: 300 }, { send: frame(CLOSE, closing(1000)) }],
    sent: reply(CLOSE, closing(1000)),
    log: ["open 1", 'close 1000 "" clean 3'],
  }),
];
