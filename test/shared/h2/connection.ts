/**
 * Rows about the connection: preface, settings, limits, PING.
 *
 * @module
 */
import { codeOf, complain, type FrameCase, livesOn, same, wait } from "./case.ts";
import {
  ACK,
  CONTINUATION,
  DATA,
  END_HEADERS,
  frame,
  GET,
  get,
  GOAWAY,
  HEADERS,
  NO_ERROR,
  PING,
  PREFACE,
  REFUSED_STREAM,
  RST_STREAM,
  SETTINGS,
  settingsOf,
  WINDOW_UPDATE,
  word,
  wordAt,
} from "./frames.ts";

const HOST = "Host: example.com\r\nConnection: close\r\n";

/** Bytes that begin as HTTP/2 does, and are none. */
const wrong = (id: string, bytes: string, half = false): FrameCase => ({
  id: `H01.${id}`,
  title: `${JSON.stringify(bytes)}${half ? " and FIN" : ""} is a bad request of HTTP/1`,
  async run({ frames }) {
    frames.send(bytes);
    if (half) frames.half();
    const closed = await frames.ended();
    return [
      ...complain(
        !/^HTTP\/1\.1 (?:400|505) /.test(frames.received),
        `answered "${frames.received}"`,
      ),
      ...complain(!closed, "the connection stays open"),
    ];
  },
});

/** RFC 9113 5.4.1: GOAWAY says which error it was, and the connection ends. */
const fatal = (id: string, title: string, bytes: string): FrameCase => ({
  id: `H10.${id}`,
  title: `${title} is an error of the connection, which is told and ends`,
  waits: true, // Node.js 20 looks every 5 seconds for connections that ended so
  async run({ frames }) {
    frames.open();
    await frames.until(SETTINGS);
    frames.send(bytes);
    const seen = await frames.until(GOAWAY);
    const closed = await frames.ended(7000);
    const code = seen === undefined ? undefined : wordAt(seen.payload, 4);
    return [
      ...complain(code === undefined || code === NO_ERROR, `GOAWAY says ${code}`),
      ...complain(!closed, "the connection stays open"),
    ];
  },
});

export const connectionRows: readonly FrameCase[] = [
  {
    id: "H01.prior",
    title: "the preface makes a connection of HTTP/2, on the port of HTTP/1",
    async run({ frames }) {
      frames.open(get(1, "/ok"));
      await frames.when(() => frames.body(1).ended);
      return same("the body", frames.body(1).text, "ok");
    },
  },
  {
    id: "H01.split",
    title: "a preface in pieces is one",
    async run({ frames }) {
      for (const at of [0, 3, 7, 14, 23]) {
        frames.send(PREFACE.slice(at, [3, 7, 14, 23, 24][[0, 3, 7, 14, 23].indexOf(at)]));
        await wait(15);
      }
      frames.send(frame(SETTINGS, 0, 0), get(1, "/ok"));
      await frames.when(() => frames.body(1).ended);
      return same("the body", frames.body(1).text, "ok");
    },
  },
  {
    id: "H01.waits",
    title: "a client that waits before it says which version it speaks is served",
    async run({ frames }) {
      await wait(60);
      frames.open();
      const settings = await frames.until(SETTINGS); // and sends nothing before it has them
      frames.send(frame(SETTINGS, ACK, 0), get(1, "/ok"));
      await frames.when(() => frames.body(1).ended);
      return [
        ...complain(settings === undefined, "no SETTINGS"),
        ...same("the body", frames.body(1).text, "ok"),
      ];
    },
  },
  {
    id: "H01.http1",
    title: "a request of HTTP/1 in pieces, beginning as the preface does, is answered",
    async run({ frames }) {
      frames.send("P");
      await wait(15);
      frames.send(`OST /size HTTP/1.1\r\nContent-Length: 3\r\n${HOST}\r\n`);
      await wait(15);
      frames.send("abc");
      await frames.ended();
      return complain(
        !/^HTTP\/1\.1 200 .*"size":3\}$/s.test(frames.received),
        `answered "${frames.received}"`,
      );
    },
  },
  {
    id: "H01.later",
    title: "the preface behind a request of HTTP/1 is a bad request",
    async run({ frames }) {
      frames.send("GET /ok HTTP/1.1\r\nHost: example.com\r\n\r\n");
      await frames.when(() => frames.received.endsWith("ok"));
      frames.send(PREFACE);
      await frames.ended();
      return complain(!frames.received.includes("HTTP/1.1 400 "), `"${frames.received}"`);
    },
  },
  wrong("wrong", "PRI /x HTTP/1.1\r\n\r\n", true),
  wrong("wrong-target", PREFACE.replace("*", "/")),
  wrong("wrong-rest", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"),
  {
    id: "H02.upgrade",
    title: "Upgrade: h2c is ignored",
    async run({ frames }) {
      frames.send(
        "GET /ok HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade, HTTP2-Settings, close\r\n" +
          "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
      );
      await frames.ended();
      return complain(
        !/^HTTP\/1\.1 200 .*ok$/s.test(frames.received),
        `answered "${frames.received}"`,
      );
    },
  },
  {
    id: "H07.settings",
    title: "SETTINGS bound the streams, and leave extended CONNECT away (W52)",
    async run({ frames }) {
      frames.open();
      const seen = await frames.until(SETTINGS);
      if (seen === undefined) return ["no SETTINGS"];
      const values = settingsOf(seen);
      const streams = values.get(3) ?? Infinity;
      return [
        ...complain(streams < 100 || streams > 256, `${streams} streams`),
        ...complain((values.get(4) ?? 65_535) < 65_535, `a window of ${values.get(4)}`),
        ...same("the frame size", values.get(5) ?? 16_384, 16_384),
        ...same("extended CONNECT", values.get(8) ?? 0, 0),
      ];
    },
  },
  {
    id: "H08.refused",
    title: "a stream beyond the limit is refused, the others live",
    async run({ frames, key, push, log }) {
      frames.open(get(1, `/handler?key=${key}`));
      await log("start");
      frames.send(...Array.from({ length: 256 }, (_, i) => get(2 * i + 3, "/never")));
      const seen = await frames.until(RST_STREAM, 513);
      await push("end");
      await frames.when(() => frames.body(1).ended);
      return [
        ...same("the code", codeOf(seen), REFUSED_STREAM),
        ...same("the body of the first", frames.body(1).text, "at last"),
      ];
    },
  },
  {
    id: "H08.acked",
    title: "also for a client that has acknowledged the limit",
    async run({ frames, key, push, log }) {
      frames.open();
      const seen = await frames.until(SETTINGS);
      const streams = seen === undefined ? 0 : (settingsOf(seen).get(3) ?? Infinity);
      frames.send(frame(SETTINGS, ACK, 0), get(1, `/handler?key=${key}`));
      await log("start");
      if (streams > 256) return [`${streams} streams`];
      frames.send(...Array.from({ length: streams }, (_, i) => get(2 * i + 3, "/never")));
      const refused = await frames.until(RST_STREAM, 2 * streams + 1);
      await push("end");
      await frames.when(() => frames.body(1).ended);
      return [
        ...same("the code", codeOf(refused), REFUSED_STREAM),
        ...same("the body of the first", frames.body(1).text, "at last"),
      ];
    },
  },
  {
    id: "H16.ping",
    title: "PING is acknowledged",
    async run({ frames }) {
      frames.open(frame(PING, 0, 0, "12345678"));
      const seen = await frames.until(PING);
      return [...same("the flags", seen?.flags, ACK), ...same("it", seen?.payload, "12345678")];
    },
  },
  {
    id: "H16.alive",
    title: "streams are answered in whatever order they are ready",
    async run({ frames, key, push, log }) {
      frames.open(get(1, `/handler?key=${key}`));
      await log("start");
      const complaints = await livesOn(frames, 3);
      await push("end");
      await frames.until(DATA, 1);
      return [...complaints, ...same("the first", frames.body(1).text, "at last")];
    },
  },
  {
    id: "H17.client",
    title: "a client that goes away is answered what it has asked before",
    async run({ frames, key, push, log }) {
      frames.open(get(1, `/handler?key=${key}`));
      await log("start");
      // RFC 9113 6.8: the number is one of the server's streams, and it has opened none.
      frames.send(frame(GOAWAY, 0, 0, word(0) + word(NO_ERROR)));
      await wait(30);
      await push("end");
      await frames.when(() => frames.body(1).ended);
      return same("the body", frames.body(1).text, "at last");
    },
  },
  fatal("stream-zero", "DATA of no stream", frame(DATA, 0, 0, "x")),
  fatal("even", "a request on a stream that is the server's", get(2, "/ok")),
  fatal("compression", "a field block that is none", frame(HEADERS, GET, 1, "\xff".repeat(10))),
  fatal("settings-size", "SETTINGS with a part of a parameter", frame(SETTINGS, 0, 0, "12345")),
  fatal("ping-size", "PING of three bytes", frame(PING, 0, 0, "123")),
  fatal("window", "a window that grows too large", frame(WINDOW_UPDATE, 0, 0, word(2 ** 31 - 1))),
  fatal("continuation", "CONTINUATION of nothing", frame(CONTINUATION, END_HEADERS, 1)),
  fatal("push", "PUSH_PROMISE of a client", frame(5, END_HEADERS, 1, word(2))),
  fatal("frame-size", "a frame that is too large", frame(DATA, 0, 1, "x".repeat(20_000))),
];
