/**
 * Known differences over HTTP/2 and TLS: of Bun's server, which is marked experimental (1.4.5), and
 * of Deno's, which is hyper's h2 (2.9.6).
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

const BUN_DOCS = "https://bun.com/docs/runtime/http/server";
const H2 = "https://github.com/hyperium/h2";
const H2_GOAWAY = "https://github.com/hyperium/h2/issues/885";
const DENO_SOURCE = "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs";
const FRAMES = "h2 frames";

export const BUN_HTTP2: readonly DifferenceRow[] = [
  {
    case: ["R15.unknown", "R15.long"],
    reason: "as over HTTP/1: Bun knows a fixed list of methods, and answers 501 to any other",
    link: "https://github.com/oven-sh/bun/issues/6556",
    part: "h2",
    takes: "Bun: any token as a method, in the parser and in Request",
  },
  {
    case: ["P15.empty", "P23.exact"],
    reason: "as over HTTP/1: Bun decides itself about the Content-Length of a stream",
    link: "https://github.com/oven-sh/bun/issues/10507",
    part: "h2",
    takes: "Bun: the Content-Length of a stream used as framing",
  },
  {
    case: "P29.repeated",
    reason: "as over HTTP/1: a Headers of Bun joins what append() adds to a name",
    link: "https://github.com/whatwg/fetch/issues/506",
    part: "h2",
    takes: "Bun: repeated fields kept apart in its Headers, and written so",
  },
  {
    case: ["P16.null", "P17.date-null", "P17.own-null", "C16.null"],
    reason: "as P13.h2: Bun sends Content-Length: 0 with a response that has no body",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: "h2",
    only: "agreement",
    takes: "Bun: no Content-Length where there is no body",
  },
  {
    case: ["C14.stream-64", "P23.sizes", "P23.sizes-apart"],
    reason: "as P23.exact: Bun decides itself about the Content-Length of a stream",
    link: "https://github.com/oven-sh/bun/issues/10507",
    part: "h2",
    only: "agreement",
    takes: "Bun: the Content-Length of a stream used as framing",
  },
  {
    case: "R31.head-length",
    reason:
      "as R14.no-host: the Host that Bun makes of :authority is in the echo, and in its length",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: "h2",
    only: "agreement",
    takes: "Bun: no Host made of :authority",
  },
  {
    case: ["R14.authority", "R14.fallback"],
    reason: "Bun resets a request whose Host is not its :authority, and one that has neither",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: FRAMES,
    takes: "Bun: the checks of :authority and Host in its HTTP/2",
  },
  {
    case: ["R14.scheme", "R14.no-host"],
    reason: "Bun makes a Host of :authority, and shows nothing of :scheme",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: FRAMES,
    takes: "Bun: :scheme and :authority as they came",
  },
  {
    case: "H16.expect",
    reason: "Bun sends 100 Continue over HTTP/2 too",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: FRAMES,
    takes: "Bun: no 100 Continue over HTTP/2",
  },
  {
    case: "P13.h2",
    reason: "Bun sends Content-Length: 0 with a response that has no body",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: FRAMES,
    takes: "Bun: no Content-Length where there is no body",
  },
  {
    case: "R49.h2",
    reason: "as over HTTP/1: Bun aborts the body of a request when the response to it is out",
    link: "https://github.com/oven-sh/bun/pull/33524",
    part: FRAMES,
    takes: "Bun: the body of a request kept alive beyond its response",
  },
  {
    case: "P34.h2",
    reason: "as over HTTP/1: Bun holds the head back until the first chunk",
    link: "https://github.com/oven-sh/bun/pull/33660",
    part: FRAMES,
    takes: "Bun: the head of a stream flushed before its first chunk",
  },
  {
    case: ["H14.unsent", "H14.unsent-0"],
    reason:
      "a body that is known whole counts as delivered when Bun has taken it, as I05 allows; nothing tells of its end",
    link: BUN_DOCS,
    part: FRAMES,
    takes: "Bun: news of the end of a response",
  },
  {
    case: ["H07.flood", "H08.ignored", "H16.flood", "H15.empty"],
    reason: "Bun bears such a flood, and no program sees the frames",
    link: "https://github.com/oven-sh/bun/pull/40137",
    part: FRAMES,
    takes: "Bun: counts of such frames in its HTTP/2",
  },
  {
    case: ["H04.none-2", "H04.alert"],
    reason:
      "over TLS Bun speaks HTTP/2 by ALPN alone, and HTTP/1 with a client that offers something else",
    link: "https://github.com/oven-sh/bun/pull/33487",
    part: "tls",
    takes: "Bun: a choice of the protocols of its ALPN: open",
  },
  {
    case: ["H17.announced", "H17.sent", "H17.announced-tls", "H17.sent-tls"],
    reason: "Bun says GOAWAY once, with the last stream, and does not wait for those on their way",
    link: "https://github.com/oven-sh/bun/pull/40137",
    takes: "Bun: GOAWAY twice in a drain (RFC 9113 6.8)",
  },
  {
    case: ["H19.abort", "H19.abort-tls"],
    reason: "Bun says GOAWAY when it is stopped at once, too",
    link: "https://github.com/oven-sh/bun/pull/40137",
    takes: "Bun: stop(true) without a GOAWAY",
  },
  {
    case: "X05.handshake",
    reason: "as X05.silent: for a second the connection is not Bun's",
    link: "https://github.com/oven-sh/bun/pull/28617",
    takes: "Bun: a way to listen without TCP_DEFER_ACCEPT",
    part: "inside",
  },
];

export const DENO_HTTP2: readonly DifferenceRow[] = [
  {
    case: ["C20.first", "C25.line"],
    reason: "as over HTTP/1: what append() adds stays a line of its own on Deno",
    link: "https://www.rfc-editor.org/rfc/rfc9110#section-5.3",
    part: "h2",
    only: "agreement",
    takes: "everyserve: a note of each append() on the other hosts (P29.repeated)",
  },
  {
    case: "R41.answered",
    reason:
      "Deno ends a body that is reset as if it were whole, and its signal, which tells while the handler is at work, aborts after every response",
    link: DENO_SOURCE,
    part: FRAMES,
    takes: "Deno: a body that was reset fails",
  },
  {
    case: ["H10.path-absolute", "H10.path-bare"],
    reason:
      "h2 takes any :path, and Deno puts what has no slash behind one: the URL shows a path, of the authority that was asked",
    link: H2,
    part: FRAMES,
    takes: "h2: a :path that is no path refused (RFC 9113 8.3.1)",
  },
  {
    case: "H10.two-paths-split",
    reason: "h2 forgets at a CONTINUATION that cuts a field that what came before was malformed",
    link: H2,
    part: FRAMES,
    takes: "h2: a malformed head refused, in however many pieces it comes",
  },
  {
    case: "H10.two-lengths",
    reason: "h2 counts the bytes against the first Content-Length, and hands both on",
    link: H2,
    part: FRAMES,
    takes: "h2: a second Content-Length refused",
  },
  {
    case: "H10.trailers",
    reason: "h2 takes pseudo fields in trailers, which nobody sees",
    link: H2,
    part: FRAMES,
    takes: "h2: pseudo fields in trailers refused (RFC 9113 8.1)",
  },
  {
    case: [
      "R15.post",
      "R15.put",
      "R15.delete",
      "R15.options",
      "R15.patch",
      "R15.trace",
      "R15.propfind",
      "R15.unknown",
      "R15.long",
    ],
    reason: "as R33.none: a request without a body has an empty stream over HTTP/2",
    link: "https://github.com/denoland/deno/pull/12746",
    part: "h2",
    only: "agreement",
    takes: "h2: whether the request ended with its head, told by Deno",
  },
  {
    case: "C16.empty",
    reason: "Deno leaves the Content-Length of an empty body away, where END_STREAM says as much",
    link: DENO_SOURCE,
    part: "h2",
    only: "agreement",
    takes: "h2: Content-Length: 0 left in place",
  },
  {
    case: "H17.client",
    reason:
      "h2 takes the number in a client's GOAWAY for one of the client's streams, and drops all above it with their answers; no program sees the frame",
    link: H2_GOAWAY,
    part: FRAMES,
    takes: "h2: the fix of hyperium/h2#886, in Deno",
  },
  {
    case: ["H17.answered", "H17.answered-tls"],
    reason:
      "as H17.client: a shutdown says GOAWAY at once, and the client's own drops what is under way; to shut down later would hold the port (X02)",
    link: H2_GOAWAY,
    takes: "h2: the fix of hyperium/h2#886, in Deno",
  },
  {
    case: "X03.load-away",
    reason: "as H17.answered; clients that do not answer GOAWAY lose nothing (X03.load-h2)",
    link: H2_GOAWAY,
    part: "load",
    unsteady: true,
    takes: "h2: the fix of hyperium/h2#886, in Deno",
  },
  {
    case: ["R12.special-1", "R12.special-2", "R12.special-8"],
    reason: "h2 resets a stream with such a byte in its :path: a refusal all the same",
    link: "https://github.com/hyperium/http/blob/master/src/uri/path.rs",
    part: "h2",
    takes: "h2: these bytes taken in :path, by the crate http",
  },
  {
    case: ["R33.none", "R33.put", "R33.patch", "R33.delete", "R33.options"],
    reason:
      "over HTTP/2 Deno gives a POST without a body an empty stream, and nothing tells it from a body without a length",
    link: "https://github.com/denoland/deno/pull/12746",
    part: "h2",
    takes: "h2: whether the request ended with its head, told by Deno",
  },
  {
    case: "H01.wrong",
    reason: "Deno takes PRI for a method of HTTP/1",
    link: DENO_SOURCE,
    part: FRAMES,
    takes: "Deno: an incomplete preface refused",
  },
  {
    case: ["H14.unsent", "H14.unsent-0"],
    reason:
      "a body that is known whole counts as delivered when Deno has taken it, as I05 allows; `completed` does not tell otherwise",
    link: DENO_SOURCE,
    part: FRAMES,
    takes: "Deno: news of the end of a response",
  },
  {
    case: ["H07.flood", "H08.ignored", "H16.flood", "H15.empty"],
    reason: "h2 bears such a flood, and no program sees the frames",
    link: H2,
    part: FRAMES,
    takes: "h2: counts of such frames",
  },
  {
    case: ["H18.closed", "H18.closed-tls"],
    reason:
      "a shutdown of Deno waits for the answer to its PING, and no abort reaches a connection any more: shutdown() does not wait, but the connection stays until the peer or the process ends",
    link: "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs",
    takes: "Deno: an abort that closes every connection",
  },
  {
    case: "X05.handshake",
    reason: "a shutdown of Deno leaves a connection alone whose handshake has not begun",
    link: DENO_SOURCE,
    part: "inside",
    takes: "Deno: a drain that closes connections without a request",
  },
];
