/**
 * What Deno gives.
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
  // Deno.serve takes a certificate and no more (2.9.5, denoland/deno#26825, denoland/deno#23233).
  // Its unstable resolver of names keeps an answer for each name that was ever asked for: a client could
  // ask for a million, and nothing would change at a reload.
  tlsOptions: Object.freeze(["passphrase"] as const),
  tlsInfo: false,
  tlsReload: false,
  http2: true,
  h2c: true,
  http3: false, // Deno has QUIC, but no HTTP/3 server (2.9.6)
  unix: true,
  // Behind --unstable-net (2.9.5): without it Deno ends the process. Datagrams are behind the same
  // flag, and that can be seen.
  reusePort: "listenDatagram" in Deno,
  tcpBacklog: true,
  websocket: true,
  perMessageDeflate: false,
  http2WebSockets: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze(["request"] as const),
  limits: Object.freeze(["headerSize", "headerCount", "bodySize", "webSocketMessage"] as const),
  compression: codings,
});

/** Deno's parser: 64 KiB and 128 lines (2.9.6). It has no clock for anything. */
export const own: NonNullable<Host["own"]> = Object.freeze({
  discard: Infinity,
  headerSize: 65_536,
  headerCount: 128,
  headers: Infinity,
  request: Infinity,
  idle: Infinity,
});

/** Its parser takes no frame of 64 MiB (2.9.6, github.com/denoland/fastwebsockets). */
export const most: NonNullable<Host["most"]> = Object.freeze({ webSocketMessage: 67_108_863 });
