/**
 * Section 4 of the contract: framing and headers of what is sent.
 *
 * @module
 */
import { get, request, utf8, type Expected, type WireCase } from "../case.ts";

const TEXT = "text/plain;charset=UTF-8";

const sized = (kind: string, id: string, body: string, type: string | null): WireCase => ({
  id: `P12.${id}`,
  title: `a body made from ${kind} has its exact Content-Length`,
  send: get(`/respond?of=${id}`),
  expect: {
    status: 200,
    framing: "length",
    body,
    headers: {
      "content-length": String(body.length),
      "transfer-encoding": null,
      ...(type === null ? {} : { "content-type": new RegExp(`^${type}$`, "i") }),
    },
  },
  after: "alive",
});

const streamed = (what: string, of: string, id: string, body = "one,two,three"): WireCase => ({
  id: `P15.${id}`,
  title: `${what} is sent chunked and terminated`,
  send: get(`/respond?of=${of}`),
  expect: {
    status: 200,
    framing: "chunked",
    body,
    headers: { "transfer-encoding": "chunked", "content-length": null, "content-type": null },
  },
  after: "alive",
});

const LENGTH: Expected = { framing: "length" };

const typed = (
  what: string,
  id: string,
  query: string,
  type: string | RegExp | null,
  more: Expected = {},
): WireCase => ({
  id: `P16.${id}`,
  title: `the content type of ${what} is ${type === null ? "absent" : String(type)}`,
  send: get(`/respond?${query}`),
  expect: { status: 200, headers: { "content-type": type }, ...more },
  after: "alive",
  ...(id === "form"
    ? { loose: ["body", "framing"] as const }
    : id.startsWith("blob")
      ? { loose: ["framing"] as const }
      : {}),
});

export const responseCases: readonly WireCase[] = [
  sized("a string", "string", utf8("héllo"), TEXT),
  sized("a Uint8Array", "bytes", "hello", null),
  sized("an ArrayBuffer", "arrayBuffer", "hello", null),
  sized("a DataView", "dataView", "hello", null),
  sized("a subarray", "subarray", "hello", null),
  sized(
    "URLSearchParams",
    "params",
    "a=1&b=%C3%BC",
    "application/x-www-form-urlencoded;charset=UTF-8",
  ),
  {
    id: "P12.large",
    title: "a body of a megabyte has its exact Content-Length and arrives uncorrupted",
    send: get("/big?size=1000000"),
    expect: { headers: { "content-length": "1000000" }, framing: "length" },
    after: "alive",
  },
  streamed("a stream", "stream", "stream"),
  streamed("a stream of type bytes", "byteStream", "bytes"),
  streamed("one branch of a tee", "tee", "tee"),
  streamed("a stream from an async iterable", "iterable", "iterable"),
  streamed("a stream through a TransformStream", "transform", "transform"),
  streamed("a stream whose chunks come later", "slow", "slow"),
  streamed("a stream of one chunk", "oneChunk", "one", "one"),
  streamed("a byte stream of one chunk", "oneByteChunk", "byte-one", "one"),
  streamed("an empty stream", "emptyStream", "empty", ""),
  streamed("a stream with zero-length chunks", "zeroChunks", "zero-chunks", "onetwo"),
  typed("a string", "string", "of=ascii", /^text\/plain; ?charset=utf-8$/i),
  typed(
    "URLSearchParams",
    "params",
    "of=params",
    /^application\/x-www-form-urlencoded; ?charset=utf-8$/i,
  ),
  typed("FormData", "form", "of=form", /^multipart\/form-data; ?boundary=.+$/),
  typed("a Blob", "blob", "of=blob", "text/x-test"),
  typed("a Blob without a type", "blob-untyped", "of=untyped", null),
  typed("bytes", "bytes", "of=bytes", null),
  typed("100 KB of bytes", "bytes-large", "of=largeBytes", null, LENGTH),
  typed("a Blob of 100 KB without a type", "blob-large", "of=largeUntyped", null),
  typed("an ArrayBuffer", "arrayBuffer", "of=arrayBuffer", null),
  typed("a stream", "stream", "of=stream", null),
  typed("a null body", "null", "of=null", null),
  typed(
    "a string with a type of its own",
    "explicit",
    "of=ascii&h=content-type:text/x-own",
    "text/x-own",
  ),
  typed(
    "bytes with a type of their own",
    "explicit-bytes",
    "of=bytes&h=content-type:text/x-own",
    "text/x-own",
  ),
  typed("a string whose type was deleted", "deleted", "of=ascii&drop=content-type", null),
  typed(
    "a long string whose type was deleted",
    "deleted-large",
    "of=largeText&drop=content-type",
    null,
    LENGTH,
  ),
  {
    id: "P16.json",
    title: "the content type of Response.json is application/json",
    send: get("/json"),
    expect: { headers: { "content-type": "application/json" }, body: '{"ok":true}' },
    after: "alive",
  },
  {
    id: "P17.date",
    title: "a date is added, and no other header that the handler did not set",
    send: get("/respond?of=bytes&h=x-own:1"),
    expect: {
      headers: {
        date: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
        "x-own": "1",
        server: null,
        "keep-alive": null,
        connection: null,
        "x-powered-by": null,
        vary: null,
      },
    },
    after: "alive",
  },
  {
    id: "P17.own",
    title: "a date that the handler set is the only one",
    send: get("/respond?h=date:Thu,%2001%20Jan%201970%2000:00:00%20GMT"),
    expect: { headers: { date: ["Thu, 01 Jan 1970 00:00:00 GMT"] } },
    after: "alive",
  },
  {
    id: "P17.keep-alive",
    title: "a client that asks for keep-alive gets no header for it either",
    send: request("GET", "/ok", ["Connection: keep-alive"]),
    expect: { headers: { connection: null, "keep-alive": null } },
    after: "alive",
  },
  {
    id: "P17.stream",
    title: "a stream gets a date too",
    send: get("/respond?of=slow"),
    expect: { headers: { date: /GMT$/, connection: null, "keep-alive": null } },
    after: "alive",
  },
];
