/**
 * What Bun gives.
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
  reusePort: true,
  tcpBacklog: false, // Bun.serve has no such option (1.4.5)
  websocket: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze([]),
  limits: Object.freeze([]),
  compression: codings,
});
