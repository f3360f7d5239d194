/**
 * Known differences of Node.js: llhttp and undici.
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

export const NODE: readonly DifferenceRow[] = [
  {
    case: ["R15.unknown", "R15.lower-case", "R15.long"],
    reason: "llhttp knows a fixed list of methods and answers 400 to any other",
    link: "https://github.com/nodejs/llhttp/issues/61",
    takes: "llhttp: any token as a method",
  },
  {
    case: "P29.repeated",
    reason:
      "a Headers joins what append() adds to a name, as the Fetch standard has it, and does not tell the parts apart any more; RFC 9110 5.3 makes the two the same",
    link: "https://github.com/whatwg/fetch/issues/506",
    takes:
      "everyserve: a Headers of its own that notes each append(), or a wrapper of the platform's in the way of every header that a program sets",
  },
  {
    case: ["E09.headers-immutable", "E09.headers-immutable-captured"],
    part: "native strict",
    reason:
      "the headers of a Request that a program makes can be changed; those of a request refuse it by methods of their own, which Headers.prototype.set.call() goes past",
    link: "https://github.com/nodejs/undici/issues/937",
    takes: "undici: a public way to make a Request whose headers are immutable",
  },
  {
    case: "R15.copies-trace",
    part: "wire strict",
    reason:
      "undici makes no request with the method TRACE: what the strict mode hands out tells it, and so do its clones, but not what new Request() makes of it, which says GET; none of them can be sent on as one (ERR_FETCH_METHOD)",
    link: "https://fetch.spec.whatwg.org/#forbidden-method",
    takes: "undici: a public way to make a Request with such a method",
  },
  {
    case: "P15.byte-one",
    part: "wire strict",
    reason:
      "undici does not tell a byte stream that has ended at once from a string, whose body is one too: it is sent with its length",
    link: "https://fetch.spec.whatwg.org/#concept-bodyinit-extract",
    takes:
      "undici: what a Response's body was made of, told apart; the default mode notes it by its own Response",
  },
  {
    case: "C14.blobParts-64",
    part: "wire strict",
    reason:
      "undici does not tell the size of a Blob behind a Response, and gives one of several parts as a stream; the strict mode leaves Response alone, so that it counts as one and is compressed",
    link: "https://fetch.spec.whatwg.org/#concept-bodyinit-extract",
    takes:
      "undici: the length of a Response's body, which it has; the default mode notes it by its own Response",
  },
  {
    case: ["E09.reverse-chunked", "E09.reverse-up"],
    reason:
      "the strict mode hands out undici's own objects, and undici refuses to send on a request with a Transfer-Encoding",
    link: "https://github.com/nodejs/undici/issues/2046",
    part: "wire strict",
    takes: "undici: a fetch() that leaves out a Transfer-Encoding instead of refusing it",
  },
  {
    case: ["whole", "parts", "changed", "uncoded", "clone"].map(
      (copy) => `E09.reverse-copy-${copy}`,
    ),
    reason:
      "fetch() of undici decodes a body and leaves Content-Encoding and Content-Length as they were; the strict mode leaves Response alone, and so cannot know a copy of it again",
    link: "https://github.com/nodejs/undici/issues/2514",
    takes: "undici: headers without the coding that fetch() took off",
    part: "wire strict",
  },
  {
    case: "P29.repeated",
    reason: "as over HTTP/1: a Headers joins what append() adds to a name",
    link: "https://github.com/whatwg/fetch/issues/506",
    part: "h2",
    takes:
      "everyserve: a Headers of its own that notes each append(), or a wrapper of the platform's in the way of every header that a program sets",
  },
  {
    case: "R14.fallback",
    reason: "nghttp2 resets a request that has neither :authority nor Host",
    link: "https://github.com/nghttp2/nghttp2/issues/266",
    part: "h2 frames",
    takes: "nghttp2: a request without an authority, as RFC 9113 8.3.1 allows it: declined",
  },
  {
    case: "H08.acked",
    reason:
      "nghttp2 refuses a stream beyond the limit until the client has acknowledged it; from then on it ends the connection, where RFC 9113 5.1.2 asks for the stream alone",
    link: "https://github.com/nghttp2/nghttp2/issues/687",
    part: "h2 frames",
    takes: "nghttp2: RST_STREAM instead of GOAWAY behind the limit: declined",
  },
  {
    case: ["H17.announced-tls", "H17.sent-tls"],
    reason:
      "node:http2 has no way to announce the end of a connection, and over TLS nothing can go past it: GOAWAY comes once, with the last stream, so that the client can tell what was not begun",
    link: "https://github.com/nodejs/node/issues/34265",
    takes: "Node.js: nghttp2_submit_shutdown_notice in node:http2",
  },
];
