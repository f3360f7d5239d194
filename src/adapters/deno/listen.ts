/**
 * The listener on Deno.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { failure } from "../../core/errors.ts";
import { hostedBounds, type HostedBounds } from "../../core/hosted_bounds.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import { nativeSignal } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import { tlsFailure } from "../../core/tls_errors.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import { Sockets, type Upgrade } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { encoder } from "./encode.ts";
import { header, headerList, isHttp2 } from "./inner.ts";
import { Pending } from "./pending.ts";
import { perform, refuse, refuseStream } from "./perform.ts";
import { abortQuietly, installFetch, removeSocket } from "./quirks.ts";
import { upgrade } from "./websocket.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const abort = new AbortController();
  installKnownBodies({ untypedStrings: false, sharesBytes: false });
  installHostedRequests();
  installFetch();
  const secure = options.cert !== undefined;
  const scheme = options.path !== undefined ? "http+unix" : secure ? "https" : "http";
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
      fallback: fallbackAuthority(addr, secure),
      header,
      codings: "of bodies",
      handshakes: false,
    };
    const url = vetRequest(native, context);
    if (url === undefined) return isHttp2(native) ? refuseStream(400) : refuse(400);
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
  readonly refuse: (status: number) => Response;
  /** R41: Deno ends a body of HTTP/2 that was cut; its signal tells, when it was asked for before. */
  readonly isCut: (() => boolean) | undefined;
  readonly #native: Request;
  readonly #remote: Addr;
  readonly #server: ServerParts;
  readonly #http2: boolean;

  /** @param remote Read at once: Deno cannot tell it any more when the response is out (R48). */
  constructor(native: Request, remote: Addr, server: ServerParts) {
    const http2 = isHttp2(native);
    this.bounds = server.bounds;
    this.refuse = http2 ? refuseStream : refuse;
    this.isCut = undefined;
    if (http2 && native.body !== null) {
      const lost = nativeSignal.call(native);
      this.isCut = () => lost.aborted;
    }
    this.#http2 = http2;
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

  hasUnsizedBody(): boolean {
    return this.isCut !== undefined;
  }

  asItIs(response: Response): Response | undefined {
    return this.#http2 ? undefined : response;
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    this.#server.pending.release(this.#native);
    return upgrade(this.#native, accepted, this.#server.sockets, lines);
  }
}

const CERT_AND_PATH = "Cannot serve with option 'cert': not supported with 'path' on deno";

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
  const { cert, key } = options;
  if (path !== undefined) {
    // E04: Deno 2.9.5 takes a certificate here, and speaks without it all the same.
    if (cert !== undefined) throw failure("ERR_OPTION_UNSUPPORTED", CERT_AND_PATH);
    return Deno.serve({ ...common, path }) as unknown as Deno.HttpServer;
  }
  const files = cert === undefined || key === undefined ? {} : { cert, key };
  const tcp = { ...common, ...files, hostname, port, reusePort };
  try {
    return Deno.serve(tcpBacklog === undefined ? tcp : { ...tcp, tcpBacklog });
  } catch (error) {
    // What the system says has a code; of a certificate rustls says only what is wrong.
    throw cert === undefined || (error as { code?: string }).code !== undefined
      ? error
      : tlsFailure(error);
  }
}
