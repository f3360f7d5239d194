/**
 * WebSockets over HTTP/2: the handshake (RFC 8441), and what streams have to do with each other.
 *
 * @module
 */
import { CLOSE, closing, frame as socketFrame, reply, TEXT } from "../frames.ts";
import { codeOf, complain, data, has, livesOn, same, type FrameCase } from "./case.ts";
import {
  CANCEL,
  DATA,
  END_STREAM,
  extendedConnect,
  frame,
  HEADERS,
  NO_ERROR,
  reset,
  RST_STREAM,
  SETTINGS,
  settingsOf,
} from "./frames.ts";

/** `:status: 200` of HPACK's static table (RFC 7541 appendix A). */
const OK = "\x88";

/** Sent to the handler's route that answers 400 with what the handshake throws. */
const refused = (
  id: string,
  title: string,
  fields: Readonly<Record<string, string>>,
  query: string,
  message: string,
): FrameCase => ({
  id,
  title,
  run: async ({ ask }) => {
    const { status, body } = await ask({
      ":method": "CONNECT",
      ":protocol": "websocket",
      ":path": `/ws/refused${query}`,
      ...fields,
    });
    return [...same("status", status, 400), ...complain(!body.includes(message), body)];
  },
});

/** A handshake that is answered without the handler. */
const answered = (
  id: string,
  title: string,
  status: number,
  fields: Readonly<Record<string, string>>,
): FrameCase => ({
  id,
  title,
  run: async ({ ask }) => {
    const answer = await ask({
      ":method": "CONNECT",
      ":protocol": "websocket",
      ":path": "/ok",
      "sec-websocket-version": "13",
      ...fields,
    });
    return [...same("status", answer.status, status), ...same("body", answer.body, "")];
  },
});

export const EXTENDED_CASES: readonly FrameCase[] = [
  {
    id: "W54.settings",
    title: "SETTINGS offer extended CONNECT",
    run: async ({ frames }) => {
      frames.open();
      const settings = await frames.until(SETTINGS);
      return same("ENABLE_CONNECT_PROTOCOL", settings && settingsOf(settings).get(8), 1);
    },
  },
  {
    id: "W54.opened",
    title: "an extended CONNECT is answered by 200, and frames go in DATA",
    run: async ({ frames, key }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`));
      const head = await frames.until(HEADERS, 1);
      frames.send(data(1, socketFrame(TEXT, "hello")));
      await frames.when(() => frames.body(1).text.length >= 7);
      const { text, ended } = frames.body(1);
      return [
        ...same("status", head?.payload[0], OK),
        ...same("END_STREAM of the head", (head?.flags ?? 0) & END_STREAM, 0),
        ...complain(/sec-websocket|upgrade/i.test(head?.payload ?? ""), "fields of HTTP/1.1"),
        ...same("echo", text, reply(TEXT, "hello")),
        ...same("ended", ended, false),
      ];
    },
  },
  {
    id: "W54.early",
    title: "frames behind the handshake come after open",
    run: async ({ frames, key, log }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`), data(1, socketFrame(TEXT, "early")));
      await frames.when(() => frames.body(1).text.includes("early"));
      const lines = await log("message string early");
      return same("first", lines[0], "open 1");
    },
  },
  {
    id: "W54.close",
    title: "the close handshake ends the stream with END_STREAM on both sides",
    run: async ({ frames, key, log }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`));
      await frames.until(HEADERS, 1);
      frames.send(data(1, socketFrame(CLOSE, closing(4000, "bye")), END_STREAM));
      await frames.when(() => frames.body(1).ended);
      return [
        ...same("frames", frames.body(1).text, reply(CLOSE, closing(4000, "bye"))),
        ...same("ended", frames.body(1).ended, true),
        ...same("reset", codeOf(frames.seen.find(({ type }) => type === RST_STREAM)), undefined),
        ...has(await log("close"), 'close 4000 "bye" clean'),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "W54.reset",
    title: "a stream that is reset is 1006 to its socket and nothing to the others",
    run: async ({ frames, key, log }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`), extendedConnect(3, `/ws?key=${key}-other`));
      await frames.until(HEADERS, 3);
      await log("open");
      frames.send(reset(1, CANCEL), data(3, socketFrame(TEXT, "still here")));
      await frames.when(() => frames.body(3).text.includes("still here"));
      return [
        ...has(await log("close"), 'close 1006 "" lost'),
        ...same("the other", frames.body(3).text, reply(TEXT, "still here")),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "W54.half",
    title: "END_STREAM without a close frame is 1006",
    run: async ({ frames, key, log }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`));
      await log("open");
      frames.send(data(1, "", END_STREAM));
      return [...has(await log("close"), 'close 1006 "" lost'), ...(await livesOn(frames))];
    },
  },
  {
    id: "W54.violation",
    title: "a violation on one stream is answered there, and the others go on",
    run: async ({ frames, key }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`), extendedConnect(3, `/ws?key=${key}-other`));
      await frames.until(HEADERS, 3);
      frames.send(data(1, socketFrame(TEXT, "x", { rsv: 7 })));
      await frames.when(() => frames.body(1).ended);
      frames.send(data(3, socketFrame(TEXT, "on")));
      await frames.when(() => frames.body(3).text !== "");
      return [
        ...same("frames", frames.body(1).text.slice(0, 4), `\x88\x02${closing(1002)}`),
        ...same("the other", frames.body(3).text, reply(TEXT, "on")),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "W54.unread",
    title: "a stream whose window is closed does not hold up the others",
    run: async ({ frames, key }) => {
      // The window of a stream is 65,535 bytes unless the client says otherwise; so is that of the
      // connection, which is opened.
      frames.open(
        frame(8, 0, 0, "\x00\x40\x00\x00"),
        extendedConnect(1, `/ws?key=${key}&open=bytes+1000000`),
        extendedConnect(3, `/ws?key=${key}-other`),
      );
      await frames.when(() => frames.body(1).text.length >= 65_535);
      frames.send(data(3, socketFrame(TEXT, "on")));
      await frames.when(() => frames.body(3).text !== "");
      return [
        ...same("of the first", frames.body(1).text.length, 65_535),
        ...same("the other", frames.body(3).text, reply(TEXT, "on")),
      ];
    },
  },
  {
    id: "W54.subprotocol",
    title: "a subprotocol is selected from the offer",
    run: async ({ frames, key, log }) => {
      const path = `/ws?key=${key}&protocol=b`;
      frames.open(extendedConnect(1, path, ["sec-websocket-protocol", "a,b"]));
      await frames.until(HEADERS, 1);
      return has(await log("open"), "open 1 b");
    },
  },
  {
    id: "W54.http1",
    title: "to the handler it is the request of HTTP/1.1",
    run: async ({ frames, key, log }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}&after=1`));
      return has(await log("request"), "request GET /ws websocket tcp");
    },
  },
  {
    id: "W54.shutdown-code",
    title: "what the handler did not take ends with NO_ERROR, and nothing is left on the stream",
    run: async ({ frames, key }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}&then=other`));
      const stopped = await frames.until(RST_STREAM, 1);
      return [
        ...same("code", codeOf(stopped), NO_ERROR),
        ...same("DATA", frames.seen.filter(({ type }) => type === DATA).length, 0),
        ...(await livesOn(frames)),
      ];
    },
  },
  answered("W54.ordinary", "a handler that opens no WebSocket cannot say 2xx: 501", 501, {}),
  answered("W54.protocol", "another :protocol is answered by 501", 501, {
    ":protocol": "connect-udp",
  }),
  {
    id: "W54.length",
    title: "a Content-Length is answered by 400",
    run: async ({ frames, key }) => {
      frames.open(extendedConnect(1, `/ws?key=${key}`, ["content-length", "3"]));
      const head = await frames.until(HEADERS, 1);
      return [
        ...same("status", head?.payload[0], "\x8c"), // 400 in the static table
        ...same("END_STREAM", (head?.flags ?? 0) & END_STREAM, END_STREAM),
        ...(await livesOn(frames)),
      ];
    },
  },
  refused(
    "W54.version",
    "another version is refused",
    { "sec-websocket-version": "8" },
    "",
    "'sec-websocket-version' header must be '13'",
  ),
  refused(
    "W54.foreign",
    "a subprotocol that was not offered is refused",
    { "sec-websocket-version": "13", "sec-websocket-protocol": "a" },
    "?protocol=c",
    "Protocol 'c' not in the request's protocol list",
  ),
];
