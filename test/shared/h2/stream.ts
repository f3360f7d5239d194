/**
 * Rows about responses under way: flow control, failure, and clients that leave.
 *
 * @module
 */
import {
  type At,
  begin,
  codeOf,
  complain,
  data,
  type FrameCase,
  has,
  livesOn,
  same,
  wait,
} from "./case.ts";
import {
  CANCEL,
  DATA,
  frame,
  get,
  head,
  HEADERS,
  INTERNAL_ERROR,
  NO_ERROR,
  PREFACE,
  reset,
  RST_STREAM,
  setting,
  SETTINGS,
  WINDOW_UPDATE,
  word,
} from "./frames.ts";

/** All hear of the reset of a stream, and the connection lives on. */
async function cancelled({ frames, log }: At): Promise<string[]> {
  const seen = await log("interrupted", "cancel", "abort");
  return [
    ...has(seen, "cancel resource closed"),
    ...has(seen, "interrupted "),
    ...has(seen, "abort "),
    ...(await livesOn(frames)),
  ];
}

export const streamRows: readonly FrameCase[] = [
  ...[CANCEL, NO_ERROR].flatMap((cause): FrameCase[] => [
    {
      id: `H14.pending-${cause}`,
      title: `RST_STREAM(${cause}) aborts the signal of a pending handler, and rejects completed`,
      async run({ frames, key, log }) {
        frames.open(get(1, `/never?watch=signal,completed&key=${key}`));
        await log("start");
        frames.send(reset(1, cause));
        const seen = await log("interrupted", "abort");
        return [...has(seen, "abort "), ...has(seen, "interrupted "), ...(await livesOn(frames))];
      },
    },
    {
      id: `H14.stream-${cause}`,
      title: `RST_STREAM(${cause}) cancels the stream of a response, and rejects completed`,
      async run(at) {
        const { frames, key } = at;
        frames.open(get(1, `/ticks?watch=signal,completed&key=${key}`));
        await frames.until(DATA, 1);
        frames.send(reset(1, cause));
        return cancelled(at);
      },
    },
  ]),
  ...(["close", "reset"] as const).map((how): FrameCase => ({
    id: `H14.lost-${how}`,
    title: `the end of the connection (${how}) cancels the streams of its responses`,
    async run({ frames, key, log }) {
      frames.open(get(1, `/ticks?watch=signal,completed&key=${key}`));
      await frames.until(DATA, 1);
      frames.leave(how);
      const seen = await log("cancel", "abort");
      return [...has(seen, "cancel resource closed"), ...has(seen, "abort ")];
    },
  })),
  ...[CANCEL, NO_ERROR].map((cause): FrameCase => ({
    id: cause === CANCEL ? "H14.unsent" : "H14.unsent-0",
    title: `a response that flow control holds back is not completed when its stream is reset (${cause})`,
    async run({ frames, key, log }) {
      frames.send(PREFACE, frame(SETTINGS, 0, 0, setting(4, 5)));
      frames.send(get(1, `/hello?watch=completed&key=${key}`));
      await frames.until(DATA, 1);
      frames.send(reset(1, cause));
      return has(await log("interrupted"), "interrupted ");
    },
  })),
  {
    id: "H14.slow",
    title: "a response that waits for a client which does not read is whole, and completed, later",
    async run({ frames, key, log }) {
      frames.reading(false);
      frames.send(PREFACE, frame(SETTINGS, 0, 0, setting(4, 2 ** 31 - 1)));
      frames.send(frame(WINDOW_UPDATE, 0, 0, word(2 ** 30)));
      frames.send(get(1, `/big?size=8000000&watch=signal,completed&key=${key}`));
      await wait(300);
      frames.reading(true);
      await frames.when(() => frames.seen.length > 480 && frames.body(1).ended);
      const seen = await log("completed");
      return [
        ...same("the body", frames.body(1).text.length, 8_000_000),
        ...has(seen, "completed undefined"),
        ...complain(
          seen.some((line) => line.startsWith("abort")),
          seen.join(", "),
        ),
      ];
    },
  },
  ...[CANCEL, NO_ERROR].map((cause): FrameCase => ({
    id: `H14.held-${cause}`,
    title: `RST_STREAM(${cause}) cancels a stream that flow control holds back, and aborts its signal`,
    async run(at) {
      const { frames, key } = at;
      frames.send(PREFACE, frame(SETTINGS, 0, 0, setting(4, 7)));
      frames.send(get(1, `/ticks?watch=signal,completed&key=${key}`));
      await frames.when(() => frames.body(1).text.length === 7); // of the second "tick\n" a part
      frames.send(reset(1, cause));
      return cancelled(at);
    },
  })),
  {
    id: "H14.quiet",
    title: "the signal of a response that was delivered stays quiet",
    async run({ frames, key, log }) {
      frames.open(get(1, `/ok?watch=signal,completed&key=${key}`));
      await frames.when(() => frames.body(1).ended);
      await log("completed");
      frames.send(reset(1, CANCEL));
      frames.leave("close");
      await wait(30);
      const seen = await log("completed");
      return complain(
        seen.some((line) => line.startsWith("abort")),
        seen.join(", "),
      );
    },
  },
  {
    id: "H15.window",
    title: "no more is sent than the client's window takes, and the rest when it opens",
    async run({ frames }) {
      frames.open(get(1, "/big?size=100000"));
      await frames.when(() => frames.body(1).text.length >= 65_535);
      await wait(50);
      const held = frames.body(1).text.length;
      frames.send(
        frame(WINDOW_UPDATE, 0, 0, word(100_000)),
        frame(WINDOW_UPDATE, 0, 1, word(100_000)),
      );
      await frames.when(() => frames.body(1).ended);
      return [
        ...same("held at", held, 65_535),
        ...same("all", frames.body(1).text.length, 100_000),
      ];
    },
  },
  {
    id: "H15.pulls",
    title: "a stream is not pulled for a client whose window is closed",
    async run({ frames, key, log }) {
      frames.open(get(1, `/endless?key=${key}`));
      await frames.when(() => frames.body(1).text.length >= 65_535);
      await wait(200);
      const seen = await log();
      return complain(seen.includes("pulled"), "10 MB were pulled");
    },
  },
  {
    id: "H15.upload",
    title: "a client is stopped while nobody reads its upload",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/first?key=${key}`)), data(1, "first"));
      await log("first");
      // The window for a stream is bounded: more than that is an error of the client's.
      const granted = frames.seen.filter(
        ({ type, stream }) => type === WINDOW_UPDATE && stream === 1,
      ).length;
      return complain(granted > 1, `${granted} updates of the window`);
    },
  },
  {
    id: "P34.h2",
    title: "the head of a stream goes out before its first chunk exists",
    async run({ frames, key, push }) {
      frames.open(get(1, `/stream?key=${key}`));
      const seen = await frames.until(HEADERS, 1);
      const before = frames.body(1).text;
      await push("chunk%20one");
      await frames.until(DATA, 1);
      await push("end");
      await frames.when(() => frames.body(1).ended);
      return [
        ...complain(seen === undefined, "no head"),
        ...same("before", before, ""),
        ...same("the body", frames.body(1).text, "one"),
      ];
    },
  },
  {
    id: "P41.h2",
    title: "a stream that fails is reset with INTERNAL_ERROR, after what it gave",
    async run({ frames, key, push }) {
      frames.open(get(1, `/stream?key=${key}`));
      await push("chunk%20one");
      await frames.until(DATA, 1);
      await push("error");
      const seen = await frames.until(RST_STREAM, 1);
      return [
        ...same("the code", codeOf(seen), INTERNAL_ERROR),
        ...same("the body", frames.body(1).text, "one"),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "H21.late",
    title: "a handler that finishes after its stream was reset harms nobody",
    async run({ frames, key, push, log }) {
      frames.open(get(1, `/handler?key=${key}`), get(3, `/handler?key=${key}-2&return=stream`));
      await log("start");
      frames.send(reset(1, CANCEL), reset(3, CANCEL));
      await push("end");
      await log("returns");
      return livesOn(frames);
    },
  },
];
