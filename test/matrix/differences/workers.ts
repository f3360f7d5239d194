/**
 * Known differences of workerd 2026-10-23.
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

export const WORKERS: readonly DifferenceRow[] = [
  {
    case: ["R15.m-search", "R15.unknown", "R15.lower-case", "R15.long"],
    reason: "workerd knows a fixed list of methods and answers 501 to any other",
    link: "https://github.com/cloudflare/workerd/issues/3453",
    takes: "workerd: any token as a method",
  },
  {
    case: ["P36.idle", "I06.idle"],
    reason:
      "workerd notices a FIN only when it writes: nothing is cancelled while the stream is idle",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: news of a FIN while nothing is written",
  },
  {
    case: ["R60.close", "R60.half", "R60.queued"],
    reason: "workerd notices a FIN only when it writes: a pending handler learns of a reset alone",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: news of a FIN while nothing is written",
  },
  {
    case: "R38.reset",
    reason:
      "of a request whose client resets workerd drops what is waited for: the read of its body never settles, request.signal tells alone",
    link: "https://github.com/cloudflare/workerd/pull/2315",
    takes: "workerd: reads of a body that reject when the client resets",
  },
  {
    case: "R60.stream-half",
    reason: "workerd takes a half-close for no hang-up: it goes on writing",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: a half-close taken for a hang-up",
  },
  {
    case: ["R02.absolute", "R02.scheme", "R03.no-path", "R03.query"],
    reason:
      "workerd makes the URL of the Host field and of the path of an absolute target, and shows nothing else of it",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp",
    takes: "workerd: the authority and scheme of an absolute target in request.url",
  },
  {
    case: [
      "R04.missing",
      "R04.absolute",
      "R05.two",
      "R05.equal",
      "R06.space",
      "R06.path",
      "R06.query",
      "R06.userinfo",
      "R06.bracket",
      "R06.comma",
      "R06.backslash",
      "R06.absolute",
      "R06.port",
      "R06.port-range",
      "R10.asterisk",
      "R28.head",
      "R24.control",
      "R24.host",
      "R24.del",
      "R54.two",
      "R54.twice",
      "R55.gzip",
      "R55.get",
      "R55.head",
    ],
    reason:
      "refused with 400 as everywhere, but a Worker cannot close the connection: workerd drops the Connection header",
    link: "https://github.com/capnproto/capnproto/pull/1179",
    takes: "workerd: a way to close the connection, as kj has one",
  },
  {
    case: ["R04.http10", "R04.empty"],
    reason: "workerd answers 400 by itself where there is no Host",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: requests without a Host handed on",
  },
  {
    case: ["R28.reach-host", "R28.reach-garbage", "R28.reach-chunk"],
    reason:
      "workerd closes a connection whose bytes are no request at once: a client that goes on sending is reset, and may lose the answers before",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: the writing side closed first, and the rest read for a while",
  },
  {
    case: "R05.empty",
    reason: "workerd shows the Worker no Host that is empty: of two only the other is seen",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: a second Host refused in the parser",
  },
  {
    case: ["R10.relative", "R10.authority"],
    reason:
      "workerd takes a target without a slash (foo, host:1234) for an absolute one without a path: what a Worker sees is the URL of /",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: the target as it came, or refused",
  },
  {
    case: [
      "R10.connect",
      "R10.connect-no-port",
      "R10.connect-url",
      "R11.connect",
      "R31.connect-null",
    ],
    reason:
      "workerd takes CONNECT for a tunnel: it answers 500 where the Worker has no connect handler, and 200 where it has, whatever that does",
    link: "https://github.com/cloudflare/workerd/issues/876",
    takes: "workerd: CONNECT handed to fetch(), or a connect handler that can refuse",
  },
  {
    case: ["R17.latin1", "R17.utf8"],
    reason: "workerd decodes field values as UTF-8",
    link: "https://github.com/cloudflare/workerd/issues/6927",
    takes: "workerd: field values as latin-1",
  },
  {
    case: "R19.cookie",
    reason:
      "workerd joins repeated Cookie lines with a comma, and the parts cannot be told from a comma in a value",
    link: "https://fetch.spec.whatwg.org/#concept-header-list-get",
    takes: "workerd: repeated Cookie lines joined with a semicolon (RFC 9113 8.2.3), or kept apart",
  },
  {
    case: "R26.refused",
    reason:
      "workerd takes a head of up to 512 KiB; limits.headerSize bounds it lower, but the connection stays",
    link: "https://github.com/capnproto/capnproto/pull/1153",
    takes: "workerd: a limit of the head that can be set",
  },
  {
    case: "R26.lines",
    reason: "workerd bounds no number of header lines",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: a limit of the head that can be set",
  },
  {
    case: "R53.unread",
    reason: "workerd sends 100 when the body is read, not before",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: 100 Continue before the body is read",
  },
  {
    case: "R44.space-behind",
    reason: "workerd takes the size of a chunk with a space behind it",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: the size of a chunk taken by its digits alone",
  },
  {
    case: ["R44.chunk", "R44.handler"],
    reason: "workerd dispatches as soon as the head is there",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: the packet parsed to its end before the dispatch",
  },
  {
    case: ["R49.reader", "R49.chunked-stream", "R49.slow-text", "R49.slow-stream"],
    reason:
      "workerd ends the body of a request with the response to it: what has arrived by then can be read (R48), the rest not",
    link: "https://github.com/cloudflare/workerd/issues/1730",
    takes: "workerd: the body of a request kept alive beyond its response",
  },
  {
    case: ["R54.both", "R54.both-reversed"],
    reason:
      "workerd takes Content-Length beside Transfer-Encoding, and shows the Worker only one of them",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: refused in the parser, or both fields shown",
  },
  {
    case: ["P28.299", "P28.599"],
    reason:
      "workerd writes the name of the class (Successful, Server Error) for a status that it does not know, unless it is given a text that is not empty: a blank at least",
    link: "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B",
    takes: "workerd: an empty statusText taken for a text",
  },
  {
    case: "C21.empty",
    reason: "workerd takes an empty Content-Encoding off; the body is left as it is",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/http.c%2B%2B",
    takes: "workerd: an empty Content-Encoding left alone",
  },
  {
    case: "C22.empty",
    reason: "workerd takes an empty Content-Range off; the body is left as it is",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/http.c%2B%2B",
    takes: "workerd: an empty Content-Range left alone",
  },
  {
    case: "P30.latin1",
    reason: "workerd writes field values as UTF-8",
    link: "https://github.com/cloudflare/workerd/issues/6927",
    takes: "workerd: field values as latin-1",
  },
  {
    case: ["P32.close", "P32.stream", "P32.last", "P32.case", "P32.list"],
    reason: "a Worker cannot close the connection: workerd drops the Connection header",
    link: "https://github.com/capnproto/capnproto/pull/1179",
    takes: "workerd: a way to close the connection, as kj has one",
  },
  {
    case: ["P46.trailer", "P46.static"],
    reason: "workerd drops the Trailer header",
    link: "https://github.com/whatwg/fetch/issues/981",
    takes: "workerd: Trailer left alone",
  },
  {
    case: "R43.chunk",
    reason: "a Worker's response says nothing of the connection, which is closed all the same",
    link: "https://github.com/capnproto/capnproto/pull/1179",
    only: "agreement",
    takes: "workerd: a way to close the connection, as kj has one",
  },
  {
    case: ["P30.wide", "P30.name-empty", "P30.name-wide", "P30.name-late"],
    reason:
      "workerd's Headers take the value or the name: it is our check that refuses it, by a code",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/headers.c%2B%2B",
    only: "agreement",
    takes: "workerd: Headers that refuse what is not latin-1",
  },
  {
    case: ["P01.subclass", "P01.promiseOfSubclass"],
    reason:
      "a class that extended Response before serve() made the global one makes responses of unknown size: chunked; one that is made after it has a length",
    link: "https://developers.cloudflare.com/workers/runtime-apis/response/",
    only: "agreement",
    takes: "everyserve: nothing that comes before the import of the class",
  },
  {
    case: "E09.reverse-abort",
    reason:
      "as R60.close: the handler behind is pending, and the connection that ends is a FIN to it",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: news of a FIN while nothing is written",
  },
  {
    case: "E09.reverse-abort",
    part: "chains behind node",
    reason:
      "workerd notices a FIN only when it writes, and Node.js ends the connection behind it by one, where Bun resets it",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: news of a FIN while nothing is written",
  },
  {
    case: "E09.reverse-abort",
    part: "chains behind deno",
    reason:
      "workerd notices a FIN only when it writes, and Deno ends the connection behind it by one, where Bun resets it",
    link: "https://github.com/cloudflare/workerd/issues/4185",
    takes: "workerd: news of a FIN while nothing is written",
  },
];
