/**
 * What Workers (workerd) give: the platform listens, terminates TLS and speaks HTTP/2.
 *
 * @module
 */
import type { Host } from "../../core/host.ts";
import type { Capabilities } from "../../core/types.ts";
import { codingsOfFlags } from "./encode.ts";

/** Data for `server.capabilities` and for the table in the docs. */
export const capabilities: Capabilities = Object.freeze({
  listen: false,
  tls: false,
  tlsOptions: Object.freeze([]),
  tlsInfo: false,
  tlsReload: false,
  http2: false,
  h2c: false,
  http3: false, // a matter of the platform
  unix: false,
  reusePort: false,
  tcpBacklog: false,
  websocket: true,
  perMessageDeflate: false,
  http2WebSockets: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze(["request"] as const),
  limits: Object.freeze(["headerSize", "headerCount", "bodySize", "webSocketMessage"] as const),
  compression: codingsOfFlags,
});

/** The platform's limits are its own affair, and larger than any that is given here but one. */
export const own: NonNullable<Host["own"]> = Object.freeze({
  headerSize: Infinity,
  headerCount: Infinity,
  discard: Infinity,
  webSocketMessage: 33_554_432,
  headers: Infinity,
  request: Infinity,
  idle: Infinity,
});
