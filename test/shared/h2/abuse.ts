/**
 * Rows about clients that mean harm: their connection ends, the server goes on.
 *
 * @module
 */
import { begin, complain, data, type FrameCase, livesOn, same, wait } from "./case.ts";
import {
  ACK,
  block,
  CANCEL,
  CONTINUATION,
  END_STREAM,
  frame,
  get,
  head,
  HEADERS,
  PING,
  reset,
  setting,
  SETTINGS,
} from "./frames.ts";

/** How much of a flood is sent at once; in between the server can hang up. */
const PIECE = 200;

/** Sends so many frames; the connection ends, another one lives on with what is under way on it. */
const flood = (
  id: string,
  title: string,
  round: (i: number) => string,
  rounds: number,
  before = "",
): FrameCase => ({
  id,
  title: `${title} ends the connection, and no other`,
  async run({ frames, another, key, push, log }) {
    const other = another();
    other.open(get(1, `/handler?key=${key}`));
    await log("start");
    frames.open();
    await frames.until(SETTINGS);
    frames.send(frame(SETTINGS, ACK, 0), before);
    for (let i = 0; i < rounds && !frames.closed; i += PIECE) {
      frames.send(Array.from({ length: PIECE }, (_, j) => round(i + j)).join(""));
      await wait(5);
    }
    const ended = await frames.ended();
    await push("end");
    await other.when(() => other.body(1).ended);
    return [
      ...complain(!ended, "the connection outlived the flood"),
      ...same("what another connection waited for", other.body(1).text, "at last"),
      ...(await livesOn(other, 3)),
    ];
  },
});

export const abuseRows: readonly FrameCase[] = [
  flood(
    "H08.rapid-reset",
    "thousands of streams that are opened and reset",
    (i) => get(2 * i + 1, "/never") + reset(2 * i + 1, CANCEL),
    20_000,
  ),
  flood(
    "H08.ignored",
    "opening streams far beyond the limit, whatever is said to it,",
    (i) => get(2 * i + 1, "/never"),
    20_000,
  ),
  flood("H07.flood", "a flood of SETTINGS", () => frame(SETTINGS, 0, 0, setting(3, 100)), 100_000),
  flood("H16.flood", "a flood of PING", () => frame(PING, 0, 0, "12345678"), 200_000),
  flood(
    "H15.empty",
    "a flood of DATA without a byte",
    () => data(1, ""),
    100_000,
    begin(1, head("POST", "/first")),
  ),
  flood(
    "R27.endless",
    "a head that never ends",
    () => frame(CONTINUATION, 0, 1, block(["x-a", "a".repeat(2000)])),
    20_000,
    frame(HEADERS, END_STREAM, 1, head("GET", "/ok")),
  ),
  flood(
    "R27.empty",
    "a head of pieces without a byte",
    () => frame(CONTINUATION, 0, 1, ""),
    200_000,
    frame(HEADERS, END_STREAM, 1, head("GET", "/ok")),
  ),
];
