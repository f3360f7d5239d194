/**
 * Known differences of WebSockets: what a platform's own framing decides.
 *
 * @module
 */
import { VIOLATIONS } from "../../shared/cases/socket_families.ts";
import type { KnownDifference } from "../expectations.ts";

const DENO_FRAMES = "https://github.com/denoland/deno/pull/18587";
const DENO_CLOSE = "https://github.com/denoland/deno/issues/21642";
const BUN_CLOSE = "https://github.com/oven-sh/bun/pull/43013";
const WORKERD_FRAMES =
  "https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B";
const WORKERS_SOCKETS = "https://developers.cloudflare.com/workers/runtime-apis/websockets/";

const invalid = (code: number): string => `W35.${code}`;

export const WEBSOCKET: readonly KnownDifference[] = [
  {
    host: "bun",
    case: "W07.http10",
    reason: "Bun does not show the version of a request",
    link: "https://github.com/oven-sh/bun/pull/32820",
    takes: "Bun: the version of HTTP in request or server",
  },
  {
    host: "bun",
    case: [
      "W36.empty",
      "W36.code",
      "W36.again",
      "W38.1001",
      "W38.1003",
      "W38.1007",
      "W38.1011",
      "W38.3000",
      "W38.4999",
      "W39.reason",
      "W41.data",
    ],
    reason:
      "Bun ends the connection with its own close frame: the close event has the code and the reason of close(), not those of the peer",
    link: BUN_CLOSE,
    takes: "Bun: close() that waits for the peer's close frame",
  },
  {
    host: "bun",
    case: "R57.handshake",
    reason: "Bun drops the connection when a request is pipelined behind a handler that waits",
    link: "https://github.com/oven-sh/bun/pull/38128",
    takes: "Bun: pipelined requests that wait for their turn",
  },
  {
    host: "deno",
    case: ["W07.http10"],
    reason: "Deno does not show the version of a request",
    link: "https://github.com/denoland/deno/issues/19547",
    takes: "Deno: the version of HTTP in request or info",
  },
  {
    host: "deno",
    case: "W03.ordinary",
    reason: "Deno answers 400 to any Upgrade whose request has a body",
    link: DENO_FRAMES,
    takes: "Deno: an Upgrade beside a body handed to the handler",
  },
  {
    host: "deno",
    case: [...VIOLATIONS, "W33.rsv", "W33.utf8"],
    reason:
      "Deno ends the connection without a close frame (and echoes one that is too long); error and close come as they should",
    link: DENO_FRAMES,
    takes: "Deno: close frames in fastwebsockets where a frame breaks the rules",
  },
  {
    host: "deno",
    case: "W33.large",
    reason:
      "Deno waits for the whole of a frame below 64 MiB; a message above the limit is closed then",
    link: DENO_FRAMES,
    takes: "Deno: a limit in fastwebsockets that is looked at with the head of a frame",
  },
  {
    host: "deno",
    case: "W34.unmasked",
    reason: "Deno takes frames without a mask",
    link: DENO_FRAMES,
    takes: "Deno: masks asked for in fastwebsockets",
  },
  {
    host: "deno",
    case: "W26.cut",
    reason:
      "Deno's socket has no way to end a connection whose peer does not read: the events come, the connection stays",
    link: DENO_CLOSE,
    takes: "Deno: a way to end the connection of a socket",
  },
  {
    host: "deno",
    case: "W40.unanswered",
    reason:
      "Deno's socket has no way to end a connection whose peer does not answer: the events come after timeouts.close, the connection stays",
    link: DENO_CLOSE,
    takes: "Deno: a way to end the connection of a socket",
  },
  {
    host: "deno",
    case: "W41.data",
    reason: "Deno ends the connection at data that comes while it waits for the peer's close frame",
    link: DENO_CLOSE,
    takes: "Deno: data ignored while it waits for the peer's close frame",
  },
  {
    host: "workers",
    case: "W03.list",
    reason: "workerd upgrades only requests whose Upgrade is websocket alone",
    link: WORKERD_FRAMES,
    takes: "workerd: a list in Upgrade",
  },
  {
    host: "workers",
    case: "W07.http10",
    reason: "workerd does not show the version of a request",
    link: WORKERS_SOCKETS,
    takes: "workerd: the version of HTTP",
  },
  {
    host: "workers",
    case: ["W20.http", "W33.rsv-4-ping", "W33.ping-126", "W34.unmasked"],
    reason: "workerd looks neither at masks nor at the bits and lengths of control frames",
    link: "https://github.com/cloudflare/workerd/pull/804",
    takes: "workerd: checks of frames in kj",
  },
  {
    host: "workers",
    case: ["W33.rsv-4-text"],
    reason: "workerd's close frame has a reason that is longer than a control frame may be",
    link: "https://github.com/cloudflare/workerd/pull/804",
    takes: "workerd: a shorter reason in kj",
  },
  {
    host: "workers",
    case: ["W33.utf8", ...VIOLATIONS.filter((id) => /utf8/.test(id))],
    reason: "workerd replaces what is not UTF-8, as a decoder does",
    link: WORKERD_FRAMES,
    takes: "workerd: checks of UTF-8 in kj",
  },
  {
    host: "workers",
    case: [
      ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(invalid),
      "W33.close-1",
      "W33.close-126",
    ],
    reason: "workerd echoes any close frame; the close event says 1006 where the code is none",
    link: WORKERD_FRAMES,
    takes: "workerd: checks of close frames in kj",
  },
  {
    host: "workers",
    case: ["W26.slow", "W26.cut"],
    reason: "Workers do not tell how much waits to be sent, and cannot end a connection",
    link: "https://github.com/cloudflare/workerd/issues/988",
    takes: "workerd: bufferedAmount, and a way to end the connection",
  },
  {
    host: "workers",
    case: ["W46.dropped", "W47.pong", "W47.message"],
    reason: "Workers have no ping: an idleTimeout is refused (E04)",
    link: "https://github.com/cloudflare/workerd/issues/3664",
    takes: "workerd: pings from a Worker: open",
  },
];
