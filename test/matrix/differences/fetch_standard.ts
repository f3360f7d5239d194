/**
 * Known differences of the platforms' own Request, Response, Headers and FormData from the Fetch
 * standard. Nobody who runs on the platform without everyserve gets anything else, and replacing its
 * classes would be the greater difference; what is sent is checked all the same.
 *
 * @module
 */
import type { KnownDifference } from "../expectations.ts";

const TEXT_COPY = {
  host: ["node", "bun", "deno", "workers"],
  case: "E09.reverse-copy-text",
  reason:
    "fetch() leaves the Content-Encoding of a body that it has decoded in the headers; a text that was made of the body is not known for it, while the body itself is, so that the handler has to delete the field (docs/guide.md)",
  link: "https://github.com/whatwg/fetch/issues/1729",
  takes: "everyserve: headers of fetch() known again in a response made of a text",
} as const;

export const FETCH_STANDARD: readonly KnownDifference[] = [
  TEXT_COPY,
  { ...TEXT_COPY, part: "chains" },
  {
    host: "node",
    case: "E09.fetch-headers-record",
    reason: "undici reads the members of a record that are not enumerable as well",
    link: "https://github.com/nodejs/undici/pull/2784",
    takes: "undici: own enumerable members alone",
  },
  {
    host: "node",
    case: ["E09.fetch-body-text", "E09.fetch-body-json"],
    reason: "undici drops a second byte order mark too",
    link: "https://encoding.spec.whatwg.org/#utf-8-decode",
    takes: "undici: one byte order mark dropped, not two",
  },
  {
    host: ["node20", "node22", "node24"],
    case: "E09.fetch-body-clone-chunks",
    reason: "undici shares the chunks of a clone; Node 26 does not any more",
    link: "https://github.com/nodejs/undici/pull/1697",
    takes: "undici: nothing more; 26 clones the chunks",
  },
  {
    host: "bun",
    case: [
      "E09.fetch-request-credentials",
      "E09.fetch-request-defaults-client",
      "E09.fetch-request-referrerpolicy",
      "E09.fetch-request-integrity",
      "E09.fetch-request-keepalive",
      "E09.fetch-request-duplex",
      "E09.fetch-request-members-bad",
    ],
    reason:
      "members of Request that concern browsers have fixed values on Bun, or are missing, and what init says of them is not looked at",
    link: "https://github.com/oven-sh/bun/pull/40617",
    takes: "Bun: the members in its Request",
  },
  {
    host: "bun",
    case: [
      "E09.fetch-request-methods-forbidden",
      "E09.fetch-request-method-case",
      "E09.fetch-request-init-failure",
    ],
    reason:
      "Bun's Request takes the methods of a fixed list, CONNECT and TRACE among them, and makes GET of any other",
    link: "https://github.com/oven-sh/bun/issues/42497",
    takes: "Bun: the methods of the standard in its Request",
  },
  {
    host: "bun",
    case: "E09.fetch-request-init-moved",
    reason: "as E09.new: new Request(request) copies the body",
    link: "https://github.com/oven-sh/bun/pull/35858",
    takes: "Bun: new Request(request) that moves the body",
  },
  {
    host: "bun",
    case: "E09.fetch-request-signal-own",
    reason: "Bun's Request has the signal that it was given, not one that follows it",
    link: "https://github.com/oven-sh/bun/pull/40617",
    takes: "Bun: a signal of its own for each Request",
  },
  {
    host: "bun",
    case: "E09.fetch-request-duplex-stream",
    reason: "Bun does not look at duplex, and sends a stream as a body without it",
    link: "https://github.com/whatwg/fetch/pull/1457",
    takes: "Bun: duplex looked at",
  },
  {
    host: "bun",
    case: "E09.fetch-request-url-bad",
    reason: "Bun takes a URL with credentials, and sends them as Authorization",
    link: "https://github.com/oven-sh/bun/issues/17435",
    takes: "Bun: credentials in a URL refused",
  },
  {
    host: "bun",
    case: ["E09.fetch-request-init-override", "E09.fetch-body-types"],
    reason: "Bun tells the content-type of a body in Request only when the request is sent",
    link: "https://github.com/oven-sh/bun/pull/33128",
    takes: "Bun: the content-type of a body in Request",
  },
  {
    host: "bun",
    case: [
      "E09.fetch-response-status-bad",
      "E09.fetch-response-status-text",
      "E09.fetch-response-null-body",
      "E09.fetch-response-json-bad",
      "E09.fetch-response-redirect-bad",
    ],
    reason:
      "Bun's Response takes the status 101, any statusText, a body with a status that has none, and any text as the target of a redirect",
    link: "https://github.com/oven-sh/bun/issues/32043",
    takes: "Bun: the checks of the standard in its Response",
  },
  {
    host: "bun",
    case: ["E09.fetch-response-error", "E09.fetch-response-redirect-headers"],
    reason: "the headers of Response.error() and Response.redirect() can be changed on Bun",
    link: "https://github.com/oven-sh/bun/pull/36490",
    takes: "Bun: immutable headers there",
  },
  {
    host: "bun",
    case: ["E09.fetch-body-locked", "E09.fetch-response-clone-used"],
    reason: "as E09.locked: Bun takes a body for used as soon as a reader was asked for",
    link: "https://github.com/oven-sh/bun/pull/33461",
    takes: "Bun: a locked stream told from a used one",
  },
  {
    host: "bun",
    case: "E09.fetch-body-blob-type",
    reason: "Bun's blob() has the type of the body or of the raw header field",
    link: "https://github.com/oven-sh/bun/pull/35901",
    takes: "Bun: the type of blob() parsed and serialised",
  },
  {
    host: "bun",
    case: "E09.fetch-body-bad-chunks",
    reason:
      "Bun's readings take strings and any view as chunks of a stream; what is sent is checked by us (P43)",
    link: "https://fetch.spec.whatwg.org/#body-fully-read",
    takes: "Bun: chunks other than bytes refused",
  },
  {
    host: "bun",
    case: "E09.fetch-body-text",
    reason: "Bun's text() gives back a string that it was made of, without the detour by UTF-8",
    link: "https://github.com/oven-sh/bun/pull/33656",
    takes: "Bun: strings encoded as UTF-8 first",
  },
  {
    host: "bun",
    case: "E09.fetch-body-clone-chunks",
    reason: "the chunks of a clone are shared on Bun",
    link: "https://github.com/oven-sh/bun/pull/35843",
    takes: "Bun: the chunks of a clone copied",
  },
  {
    host: "bun",
    case: [
      "E09.fetch-form-files",
      "E09.fetch-form-names",
      "E09.fetch-form-round",
      "E09.fetch-form-bad",
    ],
    reason:
      "Bun's parser of multipart bodies takes what is malformed, guesses the type of a file by its name, and leaves escapes in names",
    link: "https://github.com/oven-sh/bun/pull/34364",
    takes: "Bun: a parser of multipart bodies by the standard",
  },
  {
    host: "bun",
    case: "E09.fetch-headers-custom-iterator",
    reason: "new Headers(headers) of Bun copies the fields without asking for the iterator",
    link: "https://github.com/whatwg/fetch/pull/418",
    takes: "Bun: the iterator of what it is given called",
  },
  {
    host: "bun",
    case: "E09.fetch-headers-set-cookie",
    reason: "the iterators of Bun's Headers come to set-cookie last",
    link: "https://github.com/oven-sh/bun/pull/33125",
    takes: "Bun: set-cookie in its place of the order",
  },
  {
    host: "deno",
    case: ["E09.fetch-request-duplex", "E09.fetch-request-duplex-stream"],
    reason: "Deno has no duplex: its fetch is full duplex, and a stream as a body needs no word",
    link: "https://github.com/denoland/deno/issues/16032",
    takes: "Deno: duplex in its Request",
  },
  {
    host: "deno",
    case: ["E09.fetch-request-members-bad", "E09.fetch-request-url-bad"],
    reason: "Deno's Request does not look at window, and takes a URL with credentials",
    link: "https://github.com/denoland/deno/issues/27763",
    takes: "Deno: window and credentials looked at",
  },
  {
    host: "deno",
    case: "E09.fetch-response-status-bad",
    reason: "Deno's Response takes the status 101, by which its server knows an upgrade",
    link: "https://github.com/denoland/deno/pull/13969",
    takes: "Deno: another sign of an upgrade than the status 101",
  },
  {
    host: "deno",
    case: "E09.fetch-body-text",
    reason: "Deno's text() gives back a string that it was made of, without the detour by UTF-8",
    link: "https://fetch.spec.whatwg.org/#dom-body-text",
    takes: "Deno: strings encoded as UTF-8 first",
  },
  {
    host: "deno",
    case: [
      "E09.fetch-form-files",
      "E09.fetch-form-names",
      "E09.fetch-form-round",
      "E09.fetch-form-bad",
    ],
    reason:
      "Deno's parser of multipart bodies takes what is malformed, and leaves escapes in names",
    link: "https://github.com/WinterTC55/fetch/issues/10",
    takes: "Deno: a parser of multipart bodies by the standard",
  },
  {
    host: "deno",
    case: "E09.frozen",
    reason:
      "Deno's server writes into the request when the response is out, and the process ends when that is frozen: the error comes in a promise of its own that nobody else holds, before the response; only a property put on every request would be in the way",
    link: "https://github.com/denoland/deno/pull/35733",
    takes: "Deno: a request that its server does not write to",
  },
  {
    host: "workers",
    case: [
      "E09.fetch-request-defaults-client",
      "E09.fetch-request-mode",
      "E09.fetch-request-credentials",
      "E09.fetch-request-cache",
      "E09.fetch-request-redirect",
      "E09.fetch-request-referrerpolicy",
      "E09.fetch-request-integrity",
      "E09.fetch-request-keepalive",
      "E09.fetch-request-duplex",
      "E09.fetch-request-members-bad",
    ],
    reason: "workerd's Request has no members that concern browsers, or refuses their values",
    link: "https://github.com/cloudflare/workers-sdk/issues/2514",
    takes: "workerd: the members in its Request",
  },
  {
    host: "workers",
    case: ["E09.fetch-request-methods-forbidden", "E09.fetch-request-method-case"],
    reason: "workerd knows a fixed list of methods, TRACE among them",
    link: "https://github.com/cloudflare/workerd/issues/3453",
    takes: "workerd: the methods of the standard in its Request",
  },
  {
    host: "workers",
    case: [
      "E09.fetch-request-init-failure",
      "E09.fetch-request-signal-own",
      "E09.fetch-request-url-bad",
      "E09.fetch-request-duplex-stream",
    ],
    reason:
      "workerd's Request takes the body before it has looked at all of init, takes a URL with credentials and a stream without duplex, and has the signal that it was given",
    link: "https://github.com/cloudflare/workerd/issues/4976",
    takes: "workerd: the checks of the standard in its Request",
  },
  {
    host: "workers",
    case: ["E09.fetch-response-null-body", "E09.fetch-response-status-text"],
    reason:
      "workerd's Response takes an empty body with a status that has none, and ASCII alone as statusText",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/http.c%2B%2B",
    takes: "workerd: the checks of the standard in its Response",
  },
  {
    host: "workers",
    case: "E09.fetch-response-error",
    reason: "the headers of Response.error() can be changed on workerd",
    link: "https://github.com/cloudflare/workerd/issues/4974",
    takes: "workerd: immutable headers there",
  },
  {
    host: "workers",
    case: "E09.fetch-body-text",
    reason: "workerd makes three replacements of a lone surrogate",
    link: "https://encoding.spec.whatwg.org/#utf-8-decode",
    takes: "workerd: one replacement for a lone surrogate",
  },
  {
    host: "workers",
    case: "E09.fetch-body-blob-type",
    reason: "workerd keeps the case of the parameters of a type",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/http.c%2B%2B",
    takes: "workerd: the parameters of a type in lower case",
  },
  {
    host: "workers",
    case: ["E09.fetch-body-disturbed", "E09.fetch-body-clone-chunks", "E09.fetch-body-bad-chunks"],
    reason:
      "workerd clones a body that was read from, shares the chunks of a clone, and takes any view as a chunk",
    link: "https://github.com/cloudflare/workerd/blob/main/src/workerd/api/streams/README.md",
    takes: "workerd: the checks of the standard in its streams",
  },
  {
    host: "workers",
    case: [
      "E09.fetch-form-files",
      "E09.fetch-form-names",
      "E09.fetch-form-round",
      "E09.fetch-form-bad",
      "E09.fetch-form-urlencoded",
    ],
    reason:
      "workerd's parser of forms takes bare line feeds, leaves escapes in names, takes a file without a name for text, and refuses a charset other than UTF-8",
    link: "https://github.com/WinterTC55/fetch/issues/10",
    takes: "workerd: a parser of forms by the standard",
  },
  {
    host: "workers",
    case: [
      "E09.fetch-headers-custom-iterator",
      "E09.fetch-headers-live",
      "E09.fetch-headers-live-behind",
    ],
    reason:
      "workerd's Headers are iterated as they were at the first step, and copied without their iterator",
    link: "https://github.com/web-platform-tests/wpt/pull/36455",
    takes: "workerd: Headers that are iterated live",
  },
  {
    host: "workers",
    case: ["E09.fetch-headers-names-bad", "E09.fetch-headers-values-bad"],
    reason:
      "workerd's Headers take an empty name and characters beyond latin-1; what is sent is checked by us (P30)",
    link: "https://github.com/cloudflare/workerd/issues/6927",
    takes: "workerd: the checks of the standard in its Headers",
  },
];
