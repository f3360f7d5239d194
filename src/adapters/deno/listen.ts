/**
 * The listener on Deno.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { hostedBounds, type HostedBounds } from "../../core/hosted_bounds.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { installHostedRequests, isHosted } from "../../core/hosted_request.ts";
import { nativeSignal } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { like } from "../../core/teach.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import { Sockets, type Upgrade } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { encoder } from "./encode.ts";
import { header, headerList } from "./inner.ts";
import { Pending } from "./pending.ts";
import { perform, refuse } from "./perform.ts";
import { upgrade } from "./websocket.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const abort = new AbortController();
  installKnownBodies({ untypedStrings: false, sharesBytes: false });
  installHostedRequests();
  installFetch();
  const scheme = options.path === undefined ? "http" : "http+unix";
  const pending = new Pending();
  const bounds = hostedBounds(options, own);
  const sockets = new Sockets(socketLimits(options));
  let draining = false;
  let context: VetContext | undefined;
  const handler = (
    // Both declared: Deno 2.9 passes nothing at all to a handler of length 0.
    native: Request,
    nativeInfo: Deno.ServeHandlerInfo<Deno.Addr>,
  ): Response | Promise<Response> => {
    // R54, R55: Deno refuses all codings but "gzip, chunked", which it frames as chunked (2.9.5):
    // there is something to misread only where a body is handed over.
    context ??= {
      scheme,
      fallback: fallbackAuthority(addr, false),
      header,
      codings: "of bodies",
      handshakes: false,
    };
    const url = vetRequest(native, context);
    if (url === undefined) return refuse(400);
    const parts = new Parts(native, nativeInfo.remoteAddr as Addr, { sockets, pending, bounds });
    const answer = answerHosted(native, url, parts, responder, perform);
    return answer instanceof Promise ? pending.track(native, answer) : answer;
  };
  const server = start(options, abort.signal, handler);
  const addr = server.addr as Addr;
  return {
    get addr() {
      return addr;
    },
    drain() {
      draining = true;
      pending.drain();
      sockets.goAway();
      return server.shutdown();
    },
    abort() {
      sockets.abort();
      if (draining) {
        abortQuietly(abort);
        pending.abandon(); // else the drain, and with it the connections, would wait for them
      } else abort.abort();
      if (options.path !== undefined) removeSocket(options.path);
    },
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}

/** What all exchanges of a listener have in common. */
interface ServerParts {
  readonly sockets: Sockets;
  readonly pending: Pending;
  readonly bounds: HostedBounds | undefined;
}

/** What Deno tells of an exchange. */
class Parts implements HostedParts {
  readonly encoder = encoder;
  readonly bounds: HostedBounds | undefined;
  readonly refuse = refuse;
  readonly #native: Request;
  readonly #remote: Addr;
  readonly #server: ServerParts;

  /** @param remote Read at once: Deno cannot tell it any more when the response is out (R48). */
  constructor(native: Request, remote: Addr, server: ServerParts) {
    this.bounds = server.bounds;
    this.#native = native;
    this.#remote = remote;
    this.#server = server;
  }

  remoteAddr(): Addr {
    return this.#remote;
  }

  lost(): AbortSignal {
    return nativeSignal.call(this.#native);
  }

  header(name: string): string | null {
    return header(this.#native, name);
  }

  headerList(): [string, string][] | undefined {
    return headerList(this.#native);
  }

  asItIs(response: Response): Response {
    return response;
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    this.#server.pending.release(this.#native);
    return upgrade(this.#native, accepted, this.#server.sockets, lines);
  }
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

/**
 * X12: after `shutdown()` Deno 2.9 closes a listener that is closed already, and the error of that
 * is uncaught: it would end the process.
 */
function abortQuietly(abort: AbortController): void {
  const quiet = (event: ErrorEvent): void => {
    if (event.error instanceof Deno.errors.BadResource) event.preventDefault();
  };
  globalThis.addEventListener("error", quiet);
  try {
    abort.abort();
  } finally {
    globalThis.removeEventListener("error", quiet);
  }
}

/** S19: Deno 2.9 leaves the file of an aborted listener behind. */
function removeSocket(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Gone already, or not ours to remove (--allow-write).
  }
}

let fetchInstalled = false;

/**
 * E09: Deno 2.9 takes a request that its server made for one of a blob: URL, and refuses to fetch
 * it. A Request of the same parts is fetched.
 */
function installFetch(): void {
  if (fetchInstalled) return;
  fetchInstalled = true;
  const before = globalThis.fetch;
  globalThis.fetch = like(before as never, (input: RequestInfo | URL, init?: RequestInit) =>
    before(isHosted(input) ? new Request(input.url, input) : input, init),
  );
}
