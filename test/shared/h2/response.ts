/**
 * Rows about responses: their frames, their end, and what a client that leaves causes.
 *
 * @module
 */
import { begin, codeOf, complain, data, type FrameCase, has, livesOn, same } from "./case.ts";
import {
  DATA,
  END_STREAM,
  frame,
  GET,
  get,
  head,
  HEADERS,
  NO_ERROR,
  RST_STREAM,
} from "./frames.ts";

const STRIPPED = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "te",
];

export const responseRows: readonly FrameCase[] = [
  {
    id: "H09.stripped",
    title: "names are lower-case, fields of the connection are left out, trailer and cookies stay",
    async run({ ask }) {
      const given = [
        "Connection:x-a",
        "Keep-Alive:timeout=5",
        "Proxy-Connection:close",
        "Transfer-Encoding:chunked",
        "Upgrade:foo",
        "TE:trailers",
        "Trailer:x-sum",
        "X-Upper:Yes",
        "Set-Cookie:a=1",
        "Set-Cookie:b=2",
      ];
      const query = given.map((line) => `h=${encodeURIComponent(line)}`).join("&");
      const { status, headers, body } = await ask({ ":path": `/respond?${query}` });
      const all = (name: string): string =>
        headers
          .filter(([given_]) => given_ === name)
          .map(([, value]) => value)
          .join("|");
      return [
        ...same("the status", status, 200),
        ...same("the body", body, "hello"),
        ...STRIPPED.flatMap((name) => same(name, all(name), "")),
        ...same("trailer", all("trailer"), "x-sum"),
        ...same("x-upper", all("x-upper"), "Yes"),
        ...same("set-cookie", all("set-cookie"), "a=1|b=2"),
      ];
    },
  },
  {
    id: "H09.close",
    title: "connection: close in a response does not end the connection",
    async run({ frames }) {
      frames.open(get(1, "/respond?h=connection:close"));
      await frames.when(() => frames.body(1).ended);
      return [...same("the body", frames.body(1).text, "hello"), ...(await livesOn(frames))];
    },
  },
  ...["hello", "respond?of=stream", "respond?of=null"].map((path): FrameCase => ({
    id: `H12.${path.split("=")[1] ?? "known"}`,
    title: `HEAD of /${path} ends with its head`,
    async run({ frames }) {
      frames.open(frame(HEADERS, GET, 1, head("HEAD", `/${path}`)));
      const seen = await frames.until(HEADERS, 1);
      const complaints = await livesOn(frames);
      return [
        ...complain(((seen?.flags ?? 0) & END_STREAM) === 0, "no END_STREAM on HEADERS"),
        ...complain(
          frames.seen.some(({ type, stream }) => type === DATA && stream === 1),
          "DATA came",
        ),
        ...complaints,
      ];
    },
  })),
  {
    id: "P13.h2",
    title: "a response without a body ends with its head, and names no length",
    async run({ frames, ask }) {
      frames.open(get(1, "/respond?of=null"));
      const seen = await frames.until(HEADERS, 1);
      const { headers } = await ask({ ":path": "/respond?of=null" });
      return [
        ...complain(((seen?.flags ?? 0) & END_STREAM) === 0, "no END_STREAM on HEADERS"),
        ...complain(
          headers.some(([name]) => name === "content-length"),
          "it has a content-length",
        ),
      ];
    },
  },
  {
    id: "H13.early",
    title: "a response before the end of the upload is whole, then NO_ERROR stops the upload",
    async run({ frames }) {
      frames.open(begin(1, head("POST", "/ok", ["content-length", "1000"])), data(1, "x"));
      const seen = await frames.until(RST_STREAM, 1);
      const { text, ended } = frames.body(1);
      return [
        ...complain(!ended || text !== "ok", "the response is not whole"),
        ...same("the code", codeOf(seen), NO_ERROR),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "R52.h2",
    title: "a body that the handler cancelled is stopped with the response",
    async run({ frames }) {
      frames.open(begin(1, head("POST", "/discard")), data(1, "x"));
      const seen = await frames.until(RST_STREAM, 1);
      return [
        ...same("the body", frames.body(1).text, "discarded"),
        ...same("the code", codeOf(seen), NO_ERROR),
        ...(await livesOn(frames)),
      ];
    },
  },
  {
    id: "R49.h2",
    title: "a reader that the handler started goes on when the response is out",
    async run({ frames, key, log }) {
      frames.open(begin(1, head("POST", `/later?key=${key}`)), data(1, "one"));
      await frames.when(() => frames.body(1).ended);
      frames.send(data(1, "two", END_STREAM));
      const entries = await log("body");
      return [...has(entries, "body onetwo"), ...(await livesOn(frames))];
    },
  },
];
