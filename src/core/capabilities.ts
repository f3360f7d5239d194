/**
 * What a host says of itself: `server.capabilities`, the option `require`, the table in the docs.
 *
 * @module
 */
import type { LimitName, TimeoutName } from "./bound_types.ts";
import type { TlsOptionName } from "./tls_types.ts";

/** What a host can do, as data. */
export interface Capabilities {
  /** The host binds a port itself: `port`, `hostname`, `onListen`, `shutdown`. */
  readonly listen: boolean;
  /** HTTPS by `cert` and `key`. */
  readonly tls: boolean;
  /** The members of the option `tls` that it honours. */
  readonly tlsOptions: readonly TlsOptionName[];
  /** `info.tls`: what the handshake came to, and the client's certificate. */
  readonly tlsInfo: boolean;
  /** `server.reload()`: another certificate while the server runs. */
  readonly tlsReload: boolean;
  /** HTTP/2 over TLS. */
  readonly http2: boolean;
  /** HTTP/2 with prior knowledge on a cleartext port. */
  readonly h2c: boolean;
  /** HTTP/3 over TLS, by the option `http3`. */
  readonly http3: boolean;
  /** The option `path`. */
  readonly unix: boolean;
  /** The option `reusePort`. */
  readonly reusePort: boolean;
  /** The option `tcpBacklog`. */
  readonly tcpBacklog: boolean;
  /** `upgradeWebSocket()`. */
  readonly websocket: boolean;
  /** The option `http2WebSockets`. */
  readonly http2WebSockets: boolean;
  /** The option `perMessageDeflate` of `upgradeWebSocket()`. */
  readonly perMessageDeflate: boolean;
  /** `request.signal` aborts when the client hangs up. */
  readonly requestSignal: boolean;
  /** `info.completed` tells delivery from loss. */
  readonly completed: boolean;
  /** The members of the option `timeouts` that it honours. */
  readonly timeouts: readonly TimeoutName[];
  /** The members of the option `limits` that it honours. */
  readonly limits: readonly LimitName[];
  /** The content codings that automatic compression can produce, the preferred first. */
  readonly compression: readonly string[];
}
