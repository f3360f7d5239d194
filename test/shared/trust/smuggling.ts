/**
 * What can be read in two ways is refused over TLS and on unix sockets as over TCP, and nothing that
 * follows it is read as a request (R05, R24, R28, R54 to R56; over TCP they are wire rows).
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { LOCAL, settledWithin, toolsOf } from "../inside/case.ts";
import { over } from "../inside/over.ts";
import { oneOf } from "../match.ts";
import { statuses } from "./bounded.ts";

const CEILING = 1500;
const INNER = "GET /inner HTTP/1.1\r\nHost: example.com\r\n\r\n";
const CHUNKS = "5\r\nhello\r\n0\r\n\r\n";
const CHUNKED = "Transfer-Encoding: chunked";

const post = (...headers: readonly string[]): string =>
  ["POST /outer HTTP/1.1", "Host: example.com", ...headers, "", ""].join("\r\n");

interface Form {
  readonly id: string;
  readonly what: string;
  readonly bytes: string;
  /** The handler may have been asked for it, and no more. */
  readonly asked?: true;
}

const FORMS: readonly Form[] = [
  {
    id: "R54.both",
    what: "a length beside chunks",
    bytes: post("Content-Length: 5", CHUNKED) + CHUNKS,
  },
  {
    id: "R54.both-cl",
    what: "a request behind the chunks, within the length",
    bytes: `${post(`Content-Length: ${INNER.length + 5}`, CHUNKED)}0\r\n\r\n`,
  },
  {
    id: "R54.two",
    what: "two lines of Transfer-Encoding",
    bytes: post(CHUNKED, CHUNKED) + CHUNKS,
  },
  { id: "R54.identity", what: "the coding identity", bytes: post("Transfer-Encoding: identity") },
  {
    id: "R54.unknown",
    what: "the coding xchunked",
    bytes: post("Transfer-Encoding: xchunked") + CHUNKS,
  },
  {
    id: "R54.not-last",
    what: "chunked before another coding",
    bytes: post("Transfer-Encoding: chunked, gzip") + CHUNKS,
  },
  {
    id: "R54.tab",
    what: "a vertical tab before chunked",
    bytes: post("Transfer-Encoding: \x0bchunked") + CHUNKS,
  },
  {
    id: "R54.http10",
    what: "chunks in HTTP/1.0",
    bytes: post(CHUNKED).replace("HTTP/1.1", "HTTP/1.0") + CHUNKS,
  },
  {
    id: "R55.gzip",
    what: "gzip before chunked",
    bytes: post("Transfer-Encoding: gzip, chunked") + CHUNKS,
  },
  ...["-5", "+5", "0x5", "5.0", "", "five", "5 5", "5, 6", "18446744073709551621"].map(
    (value, i): Form => ({
      id: `R56.${["negative", "plus", "hex", "float", "empty", "word", "space", "list", "huge"][i]}`,
      what: `Content-Length: ${value}`,
      bytes: `${post(`Content-Length: ${value}`)}hello`,
    }),
  ),
  {
    id: "R56.differing",
    what: "two differing lengths",
    bytes: `${post("Content-Length: 5", `Content-Length: ${INNER.length}`)}hello`,
  },
  { id: "R05.two", what: "two Hosts", bytes: `GET /outer HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n` },
  {
    id: "R06.space",
    what: "a Host that makes no URL",
    bytes: post().replace("example.com", "a b"),
  },
  { id: "R24.colon", what: "a blank before a colon", bytes: post("Content-Length : 5") },
  { id: "R24.fold", what: "a folded line", bytes: post("X-A: a", " Content-Length: 5") },
  { id: "R24.nul", what: "NUL in a field", bytes: post("X-A: a\0b") },
  { id: "R24.cr", what: "a bare CR in a field", bytes: post("X-A: a\rContent-Length: 5") },
  {
    id: "R44.chunk",
    what: "a chunk whose size is none",
    bytes: `${post(CHUNKED)}zz\r\n`,
    asked: true,
  },
  {
    id: "R44.size",
    what: "a chunk size of 68 bits",
    bytes: `${post(CHUNKED)}ffffffffffffffff5\r\n`,
    asked: true,
  },
  {
    id: "R44.end",
    what: "a chunk that is longer than its size",
    bytes: `${post(CHUNKED)}5\r\nhello!\r\n0\r\n\r\n`,
    asked: true,
  },
];

const ROWS: readonly InsideCase[] = FORMS.map(({ id, what, bytes, asked }) => ({
  id,
  title: `${what}: refused, and nothing behind it is read as a request`,
  needs: "listen",
  run: async (api) => {
    const seen: string[] = [];
    const server = api.serve(
      { ...LOCAL, onError: () => new Response(null, { status: 400 }) },
      async (request) => {
        seen.push(new URL(request.url).pathname);
        await request.text();
        return new Response("taken");
      },
    );
    const client = await toolsOf(api).connect(server.addr);
    client.send(bytes + INNER);
    const end = await settledWithin(client.closed, CEILING);
    const received = statuses(client.received());
    client.reset();
    await server.shutdown();
    return { end, seen, taken: received.filter((status) => status < "400").length };
  },
  expect: { end: "resolved", seen: asked ? oneOf([], ["/outer"]) : [], taken: 0 },
}));

export const smugglingCases: readonly InsideCase[] = [...over("tls", ROWS), ...over("unix", ROWS)];
