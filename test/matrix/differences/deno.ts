/**
 * Known differences of Deno 2.9.6.
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

export const DENO: readonly DifferenceRow[] = [
  {
    case: ["R59.body-text", "R59.body-json", "R59.body-stream", "R59.body-chunked"],
    reason:
      "the reader rejects and the client gets its 408, but Deno keeps a connection on which a read of the body is pending until more of it has come or the client has gone",
    link: "https://github.com/denoland/deno/issues/3515",
    takes: "Deno: a read of a body that can be given up",
  },
  {
    case: ["R04.missing", "R04.absolute"],
    reason:
      "Deno serves HTTP/1.1 without Host, and does not tell it from HTTP/1.0, where that is right",
    link: "https://github.com/denoland/deno/issues/26554",
    takes: "Deno: the version of HTTP in request or info",
  },
  {
    case: ["R28.head", "R55.head"],
    reason:
      "Deno sends connection: close and keeps the connection (P32.close): a refused HEAD has no body that could fail (R06.space), and what follows it is served",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: "R31.connect-null",
    reason:
      "Deno reads what comes with a CONNECT as the next request, so that one with a body is refused (RFC 9110 9.3.6: it has none)",
    link: "https://github.com/denoland/deno/pull/34446",
    takes: "Deno: what comes with a CONNECT read as its body",
  },
  {
    case: ["R44.space-before", "R44.space-behind"],
    reason: "Deno's parser takes the size of a chunk with spaces around it",
    link: "https://github.com/denoland/deno/pull/34446",
    takes: "Deno: the size of a chunk taken by its digits alone",
  },
  {
    case: "R10.no-authority",
    reason: "Deno takes the URL for one of the Host field before any handler",
    link: "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs",
    takes: "Deno: the target as it came, or refused",
  },
  {
    case: "R44.chunk",
    reason: "Deno closes the connection without a word before any handler",
    link: "https://github.com/denoland/deno/pull/34446",
    takes: "Deno: 400 instead of the end of the connection",
  },
  {
    case: "P21.205",
    reason:
      "Deno frames a 205 neither way and allows it no body: no header of ours reaches the wire",
    link: "https://github.com/denoland/deno/pull/34446",
    takes: "Deno: Content-Length: 0 with a 205",
  },
  {
    case: ["P32.close", "P32.case", "P32.list", "P32.last", "P32.stream"],
    reason:
      "Deno sends connection: close and keeps the connection; until 2.9.5 a body that failed behind its length made it close, now only one that is cut does",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: [
      "R06.space",
      "R06.path",
      "R06.query",
      "R06.userinfo",
      "R06.bracket",
      "R06.port",
      "R06.port-range",
      "R06.comma",
      "R06.backslash",
      "R06.absolute",
      "R07.userinfo",
      "R10.connect-no-port",
      "R31.connect",
      "R55.gzip",
      "R55.get",
    ],
    reason:
      "refused with 400 and connection: close, and nothing behind it is read; but Deno closes only a connection whose body is cut (P32.close), so that the text of the refusal has no proper end",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: ["E06.head-size", "E06.head-target", "E06.head-lines", "E06.head-lines-many"],
    reason: "answered with 431 and connection: close, but as P32.close Deno keeps the connection",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: [
      "E06.body-declared",
      "E06.body-announced",
      "E06.body-text",
      "E06.body-json",
      "E06.body-form",
      "E06.body-buffer",
      "E06.body-clone",
      "E06.body-stream",
      "E06.body-pipe",
      "E06.body-caught",
      "E06.body-onerror",
    ],
    reason:
      "answered with 413 and connection: close, but as P32.close Deno keeps the connection, until the rest of the body has come or the client has gone",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: "E06.body-new",
    reason: "as E06.body-text, by chance: the copy may have been given up before",
    link: "https://github.com/denoland/deno/issues/9411",
    takes: "Deno: Connection: close honoured",
    unsteady: true,
  },
  {
    case: ["R48.body", "R48.body-used", "R48.chunked"],
    reason:
      "Deno has no body of a request any more when the response is out, unless somebody reads it; reading it unasked would keep a connection whose body is still arriving (R50)",
    link: "https://github.com/denoland/deno/issues/36624",
    takes: "Deno: the body of a request kept alive beyond its response",
  },
  {
    case: ["W29.memory", "W29.memory-tls"],
    reason:
      "Deno does not hear of a client that leaves while something is still to be sent to it, and gives no way to end its socket: such sockets stay open",
    link: "https://github.com/denoland/deno/issues/27924",
    takes: "Deno: the end of a connection told to its WebSocket while a send is pending",
    unsteady: true,
  },
  {
    case: "X02.next",
    reason:
      "Deno lets go of the port a turn of the event loop after shutdown(): await something first, or the promise of shutdown()",
    link: "https://docs.deno.com/api/deno/~/Deno.HttpServer",
    takes: "Deno: a listener that is closed within shutdown()",
  },
  {
    case: ["X05.answered", "X05.answered-tls", "X05.answered-unix"],
    reason:
      "Deno's shutdown waits for the rest of a body, also when its request is answered: everyserve's resolves 10 seconds later, the connection stays until its client goes, and holds the process",
    link: "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs",
    takes: "Deno: a drain that closes connections without a request",
  },
  {
    case: ["X03.all", "X03.all-tls", "X03.all-unix"],
    reason:
      "a shutdown of Deno breaks off every upload, so that Deno is told of it when those under way have come (X07), 10 seconds later at the latest: until then the port and idle connections stay",
    link: "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs",
    takes: "Deno: a shutdown that waits for the bodies of requests",
  },
  {
    case: "R26.refused",
    reason:
      "Deno answers 400 to a head that is too large, Node and Bun 431: the clause allows both",
    link: "https://www.rfc-editor.org/rfc/rfc9110#section-5.4",
    only: "agreement",
    takes: "Deno: 431 instead of 400",
  },
  {
    case: ["C20.first", "C25.line"],
    reason:
      "what append() adds stays a line of its own on Deno (P29.repeated), other hosts join it; RFC 9110 5.3 makes the two the same",
    link: "https://www.rfc-editor.org/rfc/rfc9110#section-5.3",
    only: "agreement",
    takes: "everyserve: a note of each append() on the other hosts (P29.repeated)",
  },
  {
    case: "R11.connect",
    reason: "Node closes after the answer to a CONNECT and says so; this host keeps the connection",
    link: "https://github.com/denoland/deno/issues/9411",
    only: "agreement",
    takes: "Deno: Connection: close honoured",
  },
  {
    case: ["X09.late", "X09.late-tls", "X09.late-unix"],
    reason:
      "an abort closes Deno's listener and its idle connections; one whose handler is pending is kept until the handler answers",
    link: "https://github.com/denoland/deno/issues/25792",
    takes: "Deno: an abort that closes every connection",
  },
  {
    case: ["R28.reach-host", "R28.reach-garbage", "R28.reach-chunk"],
    reason:
      "Deno closes a connection whose bytes are no request at once: a client that goes on sending is reset, and may lose the answers before",
    link: "https://github.com/denoland/deno/blob/main/ext/http/http_next.rs",
    takes: "Deno: the writing side closed first, and the rest read for a while",
  },
  {
    case: "X12.unread",
    reason:
      "an abort in the middle of a drain resolves it, but reaches no connection of Deno's: one whose client does not read holds the process",
    link: "https://github.com/denoland/deno/issues/25792",
    takes: "Deno: an abort that closes every connection",
  },
  {
    case: "X12.process",
    reason:
      "in a drain the signals of pending requests are looked at, and Deno prints its warning about them once",
    link: "https://docs.deno.com/go/unstable-no-legacy-abort",
    takes: "Deno: the behaviour of --unstable-no-legacy-abort by default",
  },
  {
    case: "R60.queued",
    reason:
      "Deno hands the requests of a connection to the handler one at a time: the second never began",
    link: "https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2",
    takes: "Deno: requests of a connection dispatched as they arrive",
  },
  {
    case: "S40.socket",
    reason: "an open WebSocket of Deno's keeps the process, and has no unref()",
    link: "https://github.com/denoland/deno/blob/main/ext/websocket/01_websocket.js",
    takes: "Deno: a WebSocket that does not keep the process",
  },
];
