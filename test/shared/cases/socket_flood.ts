/**
 * Clients that send much that costs them little: nobody else may notice (W28, W29, W33).
 *
 * @module
 */
import type { Matcher, WireCase } from "../case.ts";
import { CLOSE, CONTINUATION, PING, PONG, TEXT, closing, frame, reply } from "../frames.ts";
import { socketRow } from "./socket_row.ts";

const endsWith = (bytes: string): Matcher => ({
  says: `bytes that end with ${JSON.stringify(bytes)}`,
  matches: (value) => typeof value === "string" && value.endsWith(bytes),
});

const either = (one: string, other: string): Matcher => ({
  says: "one of two",
  matches: (value) => typeof value === "string" && (value.includes(one) || value.startsWith(other)),
});

const bye = frame(CLOSE, closing(1000));
const byeBack = reply(CLOSE, closing(1000));

/** A message of that many fragments of one byte. */
const fragments = (count: number): string =>
  frame(TEXT, "f", { more: true }) +
  frame(CONTINUATION, "f", { more: true }).repeat(count - 2) +
  frame(CONTINUATION, "f");

export const socketFloodCases: readonly WireCase[] = [
  socketRow("W29.flood", "20,000 pings do not keep a message from coming back", {
    steps: [
      { log: "open" },
      { send: frame(PING, "x").repeat(20_000) + frame(TEXT, "after") },
      { body: reply(TEXT, "after") },
      { call: "/ok" },
      { send: bye },
    ],
    // RFC 6455 5.5.3: pongs for pings that were overtaken may be left out.
    sent: endsWith(byeBack),
    loose: ["body"],
  }),
  socketRow(
    "W29.unread",
    "8 MiB of pings of a client that does not read cost nobody else anything",
    {
      steps: [
        { log: "open" },
        { reading: false },
        { send: frame(PING, "p".repeat(125)).repeat(64_000) },
        { call: "/ok" },
        { reading: true },
        { send: bye },
      ],
      sent: endsWith(byeBack),
      loose: ["body"],
    },
  ),
  socketRow("W28.tiny", "a message of 16,000 fragments of a byte comes back", {
    steps: [
      { log: "open" },
      { send: fragments(16_000) },
      { body: reply(TEXT, "f".repeat(16_000)) },
      { send: bye },
    ],
    sent: reply(TEXT, "f".repeat(16_000)) + byeBack,
  }),
  socketRow("W33.tiny", "one of 100,000 comes back or ends the connection, and nobody else's", {
    steps: [{ log: "open" }, { send: fragments(100_000) + bye }, { call: "/ok" }],
    sent: either(reply(TEXT, "f".repeat(100_000)), "\x88"),
    loose: ["all"],
  }),
  socketRow("W29.pongs", "20,000 pongs that nobody asked for are ignored", {
    steps: [
      { log: "open" },
      { send: frame(PONG, "x").repeat(20_000) + frame(TEXT, "after") },
      { body: reply(TEXT, "after") },
      { send: bye },
    ],
    sent: reply(TEXT, "after") + byeBack,
    log: ["open 1", "message string after", 'close 1000 "" clean 3'],
  }),
];
