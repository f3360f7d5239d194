/**
 * Rows about requests: which are none, and what the handler sees of the others.
 *
 * @module
 */
import { begin, codeOf, complain, data, type FrameCase, livesOn, same } from "./case.ts";
import {
  block,
  CONTINUATION,
  END_HEADERS,
  END_STREAM,
  frame,
  GET,
  GOAWAY,
  head,
  HEADERS,
  PROTOCOL_ERROR,
  RST_STREAM,
} from "./frames.ts";

/** The stream is reset with PROTOCOL_ERROR, and the connection goes on. */
const refused = (id: string, title: string, fields: string): FrameCase => ({
  id,
  title,
  async run({ frames }) {
    frames.open(frame(HEADERS, GET, 1, fields));
    const seen = await frames.until(RST_STREAM, 1);
    return [...same("the code", codeOf(seen), PROTOCOL_ERROR), ...(await livesOn(frames))];
  },
});

/** No handler is asked: the stream is reset or answered 4xx, or the connection ends. */
const refusedSomehow = (id: string, title: string, ...frames: readonly string[]): FrameCase => ({
  id,
  title: `${title} is refused`,
  async run({ frames: client }) {
    client.open(...frames);
    const isOver = (): boolean => client.body(1).ended || client.closed;
    const isReset = (): boolean =>
      client.seen.some(({ type }) => type === RST_STREAM || type === GOAWAY);
    await client.when(() => isOver() || isReset());
    return complain(client.body(1).text.includes('"method"'), client.body(1).text);
  },
});

const LENGTHS = [
  ["content-length", "5"],
  ["content-length", "6"],
] as const;

const TWO_PATHS = block([":path", "/echo?other"]) + head("GET", "/echo");

/** What the handler sees of a request. */
const seenAs = (
  id: string,
  title: string,
  fields: string,
  wanted: RegExp,
  never = /$^/,
): FrameCase => ({
  id,
  title,
  async run({ frames }) {
    frames.open(frame(HEADERS, GET, 1, fields));
    await frames.when(() => frames.body(1).ended);
    const { text } = frames.body(1);
    return complain(!wanted.test(text) || never.test(text), text);
  },
});

export const requestRows: readonly FrameCase[] = [
  ...Object.entries({
    nul: ["x-a", "a\0x-injected: b"],
    crlf: ["x-a", "a\r\nx-injected: b"],
    lf: ["x-a", "a\nx-injected: b"],
    name: ["x-injected: b\r\nx-a", "c"],
    blank: ["x-injected b", "c"],
    colon: ["x-injected:b", "c"],
  } as const).map(([id, field]): FrameCase => ({
    id: `H10.inject-${id}`,
    title: `what could not stand in a line of HTTP/1 never reaches the handler (${id})`,
    async run({ frames }) {
      frames.open(frame(HEADERS, GET, 1, head("GET", "/echo", field)));
      await frames.when(() => frames.body(1).ended || frames.closed, 500);
      return complain(frames.body(1).text.includes("x-injected"), frames.body(1).text);
    },
  })),
  refusedSomehow(
    "H10.path-absolute",
    "a :path that is a URL",
    frame(HEADERS, GET, 1, head("GET", "http://b.test/echo")),
  ),
  refusedSomehow(
    "H10.path-bare",
    "a :path without a slash",
    frame(HEADERS, GET, 1, head("GET", "echo")),
  ),
  refusedSomehow(
    "H10.two-lengths",
    "a request with two lengths",
    begin(1, head("POST", "/echo", ...LENGTHS)),
    data(1, "hello", END_STREAM),
  ),
  refusedSomehow("H10.two-paths", "a request with two paths", frame(HEADERS, GET, 1, TWO_PATHS)),
  refusedSomehow(
    "H10.two-paths-split",
    "a request with two paths whose head is cut within a field",
    frame(HEADERS, END_STREAM, 1, TWO_PATHS.slice(0, -3)),
    frame(CONTINUATION, END_HEADERS, 1, TWO_PATHS.slice(-3)),
  ),
  refusedSomehow(
    "H10.trailers",
    "a :path in trailers",
    begin(1, head("POST", "/echo")),
    data(1, "hello"),
    frame(HEADERS, GET, 1, block([":path", "/other"])),
  ),
  refused("H10.connection", "Connection in a request", head("GET", "/ok", ["connection", "close"])),
  refused("H10.te", "te other than trailers", head("GET", "/ok", ["te", "gzip"])),
  refused(
    "H10.no-path",
    "a request without a path",
    block([":method", "GET"], [":scheme", "http"], [":authority", "a.test"]),
  ),
  refused("H10.empty-path", "a request with an empty path", head("GET", "")),
  {
    id: "H10.upper-case",
    title: "a name in upper case is an error of the stream or of the connection",
    async run({ frames }) {
      frames.open(frame(HEADERS, GET, 1, head("GET", "/ok", ["X-Upper", "1"])));
      await frames.when(() =>
        frames.seen.some(({ type }) => type === GOAWAY || type === RST_STREAM),
      );
      const ended = frames.seen.some(({ type }) => type === GOAWAY || type === RST_STREAM);
      return [
        ...complain(!ended, "neither RST_STREAM nor GOAWAY"),
        ...same("the body", frames.body(1).text, ""),
      ];
    },
  },
  refused("W52.connect", "extended CONNECT", head("CONNECT", "/chat", [":protocol", "websocket"])),
  seenAs(
    "R14.authority",
    ":authority wins over Host",
    head("GET", "/echo", ["host", "other.test"]),
    /"url":"http:\/\/a\.test\/echo"/,
  ),
  seenAs(
    "R14.host",
    "without :authority Host is the authority",
    block([":method", "GET"], [":path", "/echo"], [":scheme", "http"], ["host", "b.test"]),
    /"url":"http:\/\/b\.test\/echo"/,
  ),
  seenAs(
    "R14.fallback",
    "without either the listener is the authority",
    block([":method", "GET"], [":path", "/echo"], [":scheme", "http"]),
    /"url":"http:\/\/localhost:\d+\/echo"/,
  ),
  seenAs(
    "R14.scheme",
    ":scheme https is https, also in cleartext",
    block([":method", "GET"], [":path", "/echo"], [":scheme", "https"], [":authority", "a.test"]),
    /"url":"https:\/\/a\.test\/echo"/,
  ),
  seenAs(
    "R14.no-host",
    "no Host is made of :authority, and no pseudo-header field is seen",
    head("GET", "/echo"),
    /"headers":\[/,
    /\["(?:host|:)/,
  ),
  seenAs(
    "R09.h2",
    "OPTIONS * has a URL of its own",
    head("OPTIONS", "*"),
    /"method":"OPTIONS","url":"http:\/\/a\.test\/\*"/,
  ),
  seenAs(
    "H11.crumbs",
    "cookie crumbs are joined by semicolons",
    head("GET", "/echo", ["cookie", "a=1"], ["cookie", "b=2"]),
    /\["cookie","a=1; b=2"\]/,
  ),
  seenAs(
    "H11.repeated",
    "other fields that come again are joined by commas",
    head("GET", "/echo", ["accept", "text/a"], ["x-two", "1"], ["accept", "b/c"], ["x-two", "2"]),
    /\["accept","text\/a, b\/c"\].*\["x-two","1, 2"\]/s,
  ),
  seenAs(
    "H11.latin1",
    "bytes above 7F are latin-1",
    head("GET", "/echo", ["x-latin", "caf\xe9"]),
    /caf\xc3\xa9/, // the JSON is UTF-8
  ),
  {
    id: "H16.trailers",
    title: "trailers of a request are ignored",
    async run({ frames }) {
      frames.open(
        begin(1, head("POST", "/size")),
        data(1, "hello"),
        frame(HEADERS, END_STREAM | END_HEADERS, 1, block(["x-sum", "1"])),
      );
      await frames.when(() => frames.body(1).ended);
      return [...same("the body", frames.body(1).text, '{"size":5}'), ...(await livesOn(frames))];
    },
  },
  {
    id: "H16.expect",
    title: "no 100 Continue is sent",
    async run({ ask }) {
      const body = "hello";
      const answer = await ask(
        { ":method": "POST", ":path": "/size", expect: "100-continue" },
        body,
      );
      return [
        ...same("1xx", answer.interims.length, 0),
        ...same("the body", answer.body, '{"size":5}'),
      ];
    },
  },
  {
    id: "R27.large",
    title: "a head that is too large gets 431, and the connection lives",
    async run({ frames, ask }) {
      const large = "a".repeat(6000);
      const { status, body } = await ask({
        ":path": "/ok",
        "x-a": large,
        "x-b": large,
        "x-c": large,
      });
      const fields = head("GET", "/ok", ["x-a", large], ["x-b", large], ["x-c", large]);
      frames.open(
        frame(HEADERS, END_STREAM, 1, fields.slice(0, 16_000)),
        frame(CONTINUATION, END_HEADERS, 1, fields.slice(16_000)),
      );
      await frames.until(HEADERS, 1);
      return [
        ...same("the status", status, 431),
        ...same("the body", body, ""),
        ...(await livesOn(frames)),
      ];
    },
  },
];
