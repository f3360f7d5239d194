/**
 * What Bun gives.
 *
 * @module
 */
import type { Host } from "../../core/host.ts";
import type { Capabilities } from "../../core/types.ts";
import { codings } from "./encode.ts";

/** Data for `server.capabilities` and for the table in the docs. */
export const capabilities: Capabilities = Object.freeze({
  listen: true,
  tls: true,
  // Not rejectUnauthorized: who lets everybody in decides by info.tls, which Bun cannot tell.
  tlsOptions: Object.freeze(["passphrase", "requestCert", "ca", "sni"] as const),
  tlsInfo: false, // no way to the client's certificate (1.4.5, oven-sh/bun#14097)
  tlsReload: false, // Bun's reload() ignores tls (1.4.5, oven-sh/bun#43815)
  http2: true,
  h2c: true,
  http3: true,
  unix: true,
  reusePort: true,
  tcpBacklog: false, // Bun.serve has no such option (1.4.5)
  websocket: true,
  perMessageDeflate: false, // a switch of the whole server there, which clients that offer it always get
  http2WebSockets: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze(["request", "idle"] as const),
  limits: Object.freeze([
    "headerSize",
    "headerCount",
    "bodySize",
    "discard",
    "webSocketMessage",
    "webSocketBuffer",
  ] as const),
  compression: codings,
});

/**
 * Bun's parser: 16 KiB and 198 lines (1.4.5). A head has some 10 seconds, whatever is set; a body
 * has no clock.
 */
export const own: NonNullable<Host["own"]> = Object.freeze({
  discard: Infinity,
  headerSize: 16_384,
  headerCount: 198,
  headers: 10_000,
  request: Infinity,
});

/** Its idleTimeout is a byte of seconds; it can be off, too (1.4.5). */
export const most: NonNullable<Host["most"]> = Object.freeze({ idle: 255_000 });
