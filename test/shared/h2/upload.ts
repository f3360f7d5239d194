/**
 * Rows about the bodies of requests.
 *
 * @module
 */
import { begin, codeOf, complain, data, type FrameCase, has, livesOn, same, wait } from "./case.ts";
import {
  CANCEL,
  DATA,
  END_STREAM,
  frame,
  GET,
  GOAWAY,
  head,
  HEADERS,
  NO_ERROR,
  PROTOCOL_ERROR,
  reset,
  RST_STREAM,
  word,
} from "./frames.ts";
import { READERS } from "../readers.ts";

export const uploadRows: readonly FrameCase[] = [
  {
    id: "R31.h2",
    title: "what comes with a GET is discarded",
    async run({ frames }) {
      frames.open(
        begin(1, head("GET", "/echo")),
        data(1, "x".repeat(10_000)),
        data(1, "", END_STREAM),
      );
      await frames.when(() => frames.body(1).ended);
      const { text } = frames.body(1);
      return [
        ...complain(!text.includes('"bodyIsNull":true,"body":""'), text),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "H12.host",
    title: "the answer to a HEAD that has a Host has no DATA",
    async run({ frames }) {
      frames.open(frame(HEADERS, GET, 1, head("HEAD", "/ok", ["host", "a.test"])));
      await frames.when(() => frames.body(1).ended);
      const { text, ended } = frames.body(1);
      return complain(text !== "" || !ended, `DATA ${text}, ended ${ended}`);
    },
  },
  {
    id: "R14.host-body",
    title: "a body without a length arrives beside a Host, too",
    async run({ frames }) {
      frames.open(
        begin(1, head("POST", "/echo", ["host", "a.test"])),
        data(1, "hello", END_STREAM),
      );
      await frames.when(() => frames.body(1).ended);
      const { text } = frames.body(1);
      return complain(!text.includes('"body":"hello"'), text);
    },
  },
  ...[
    ["short", "abc"],
    ["long", "abcdefghijklmnop"],
  ].map(([id = "", sent = ""]): FrameCase => ({
    id: `R42.${id}`,
    title: `a body ${id === "short" ? "shorter" : "longer"} than its Content-Length is reset, its reader rejects, and the connection lives on`,
    async run({ frames, key, log }) {
      frames.open(
        begin(1, head("POST", `/read?as=text&key=${key}`, ["content-length", "10"])),
        data(1, sent, END_STREAM),
      );
      const seen = await frames.until(RST_STREAM, 1);
      const entries = await log("re");
      return [
        ...same("the code", codeOf(seen), PROTOCOL_ERROR),
        // Where the handler was not called yet, there is no reader.
        ...complain(
          entries.some((line) => line.startsWith("resolved")),
          entries.join(", "),
        ),
        ...(await livesOn(frames)),
      ];
    },
  })),
  ...READERS.flatMap((how) =>
    [CANCEL, NO_ERROR].map((cause): FrameCase => ({
      id: `R41.${how}-${cause}`,
      title: `RST_STREAM(${cause}) in the middle of a body rejects ${how}`,
      async run({ frames, key, log }) {
        frames.open(begin(1, head("POST", `/read?as=${how}&key=${key}`)), data(1, "hel"));
        await log("start");
        await wait(10);
        frames.send(reset(1, cause));
        const entries = await log("re");
        return [
          ...complain(
            !entries.some((line) => line.startsWith("rejected true")),
            entries.join(", "),
          ),
          ...(await livesOn(frames)),
        ];
      },
    })),
  ),
  ...[NO_ERROR, CANCEL].map((cause): FrameCase => ({
    id: `R41.goaway-${cause}`,
    title: `GOAWAY(${cause}) and the end of the connection in the middle of a body reject`,
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/read?as=text&key=${key}`)), data(1, "hel"));
      await log("start");
      await wait(10);
      frames.send(frame(GOAWAY, 0, 0, word(0) + word(cause)));
      frames.half();
      const entries = await log("re");
      return complain(
        !entries.some((line) => line.startsWith("rejected true")),
        entries.join(", "),
      );
    },
  })),
  {
    id: "R41.lost",
    title: "the end of the connection in the middle of a body rejects",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/read?as=text&key=${key}`)), data(1, "hel"));
      await log("start");
      frames.leave("close");
      const entries = await log("re");
      return complain(
        !entries.some((line) => line.startsWith("rejected true")),
        entries.join(", "),
      );
    },
  },
  ...["/size", "/ignore"].map((path): FrameCase => ({
    id: `R62.h2${path.replace("/", "-")}`,
    title: `the response to a body that was ${path === "/size" ? "read" : "not read"} is completed, and signal stays quiet`,
    async run({ frames, key, log }) {
      frames.open(
        begin(1, head("POST", `${path}?watch=signal,completed&key=${key}`)),
        data(1, "hello", END_STREAM),
      );
      await frames.when(() => frames.body(1).ended);
      const entries = await log("completed");
      await wait(30);
      return [
        ...has(entries, "completed undefined"),
        ...complain(
          entries.some((line) => /^(?:abort|interrupted)/.test(line)),
          entries.join(", "),
        ),
      ];
    },
  })),
  {
    id: "R41.answered",
    title: "RST_STREAM behind the response rejects a reader that goes on",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/later?key=${key}`)), data(1, "hel"));
      await frames.when(() => frames.body(1).ended);
      await wait(10);
      frames.send(reset(1, CANCEL));
      return has(await log("rejected"), "rejected ");
    },
  },
  {
    id: "R48.h2-arriving",
    title: "a body that was still arriving is never read as a shorter one",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/afterwards?key=${key}`)), data(1, "hel"));
      await frames.when(() => frames.body(1).ended);
      frames.send(data(1, "lo", END_STREAM));
      return has(await log("failed"), "failed ");
    },
  },
  {
    id: "R64.h2",
    title:
      "a stream that is reset in the middle of an upload aborts the signal, and rejects completed",
    async run({ frames, key, log }) {
      frames.open(
        begin(1, head("POST", `/read?as=text&watch=signal,completed&key=${key}`)),
        data(1, "hel"),
      );
      await log("start");
      await wait(10);
      frames.send(reset(1, CANCEL));
      const seen = await log("abort", "interrupted", "rejected");
      return [...has(seen, "abort "), ...has(seen, "interrupted "), ...(await livesOn(frames))];
    },
  },
  {
    id: "R35.h2",
    title: "chunks are delivered as they arrive",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/chunks?key=${key}`)), data(1, "one"));
      const first = await log("chunk one");
      frames.send(data(1, "two", END_STREAM));
      await frames.until(DATA, 1);
      const all = await log("chunk two");
      return [
        ...same("the last entry of the first", first.at(-1), "chunk one"),
        ...same("the last of all", all.at(-1), "chunk two"),
      ];
    },
  },
];
