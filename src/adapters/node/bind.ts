/**
 * Binding an address before `serve()` returns (S16).
 *
 * `server.listen(port, host)` of node:net looks even a numeric host up first, so that a busy port
 * is told by an event, later. `net._createServerHandle` binds at once and `server._listen2` listens
 * at once; both are undocumented and stand unchanged in Node 20 to 26, so they are feature-detected
 * and `listen()` is what remains without them.
 *
 * @module
 */
import cluster from "node:cluster";
import { existsSync } from "node:fs";
import * as net from "node:net";
import { constants } from "node:os";
import { dirname } from "node:path";
import { getSystemErrorMap } from "node:util";
import type { ListenOptions } from "../../core/host.ts";
import { urlHost } from "../../core/hostname.ts";
import { nameNetError } from "../../core/net_errors.ts";

/** The part of a libuv handle that is used here. */
interface ServerHandle {
  /** Gives the errno that libuv kept from bind(): an address in use is told only here. */
  getsockname?(out: object): number;
  close(): void;
}

interface Internals {
  _createServerHandle?(
    address: string,
    port: number,
    addressType: 4 | 6 | -1,
    fd?: number,
    flags?: number,
  ): ServerHandle | number;
}

interface ServerInternals {
  _handle: ServerHandle | null;
  _listen2?(address: string, port: number, addressType: 4 | 6 | -1, backlog: number): void;
}

/** libuv's UV_TCP_REUSEPORT; Node 20's libuv does not know it. */
const UV_TCP_REUSEPORT = 2;
const DEFAULT_BACKLOG = 511;

/** Starts listening. Throws what can be known at once; the rest comes by an 'error' event. */
export function bindAndListen(server: net.Server, options: ListenOptions): void {
  const { port, hostname, path, reusePort } = options;
  const backlog = options.tcpBacklog ?? DEFAULT_BACKLOG;
  const family = path === undefined ? net.isIP(hostname) : -1;
  const create = (net as Internals)._createServerHandle;
  const internals = server as unknown as ServerInternals;
  // A cluster worker shares the primary's socket, which only an ordinary listen() asks for; and a
  // name is looked up, which takes time (S15).
  if (
    cluster.isWorker ||
    family === 0 ||
    typeof create !== "function" ||
    typeof internals._listen2 !== "function"
  ) {
    server.listen(
      path === undefined ? { port, host: hostname, backlog, reusePort } : { path, backlog },
    );
    return;
  }
  const type = family as 4 | 6 | -1;
  const address = path ?? hostname;
  const numericPort = path === undefined ? port : -1;
  const flags = reusePort ? UV_TCP_REUSEPORT : 0;
  const handle = create(address, numericPort, type, undefined, flags);
  if (typeof handle === "number") throw bindError(handle, options);
  const code = handle.getsockname?.({}) ?? 0;
  if (code < 0) {
    handle.close();
    throw bindError(code, options);
  }
  internals._handle = handle;
  internals._listen2(address, numericPort, type, backlog);
}

function bindError(reported: number, options: ListenOptions): unknown {
  const code = realCode(reported, options);
  const [name, text] = getSystemErrorMap().get(code) ?? ["UNKNOWN", `system error ${code}`];
  const where = options.path ?? `${urlHost(options.hostname)}:${options.port}`;
  const error = new Error(`Cannot listen on ${where}: ${text} (${name})`);
  return nameNetError(Object.assign(error, { code: name, errno: code, syscall: "listen" }));
}

/** S19: libuv reports a missing folder of a socket as EACCES (uv_pipe_bind2). */
function realCode(code: number, { path }: ListenOptions): number {
  const { EACCES, ENOENT } = constants.errno;
  return path !== undefined && code === -EACCES && !existsSync(dirname(path)) ? -ENOENT : code;
}
