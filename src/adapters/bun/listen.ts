/**
 * The listener on Bun.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import { nativeSignal } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { nameNetError } from "../../core/net_errors.ts";
import { fallbackAuthority } from "../../core/target.ts";
import type { Addr } from "../../core/types.ts";
import { vetRequest } from "../../core/vet.ts";
import { encoder } from "./encode.ts";
import { nextTurn, perform } from "./perform.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  installKnownBodies({ untypedStrings: true, sharesBytes: true });
  installHostedRequests();
  const scheme = addr.transport === "unix" ? "http+unix" : "http";
  const fetch = (native: Request, server: Bun.Server<unknown>): Response | Promise<Response> => {
    const url = vetRequest(native, { scheme, fallback: fallbackAuthority(addr, false) });
    if (url === undefined) return refused();
    // Bun drops the connection of pipelined requests whose response is not there within a few
    // microtasks (1.4.5, https://github.com/oven-sh/bun/pull/38128): answered synchronously if the
    // handler does.
    return answerHosted(
      native,
      url,
      {
        remoteAddr: () => peer(native, server, addr),
        lost: () => nativeSignal.call(native),
        isLost: () => nativeSignal.call(native).aborted,
        encoder,
        beforeEnd: nextTurn,
        leavesForeign: true,
      },
      responder,
      perform,
    );
  };
  const server = start(options, fetch);
  if (addr.transport === "tcp") {
    const { hostname = options.hostname, port = options.port } = server;
    addr = { transport: "tcp", hostname: bare(hostname), port };
  }
  return {
    get addr() {
      return addr;
    },
    drain: () => server.stop(),
    abort: () => void server.stop(true),
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}

type Fetch = (request: Request, server: Bun.Server<unknown>) => Response | Promise<Response>;

function start(options: ListenOptions, fetch: Fetch): Bun.Server<unknown> {
  const common = {
    fetch,
    // The default of 10 s ends quiet streams and slow handlers (oven-sh/bun#27479).
    idleTimeout: 0,
    // The default of 128 MiB would answer 413 before the handler is asked.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    // The development page shows the error to the client, stack included.
    development: false,
  };
  try {
    if (options.path !== undefined) return Bun.serve({ ...common, unix: options.path } as never);
    const { hostname, port, reusePort } = options;
    return Bun.serve({ ...common, hostname, port, reusePort });
  } catch (error) {
    throw nameNetError(error);
  }
}

function peer(native: Request, server: Bun.Server<unknown>, addr: Addr): Addr {
  if (addr.transport === "unix") return addr;
  const ip = server.requestIP(native);
  return { transport: "tcp", hostname: ip?.address ?? "", port: ip?.port ?? 0 };
}

function refused(): Response {
  return new Response(null, { status: 400, headers: { connection: "close" } });
}

function bare(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}
