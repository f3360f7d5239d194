/**
 * What a runtime does by itself, and everyserve makes otherwise in JavaScript. The places are the
 * adapters' own files and `src/core/hosted*.ts`, `known_bodies.ts`, `vet.ts`.
 *
 * @module
 */
import type { HostName } from "../../src/core/host.ts";

/** What the runtime would do, and the clauses that are met because it does not. */
export type Correction = readonly [what: string, clauses: readonly string[]];

/** By runtime. */
export const CORRECTIONS: Readonly<Record<HostName, readonly Correction[]>> = {
  node: [
    ["takes two Hosts, and leaves what a Host may be to the program", ["R05", "R06"]],
    ["takes HTTP/0.9 and HTTP/2.0 in a request line", ["R29"]],
    ["takes codings besides chunked, and a coding in HTTP/1.0", ["R54", "R55"]],
    ["dispatches a request before the rest of its packet is parsed", ["R44"]],
    ["tells a busy port by an event, after `listen()` has returned", ["S16"]],
    ["reports the missing folder of a socket as a lack of rights", ["S19"]],
    [
      "throws a body away when the response is out, and resets a connection on which one still arrives",
      ["R48", "R49", "R50", "R51"],
    ],
    ["answers a CONNECT with the end of the connection", ["R11"]],
    ["sends 100 Continue where no body is coming, and 417 to other expectations", ["R53"]],
    ["adds `connection: keep-alive` and `keep-alive`", ["P17"]],
    ["writes the reason `unknown` for a status that it does not know", ["P28"]],
    ["leaves silent connections and half a head open when a server closes", ["X05"]],
    ["lets the headers of a request be changed (strict mode excepted)", ["R21"]],
    ["refuses TRACE and CONNECT in its Request, and writes `get` in capitals", ["R15"]],
  ],
  bun: [
    ["gives no BYOB reader of a body", ["E09"]],
    ["answers 200 with a welcome page when a handler returns `undefined`", ["P02"]],
    ["shows a failed handler's stack to the client in development", ["P06"]],
    ["ends quiet streams and slow handlers after 10 s", ["P35"]],
    ["tells a name in the place of the address that it was resolved to", ["S15"]],
    ["answers 413 to a body of more than 128 MiB before the handler is asked", ["R36"]],
    [
      "gives strings no content-type, JSON one with a charset, and bytes and Blobs one that they do not have",
      ["P16"],
    ],
    ["sends bytes as they are when they go out, not as they were", ["E09"]],
    ["sends the headers of a Response only the first time", ["P11"]],
    ["drops content-type and date from the response to a HEAD", ["P18"]],
    ["keeps the handler's Content-Length on a 304", ["P20"]],
    ["sends a short stream with a length instead of chunks", ["P15"]],
    ["closes when the client asked for it without saying so", ["R58"]],
    ["drops the connection of pipelined requests that are not answered at once", ["R57"]],
    ["lets the headers of a request be changed", ["R21"]],
    ["leaves a Host that cannot be part of a URL to the program", ["R06"]],
    ["compresses nothing", ["C03", "C37"]],
    ["leaves half a head, and what it has not read yet, open when a server closes", ["X05"]],
    ["does not say in a drain that a connection ends", ["X08"]],
    [
      "loses with the response what it has of an unread body, and takes the rest for a request",
      ["R48", "R50"],
    ],
    ["counts a body as used as soon as a reader of it was asked for", ["P05"]],
    ["says of a malformed form neither that it is a TypeError nor that nobody has left", ["R45"]],
    ["starts a second server for a default export with a `fetch`", ["E02"]],
  ],
  deno: [
    ["gives no BYOB reader of a body", ["E09"]],
    ["joins repeated headers when a Headers is handed to a Response", ["P29"]],
    ["reads the body of a CONNECT as the next request", ["R31"]],
    ["calls a handler of length 0 without arguments", ["S41", "E10"]],
    ["aborts `request.signal` after every response, and warns about it", ["R62"]],
    ["ends the process at a control byte in a header value", ["P31"]],
    ["gives a POST without a body an empty stream", ["R33"]],
    [
      "takes a malformed form for an empty one, and one that was cut off for a shorter one",
      ["R45"],
    ],
    ["cannot tell method, headers, address and body when the response is out", ["R48", "I01"]],
    ["refuses `fetch(request)` of a request of its server", ["E09"]],
    ["stumbles over a byte order mark in `json()`", ["E09"]],
    ["sends `connection: close` and keeps the connection", ["R28", "P32"]],
    ["leaves a Host that cannot be part of a URL to the program", ["R06"]],
    ["takes `gzip, chunked` for plain chunks", ["R55"]],
    ["resolves `completed` although the client has left", ["I06", "I07"]],
    ["ends the process at an abort in the middle of a drain", ["X12"]],
    ["leaves streams going at an abort in the middle of a drain", ["X09"]],
    ["does not say in a drain that a connection ends", ["X08"]],
    ["waits in a drain for the handler of a client that has left", ["X13"]],
    ["leaves the file of an aborted socket behind", ["S19"]],
    ["sends the body with the response to a HEAD over HTTP/2", ["H12"]],
    ["ends a body of HTTP/2 that was reset as if it were whole", ["R41"]],
    ["tells of certificate and key in an Error without a name", ["S32"]],
    [
      "would compress from 64 bytes on, in fewer spellings, and without Vary on the rest",
      ["C11", "C14", "C30"],
    ],
  ],
  workers: [
    ["loses with the response what it has of an unread body", ["R48"]],
    ["ends a handler that waits for its signal alone, mostly before it tells", ["P09", "P38"]],
    ["sends no date", ["P17"]],
    ["encodes a body again that the handler has encoded", ["C21"]],
    ["does not flush a compressed stream before its end", ["C37", "C39", "C40"]],
    ["shows the bytes that came with a GET", ["R31"]],
    ["lacks `mode`, `credentials`, `referrer` and others on a Request", ["R47"]],
    ["lets the headers of a request be changed", ["R21"]],
    ["lets control characters through in a header", ["R24"]],
    ["glues the target `*` to the authority", ["R09", "R10"]],
    ["takes `gzip, chunked` for plain chunks", ["R55"]],
    ["leaves a Host that cannot be part of a URL to the program", ["R06"]],
    ["drops the Content-Length of a stream", ["P23"]],
    ["takes the Transfer-Encoding of a handler as it is", ["P25"]],
  ],
};
