/**
 * What Deno gives.
 *
 * @module
 */
import type { Capabilities } from "../../core/types.ts";
import { codings } from "./encode.ts";

/** Data for `server.capabilities` and for the table in the docs. */
export const capabilities: Capabilities = Object.freeze({
  listen: true,
  tls: false,
  http2: false,
  h2c: false,
  unix: true,
  // Behind --unstable-net (2.9.5): without it Deno ends the process. Datagrams are behind the same
  // flag, and that can be seen.
  reusePort: "listenDatagram" in Deno,
  tcpBacklog: true,
  websocket: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze([]),
  limits: Object.freeze([]),
  compression: codings,
});
