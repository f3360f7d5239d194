/**
 * Rows about clients that mean harm: their connection ends, the server goes on.
 *
 * @module
 */
import { begin, complain, data, type FrameCase, wait } from "./case.ts";
import {
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

const flood = (
  id: string,
  title: string,
  round: (i: number) => string,
  rounds: number,
  before = "",
): FrameCase => ({
  id,
  title: `${title} ends the connection, not the server`,
  async run({ frames }) {
    frames.open(before);
    await frames.until(SETTINGS);
    for (let i = 0; i < rounds && !frames.closed; i += PIECE) {
      frames.send(Array.from({ length: PIECE }, (_, j) => round(i + j)).join(""));
      await wait(5);
    }
    return complain(!(await frames.ended(3000)), "the connection outlived the flood");
  },
});

export const abuseRows: readonly FrameCase[] = [
  flood(
    "H08.rapid-reset",
    "thousands of streams that are opened and reset",
    (i) => get(2 * i + 1, "/never") + reset(2 * i + 1, CANCEL),
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
