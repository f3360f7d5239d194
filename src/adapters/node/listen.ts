/**
 * The listener on node:http.
 *
 * @module
 */
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { nameNetError } from "../../core/net_errors.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import { Sockets } from "../../core/upgraded.ts";
import type { VetContext } from "../../core/vet.ts";
import { createAnswer } from "./answer.ts";
import { bindAndListen } from "./bind.ts";
import { Connections, sweepInterval } from "./connections.ts";
import type { Common } from "./exchange.ts";
import { acceptHttp1 } from "./http1/accept.ts";
import { upgradeOptions } from "./http1/upgrade.ts";
import { acceptHttp2 } from "./http2/session.ts";
import { installStandIns } from "./lazy/install.ts";
import { acceptTls } from "./tls.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const { strict, limits, timeouts } = options;
  const connections = new Connections(timeouts);
  if (!strict) installStandIns();
  // R04: node:http would refuse a missing Host by itself, but our policy also has HTTP/1.0.
  const server = http.createServer({
    requireHostHeader: false,
    keepAliveTimeout: 0, // see Connections
    ...boundOptions(options),
    ...upgradeOptions(),
    // Node 24.10 and newer: no stream machinery for a request without a body; -1.5 to -7 µs.
    optimizeEmptyRequests: true,
  } as http.ServerOptions);
  // node:http drops the lines above this silently; acceptHttp1 refuses them.
  server.maxHeadersCount = maxLines(limits.headerCount);
  // close() calls it, and it destroys a connection whose response has been given to TLS and has not
  // left it (Node 20 and 22). `Connections` knows which are idle.
  server.closeIdleConnections = nothing;
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  const sockets = new Sockets(socketLimits(options));
  const common: Common = {
    connections,
    sockets,
    limits,
    timeouts,
    http2WebSockets: options.http2WebSockets,
    get addr() {
      return addr;
    },
  };
  const { secure } = options;
  const answer = createAnswer(responder, connections, strict);
  const originOf = (): VetContext => ({
    scheme: addr.transport === "unix" ? "http+unix" : secure === undefined ? "http" : "https",
    fallback: fallbackAuthority(addr, secure !== undefined),
  });
  const onHttp2 = (socket: Socket): void => acceptHttp2(socket, common, answer, originOf());
  acceptHttp1(server, common, answer, originOf, onHttp2);
  const secured = secure && acceptTls(server, secure, connections, timeouts.headers, onHttp2);
  if (secured === undefined) server.on("connection", (socket) => connections.add(socket));
  bindAndListen(server, options);
  const bound = (): void => {
    const address = server.address() as AddressInfo | string | null;
    if (address !== null && typeof address === "object") {
      addr = { transport: "tcp", hostname: address.address, port: address.port };
    }
  };
  if (server.listening) bound();
  const ready = server.listening ? undefined : whenReady(server, bound);

  return {
    get addr() {
      return addr;
    },
    ready,
    drain() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.goAway();
      // The server's own 'close' would wait for clients that keep a WebSocket's connection (W49).
      return connections.drain().then(() => (connections.hasReleased ? undefined : closed));
    },
    abort() {
      server.close();
      sockets.abort();
      connections.destroy();
    },
    ref() {
      server.ref();
      connections.setRef(true);
    },
    unref() {
      server.unref();
      connections.setRef(false);
    },
    reload: secured?.reload,
  };
}

/** What node:http bounds by itself; 0 means no bound (R26, R59). */
function boundOptions({ limits, timeouts }: ListenOptions): http.ServerOptions {
  const { headers, request } = timeouts;
  return {
    maxHeaderSize: Math.min(limits.headerSize, 2 ** 31 - 1),
    // The one for the head must not be longer than the one for all (ERR_OUT_OF_RANGE).
    headersTimeout: finite(Math.min(headers, request)),
    requestTimeout: finite(request),
    connectionsCheckingInterval: sweepInterval(headers, request),
  };
}

/**
 * One line more than is taken; 0 for any number. A head of 2 GiB has fewer lines than 2^29, and
 * node:http takes twice the number for a signed 32-bit integer (`<< 1` in _http_server.js, 20 to 26).
 */
function maxLines(headerCount: number): number {
  return headerCount >= 2 ** 29 ? 0 : headerCount + 1;
}

/** Whole milliseconds, or 0 for never. */
function finite(milliseconds: number): number {
  return milliseconds === Infinity ? 0 : Math.min(Math.ceil(milliseconds), 2 ** 31 - 1);
}

function whenReady(server: http.Server, bound: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(nameNetError(error)));
    server.once("listening", () => {
      bound();
      resolve();
    });
  });
}

function nothing(): void {}
