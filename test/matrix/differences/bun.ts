/**
 * Known differences of Bun 1.4.5.
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

export const BUN: readonly DifferenceRow[] = [
  {
    case: "R28.after-pipelined",
    reason:
      "as R57.slow-first: Bun answers what is no request at once, and the handler that waits before it never",
    link: "https://github.com/oven-sh/bun/pull/38128",
    takes: "Bun: pipelined requests that wait for their turn",
  },
  {
    case: ["R15.unknown", "R15.lower-case", "R15.long"],
    reason: "Bun knows a fixed list of methods and ends the connection at any other",
    link: "https://github.com/oven-sh/bun/issues/6556",
    takes: "Bun: any token as a method, in the parser and in Request",
  },
  {
    case: [
      "R57.slow-first",
      "R57.streams",
      "R57.failed",
      "R60.queued",
      "I04.pipelined",
      "X04.pipelined",
      "X04.pipelined-tls",
      "X04.pipelined-unix",
    ],
    reason: "Bun drops the connection when a request is pipelined behind a handler that waits",
    link: "https://github.com/oven-sh/bun/pull/38128",
    takes: "Bun: pipelined requests that wait for their turn",
  },
  {
    case: "R34.unended",
    reason: "as R34.trailers: for Bun a body ends with its last chunk, not with the line behind it",
    link: "https://github.com/oven-sh/bun/pull/32887",
    takes: "Bun: trailers read in the parser",
  },
  {
    case: ["R34.trailers", "R34.announced-trailers"],
    reason:
      "Bun answers, then takes the trailers for a bad chunk: 400 and the end of the connection",
    link: "https://github.com/oven-sh/bun/pull/32887",
    takes: "Bun: trailers read in the parser",
  },
  {
    case: ["R02.absolute", "R02.scheme", "R03.no-path", "R03.query"],
    reason:
      "Bun makes the URL of the Host field and of the path of an absolute target, and shows nothing else of it",
    link: "https://github.com/oven-sh/bun/pull/33002",
    takes: "Bun: the authority and scheme of an absolute target in request.url",
  },
  {
    case: "R09.asterisk",
    reason: "Bun's parser answers 400 to OPTIONS *",
    link: "https://github.com/oven-sh/bun/pull/32811",
    takes: "Bun: the target * in the parser",
  },
  {
    case: [
      "R10.space",
      "R10.space-query",
      "R10.control",
      "R10.nul",
      "R10.tab",
      "R16.control",
      "R16.high",
    ],
    reason:
      "Bun's parser answers 505 to a raw space or a control byte in the target, and to a byte that no method has: a refusal all the same",
    link: "https://github.com/oven-sh/bun/issues/19326",
    takes: "Bun: 400 instead of 505 in the parser",
  },
  {
    case: ["R10.byte", "R10.byte-query"],
    reason: "Bun percent-encodes a byte that is not UTF-8 before any handler sees the target",
    link: "https://bun.com/docs/runtime/http/server",
    takes: "Bun: the raw bytes of the target, or a refusal in the parser",
  },
  {
    case: "R10.no-authority",
    reason: "as R02.absolute: Bun shows nothing of an absolute target but its path",
    link: "https://github.com/oven-sh/bun/pull/33002",
    takes: "Bun: the authority and scheme of an absolute target in request.url",
  },
  {
    case: ["R24.del", "R10.del"],
    reason: "Bun's parser takes DEL in a field value and in the target",
    link: "https://github.com/oven-sh/bun/pull/33633",
    takes:
      "Bun: DEL refused in the parser; JavaScript would have to walk through each head, for 0.5 to 1.1 µs of a hello's 10",
  },
  {
    case: ["R30.keep-alive", "R30.says"],
    reason: "Bun closes after every HTTP/1.0 response",
    link: "https://github.com/oven-sh/bun/pull/32945",
    takes: "Bun: Connection: keep-alive of HTTP/1.0 honoured",
  },
  {
    case: ["R43.chunk", "R43.unseen", "R43.unseen-later"],
    reason: "Bun answers 400 by itself, also when the handler is under way or has answered",
    link: "https://github.com/oven-sh/bun/blob/main/packages/bun-uws/src/HttpContext.h",
    takes: "Bun: a bad chunk reported to the body instead of answered",
  },
  {
    case: ["R28.reach-host", "R28.reach-garbage", "R28.reach-chunk"],
    reason:
      "Bun closes a connection whose bytes are no request at once: a client that goes on sending is reset, and may lose the answers before",
    link: "https://github.com/oven-sh/bun/blob/main/packages/bun-uws/src/HttpContext.h",
    takes: "Bun: the writing side closed first, and the rest read for a while",
  },
  {
    case: "R31.connect-null",
    reason:
      "Bun answers a CONNECT with a body, and then waits for that body: what follows is not answered",
    link: "https://github.com/oven-sh/bun/issues/43552",
    takes: "Bun: the body of a CONNECT read by its Content-Length",
  },
  {
    case: "R44.handler",
    reason: "Bun calls the handler as soon as the head is there, and looks at the chunks then",
    link: "https://github.com/oven-sh/bun/blob/main/packages/bun-uws/src/HttpContext.h",
    takes: "Bun: the chunks that have come looked at before the handler is called",
  },
  {
    case: ["R49.reader", "R49.chunked-stream", "R49.slow-text", "R49.slow-stream"],
    reason:
      "Bun ends the body of a request with the response to it: what has arrived by then can be read (R48), the rest not",
    link: "https://github.com/oven-sh/bun/pull/33524",
    takes: "Bun: the body of a request kept alive beyond its response",
  },
  {
    case: "R53.case",
    reason: "Bun compares the value of Expect with its case",
    link: "https://github.com/oven-sh/bun/issues/30248",
    takes: "Bun: Expect compared without case",
  },
  {
    case: ["R53.no-body", "R53.zero"],
    reason: "Bun answers 100 before it looks whether a body is coming",
    link: "https://github.com/oven-sh/bun/pull/34960",
    takes: "Bun: 100 Continue only where a body is coming",
  },
  {
    case: "P15.empty",
    reason: "Bun sends a stream that ends before its first chunk with Content-Length: 0",
    link: "https://github.com/oven-sh/bun/blob/main/packages/bun-uws/src/HttpResponse.h",
    takes: "Bun: chunks also for a stream that ends at once",
  },
  {
    case: ["P18.null", "P18.stream", "P19.cancel", "C33.headers", "C33.large", "C33.stream"],
    reason: "Bun writes transfer-encoding: chunked, or a length of 0, in the response to a HEAD",
    link: "https://github.com/oven-sh/bun/pull/33876",
    takes: "Bun: a response to HEAD that says neither length nor chunks",
  },
  {
    case: "C33.copied",
    reason:
      "as C33.headers, which this row leaves out: Bun writes transfer-encoding: chunked in the response to a HEAD",
    link: "https://github.com/oven-sh/bun/pull/33876",
    only: "agreement",
    takes: "Bun: a response to HEAD that says neither length nor chunks",
  },
  {
    case: ["P23.exact", "P23.longer", "P23.shorter", "P23.sizes", "P23.sizes-apart", "P41.length"],
    reason: "Bun drops the Content-Length of a stream and sends chunks",
    link: "https://github.com/oven-sh/bun/issues/10507",
    takes: "Bun: the Content-Length of a stream used as framing",
  },
  {
    case: "C14.stream-64",
    reason: "as P23.exact: Bun drops the Content-Length of a stream",
    link: "https://github.com/oven-sh/bun/issues/10507",
    only: "agreement",
    takes: "Bun: the Content-Length of a stream used as framing",
  },
  {
    case: ["P28.299", "P28.599"],
    reason: "Bun writes the reason HM for a status that it does not know",
    link: "https://github.com/oven-sh/bun/pull/36003",
    takes: "Bun: an empty reason phrase",
  },
  {
    case: "P29.repeated",
    reason:
      "a Headers of Bun joins what append() adds to a name, also for an array of pairs, and does not tell the parts apart any more; RFC 9110 5.3 makes the two the same",
    link: "https://github.com/whatwg/fetch/issues/506",
    takes: "Bun: repeated fields kept apart in its Headers, and written so",
  },
  {
    case: ["P34.head", "P42.first", "I06.first"],
    reason:
      "Bun holds the end of the head back until the first chunk: date, framing and the empty line",
    link: "https://github.com/oven-sh/bun/pull/33660",
    takes: "Bun: the head of a stream flushed before its first chunk",
  },
  {
    case: [
      "R44.chunk-tls",
      "R44.size-tls",
      "R44.end-tls",
      "R44.chunk-unix",
      "R44.size-unix",
      "R44.end-unix",
    ],
    reason:
      "refused with 400 as everywhere, but Bun has asked the handler, whose answer it drops (R44.handler)",
    link: "https://github.com/oven-sh/bun/blob/main/packages/bun-uws/src/HttpContext.h",
    only: "agreement",
    takes: "Bun: a bad chunk in the packet of the head found before the handler is asked",
  },
  {
    case: "R11.connect",
    reason: "Node closes after the answer to a CONNECT and says so; this host keeps the connection",
    link: "https://github.com/oven-sh/bun/pull/34261",
    only: "agreement",
    takes: "Bun: Connection: close honoured in the answer to CONNECT",
  },
  {
    case: "X05.silent",
    reason:
      "Bun asks Linux to keep a connection for a second until something is sent (TCP_DEFER_ACCEPT): nobody can close it before that",
    link: "https://github.com/oven-sh/bun/pull/28617",
    takes: "Bun: a way to listen without TCP_DEFER_ACCEPT",
  },
  {
    case: ["X04.arriving", "X04.arriving-tls", "X04.arriving-unix"],
    reason:
      "Bun ends the connection, and the response under way with it, when another request arrives in a drain",
    link: "https://github.com/oven-sh/bun/pull/38128",
    takes: "Bun: pipelined requests that wait for their turn, also in a drain",
  },
  {
    case: "E09.reverse-down",
    reason: "as P34.head: of a response whose body has not begun Bun sends the status line only",
    link: "https://github.com/oven-sh/bun/pull/33660",
    takes: "Bun: the head of a stream flushed before its first chunk",
  },
  {
    case: "E09.reverse-down",
    part: "chains",
    reason: "as P34.head: of a response whose body has not begun Bun sends the status line only",
    link: "https://github.com/oven-sh/bun/pull/33660",
    takes: "Bun: the head of a stream flushed before its first chunk",
  },
  {
    case: "E09.new",
    reason: "Bun's new Request(request) copies the body instead of moving it",
    link: "https://github.com/oven-sh/bun/pull/35858",
    takes: "Bun: new Request(request) that moves the body, or a global Request of ours",
  },
  {
    case: "E09.locked",
    reason: "Bun takes a body for used as soon as a reader was asked for",
    link: "https://github.com/oven-sh/bun/pull/33461",
    takes: "Bun: a locked stream told from a used one",
  },
  {
    case: ["E09.getters", "E09.getters-captured"],
    reason:
      "the members of Request.prototype are not configurable on Bun: called apart from their object they give Bun's own signal, credentials and referrer",
    link: "https://github.com/oven-sh/bun/pull/40617",
    takes:
      "Bun: members of Request.prototype that can be configured; a global Request of ours would meet it for those who did not take the platform's before",
  },
];
