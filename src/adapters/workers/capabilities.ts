/**
 * What Workers (workerd) give: the platform listens, terminates TLS and speaks HTTP/2.
 *
 * @module
 */
import type { Capabilities } from "../../core/types.ts";
import { codingsOfFlags } from "./encode.ts";

/** Data for `server.capabilities` and for the table in the docs. */
export const capabilities: Capabilities = Object.freeze({
  listen: false,
  tls: false,
  http2: false,
  h2c: false,
  unix: false,
  reusePort: false,
  tcpBacklog: false,
  websocket: false,
  requestSignal: true,
  completed: true,
  timeouts: Object.freeze([]),
  limits: Object.freeze([]),
  compression: codingsOfFlags,
});
