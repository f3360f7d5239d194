/**
 * The options of `serve()` as `Bun.serve` takes them (all seen on Bun 1.4.5).
 *
 * @module
 */
import { failure } from "../../core/errors.ts";
import type { ListenOptions, SecureOptions } from "../../core/host.ts";
import { nameNetError } from "../../core/net_errors.ts";
import { tlsFailure } from "../../core/tls_errors.ts";
import { idleSeconds } from "./idle.ts";
import type { Connection } from "./websocket.ts";

const HTTP3_AND_PATH = "Cannot serve with option 'http3': not supported with 'path' on bun";

/** What Bun calls for each request. */
export type Fetch = (
  request: Request,
  server: Bun.Server<Connection>,
) => Response | Promise<Response>;

/** Starts a server of Bun's; throws errors of ours. */
export function start(
  options: ListenOptions,
  fetch: Fetch,
  websocket: Bun.WebSocketHandler<Connection>,
): Bun.Server<Connection> {
  const common = {
    fetch,
    websocket,
    idleTimeout: idleSeconds(options),
    // The default of 128 MiB would answer 413 before the handler is asked.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    // The development page shows the error to the client, stack included.
    development: false,
    // By ALPN, and in cleartext by the preface. Marked experimental in Bun 1.4.
    http2: true,
    // By QUIC; Bun adds Alt-Svc to responses of the other versions. Experimental as well.
    ...(options.http3 ? { http3: true } : {}),
    ...(options.secure === undefined ? {} : { tls: contexts(options.secure) }),
  };
  if (options.http3 && options.path !== undefined) {
    // E04: QUIC needs UDP; Bun says so on stderr and serves the rest.
    throw failure("ERR_OPTION_UNSUPPORTED", HTTP3_AND_PATH);
  }
  try {
    if (options.path !== undefined) return Bun.serve({ ...common, unix: options.path } as never);
    const { hostname, port, reusePort } = options;
    return Bun.serve({ ...common, hostname, port, reusePort } as never);
  } catch (error) {
    const { code = "" } = error as { code?: string };
    throw code.startsWith("ERR_OSSL") ? tlsFailure(error) : nameNetError(error);
  }
}

/** What Bun takes: the first is for clients that ask for no name, or for one that is not there. */
function contexts(secure: SecureOptions): Bun.TLSOptions[] {
  const { cert, key, ca, requestCert, rejectUnauthorized, sni } = secure;
  // With each, since it is asked by the one of the name (oven-sh/bun#37196).
  const clients = requestCert ? { ca: ca.join("\n"), requestCert, rejectUnauthorized } : {};
  const named = [...sni].map(([serverName, files]) => ({ serverName, ...files, ...clients }));
  return [{ cert, key, ...clients }, ...named];
}
