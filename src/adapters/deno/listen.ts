/**
 * The listener on Deno.serve.
 *
 * @module
 */
import { HostedExchange } from "../../core/exchange.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { createInfo } from "../../core/info.ts";
import type { Addr } from "../../core/types.ts";
import { adaptRequest } from "./request.ts";
import { adaptResponse } from "./response.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const abort = new AbortController();
  const handler = (
    // Both declared: Deno 2.9 passes nothing at all to a handler of length 0.
    native: Request,
    nativeInfo: Deno.ServeHandlerInfo<Deno.Addr>,
  ): Response | Promise<Response> => {
    const exchange = new HostedExchange({ remoteAddr: () => nativeInfo.remoteAddr as Addr });
    const request = adaptRequest(native, exchange);
    const response = responder.handle(request, createInfo(exchange, responder.tasks));
    if (response instanceof Promise) {
      return response.then((settled) => adaptResponse(settled, native, exchange, responder));
    }
    return adaptResponse(response, native, exchange, responder);
  };
  const server = start(options, abort.signal, handler);
  const addr = server.addr as Addr;
  return {
    get addr() {
      return addr;
    },
    drain: () => server.shutdown(),
    abort: () => abort.abort(),
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}

type Handler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.Addr>,
) => Response | Promise<Response>;

function start(options: ListenOptions, signal: AbortSignal, handler: Handler): Deno.HttpServer {
  const common = {
    handler: handler as never,
    signal,
    // Core says where the server listens, and compresses.
    onListen: () => {},
    automaticCompression: false,
    onError: () => new Response(null, { status: 500 }),
  };
  const { path, hostname, port, reusePort, tcpBacklog } = options;
  if (path !== undefined) return Deno.serve({ ...common, path }) as unknown as Deno.HttpServer;
  const tcp = { ...common, hostname, port, reusePort };
  return Deno.serve(tcpBacklog === undefined ? tcp : { ...tcp, tcpBacklog });
}
