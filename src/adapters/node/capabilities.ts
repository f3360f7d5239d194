/**
 * What Node.js gives, by version.
 *
 * @module
 */
import type { Capabilities } from "../../core/types.ts";
import { codingsOfVersion } from "./compress.ts";

/** Data for `server.capabilities` and for the table in the docs. */
export const capabilities: Capabilities = Object.freeze({
  listen: true,
  tls: true,
  tlsOptions: Object.freeze([
    "passphrase",
    "requestCert",
    "ca",
    "rejectUnauthorized",
    "sni",
  ] as const),
  tlsInfo: true,
  tlsReload: true,
  http2: true,
  h2c: true,
  http3: false, // node:quic is in no official build (26.10)
  unix: true,
  reusePort: atLeast(22, 12), // libuv 1.49 brought UV_TCP_REUSEPORT
  tcpBacklog: true,
  websocket: true,
  perMessageDeflate: true,
  http2WebSockets: true,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze(["headers", "request", "idle", "close"] as const),
  limits: Object.freeze([
    "headerSize",
    "headerCount",
    "bodySize",
    "discard",
    "webSocketMessage",
    "webSocketBuffer",
  ] as const),
  compression: codingsOfVersion,
});

function atLeast(major: number, minor: number): boolean {
  const [a = 0, b = 0] = process.versions.node.split(".").map(Number);
  return a > major || (a === major && b >= minor);
}
