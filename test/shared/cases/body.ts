/**
 * Section 2 of the contract: request bodies.
 *
 * @module
 */
import { get, request, utf8, type Expected, type WireCase } from "../case.ts";
import { lacking } from "../match.ts";

const ignored = (
  method: string,
  head: string,
  body: string,
  id: string,
  title: string,
): WireCase => ({
  id: `R31.${id}`,
  title,
  send: `${method} /echo HTTP/1.1\r\nHost: example.com\r\n${head}\r\n\r\n${body}`,
  expect: {
    status: 200,
    ...(method === "HEAD" ? {} : { json: { method, bodyIsNull: true, body: "" } }),
  },
  after: "alive",
});

const chunked = (
  id: string,
  title: string,
  body: string,
  coding = "chunked",
  head = "",
  expect: Expected = {},
): WireCase => ({
  id: `R34.${id}`,
  title,
  send: `POST /echo HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: ${coding}\r\n${head}\r\n${body}`,
  expect: { status: 200, json: { bodyIsNull: false, body: "hello world" }, ...expect },
  after: "alive",
});

/** No field of a trailer among the headers. */
const DROPPED: Expected = { body: lacking('"x-trailer"') };

export const bodyCases: readonly WireCase[] = [
  {
    id: "R31.none",
    title: "a GET without a body has a null body and an empty text",
    send: get("/echo"),
    expect: { json: { bodyIsNull: true, body: "" } },
    after: "alive",
  },
  ignored(
    "GET",
    "Content-Length: 5",
    "hello",
    "get-length",
    "the body of a GET is consumed, not shown, and not read as a request",
  ),
  ignored(
    "GET",
    "Transfer-Encoding: chunked",
    "5\r\nhello\r\n0\r\n\r\n",
    "get-chunked",
    "the chunked body of a GET is consumed, not shown, and not read as a request",
  ),
  ignored(
    "HEAD",
    "Content-Length: 5",
    "hello",
    "head-length",
    "the body of a HEAD is consumed and not read as a request",
  ),
  ignored(
    "GET",
    "Content-Length: 39",
    "GET /evil HTTP/1.1\r\nHost: evil.test\r\n\r\n",
    "get-smuggle",
    "a request inside the body of a GET is never dispatched",
  ),
  {
    id: "R34.length",
    title: "a body by Content-Length arrives byte by byte as it was sent",
    send: request("POST", "/hex", [], "\x00\xff\r\n\r\nGET"),
    expect: { json: { hex: "00ff0d0a0d0a474554" } },
    after: "alive",
  },
  {
    id: "R34.utf8",
    title: "text() decodes UTF-8",
    send: request("POST", "/echo", [], utf8("héllo ☃")),
    expect: { json: { body: "héllo ☃" } },
    after: "alive",
  },
  chunked(
    "chunked",
    "a chunked body decodes to the same bytes",
    "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
  ),
  chunked(
    "extension",
    "chunk extensions are ignored",
    '5;a=b\r\nhello\r\n6;c="d;e"\r\n world\r\n0;last\r\n\r\n',
  ),
  chunked(
    "trailers",
    "request trailers are dropped",
    "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: yes\r\n\r\n",
    "chunked",
    "",
    DROPPED,
  ),
  chunked(
    "announced-trailers",
    "announced request trailers are dropped",
    "b\r\nhello world\r\n0\r\nX-Trailer: yes\r\n\r\n",
    "chunked",
    "Trailer: X-Trailer\r\n",
    DROPPED,
  ),
  chunked(
    "upper-case",
    "the coding's name may be in upper case",
    "B\r\nhello world\r\n0\r\n\r\n",
    "CHUNKED",
  ),
  chunked("zeros", "a chunk size may have leading zeros", "000b\r\nhello world\r\n000\r\n\r\n"),
  {
    id: "R34.split",
    title: "a chunked body may be split anywhere between packets",
    send: [
      {
        send: "POST /chunks?key={key} HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n",
      },
      { log: "start" },
      { send: "5" },
      { quiet: 20 },
      { send: "\r\nhel" },
      { log: "chunk hel" },
      { send: "lo\r" },
      { log: "chunk lo" },
      { send: "\n0\r" },
      { quiet: 20 },
      { send: "\n\r\n" },
      { responses: 1 },
    ],
    expect: { json: { size: 5 } },
    log: ["start", "chunk hel", "chunk lo"],
    // Whether the connection stays open: Deno takes the late end for a body still arriving (R50).
    loose: ["headers"],
  },
];
