/**
 * The listener on Deno.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { nativeSignal } from "../../core/hosted_request.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { fallbackAuthority } from "../../core/target.ts";
import type { Addr } from "../../core/types.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { perform, refused } from "./perform.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const abort = new AbortController();
  installKnownBodies({ untypedStrings: false });
  const scheme = options.path === undefined ? "http" : "http+unix";
  let context: VetContext | undefined;
  const handler = (
    // Both declared: Deno 2.9 passes nothing at all to a handler of length 0.
    native: Request,
    nativeInfo: Deno.ServeHandlerInfo<Deno.Addr>,
  ): Response | Promise<Response> => {
    context ??= { scheme, fallback: fallbackAuthority(addr, false) };
    const url = vetRequest(native, context);
    if (url === undefined) return refused();
    return answerHosted(
      native,
      url,
      {
        remoteAddr: () => nativeInfo.remoteAddr as Addr,
        lost: () => nativeSignal.call(native),
      },
      responder,
      perform,
    );
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
