/**
 * The listener on Bun.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { sayClose } from "../../core/framing.ts";
import type { Outgoing } from "../../core/hosted_plan.ts";
import { hostedBounds, type HostedBounds } from "../../core/hosted_bounds.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import { nativeBody, nativeSignal } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import { Sockets, type Upgrade } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { encoder, fetchDecoding } from "./encode.ts";
import { IdleClock, idleSeconds } from "./idle.ts";
import { nextTurn, perform } from "./perform.ts";
import { start } from "./start.ts";
import { handlers, upgrade, type Connection } from "./websocket.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  installKnownBodies({ untypedStrings: true, sharesBytes: true });
  installHostedRequests();
  const secure = options.secure !== undefined;
  const scheme = addr.transport === "unix" ? "http+unix" : secure ? "https" : "http";
  const bounds = hostedBounds(options, own);
  const idle = idleSeconds(options);
  let context: VetContext | undefined;
  let draining = false;
  const send = (outgoing: Outgoing): Response =>
    draining ? sayClose(perform(outgoing)) : perform(outgoing); // X08
  const fetch = (native: Request, server: Bun.Server<Connection>): Response | Promise<Response> => {
    // R54, R55: Bun's parser refuses every coding but chunked, and that beside a length (1.4.5).
    context ??= { scheme, fallback: fallbackAuthority(addr, secure), codings: "none" };
    const url = vetRequest(native, context);
    if (url === undefined) return refuse(400);
    // Bun drops the connection of pipelined requests whose response is not there within a few
    // microtasks (1.4.5, https://github.com/oven-sh/bun/pull/38128): answered synchronously if the
    // handler does.
    if (idle === 0) {
      const parts = new Parts(native, server, addr, sockets, bounds, nextTurn);
      return answerHosted(native, url, parts, responder, send);
    }
    const clock = new IdleClock(native, server, idle);
    const parts = new Parts(native, server, addr, sockets, bounds, () => {
      clock.start();
      return nextTurn();
    });
    const answer = answerHosted(native, url, parts, responder, (outgoing) => {
      if (outgoing.stream === undefined) clock.start();
      else clock.stop();
      return send(outgoing);
    });
    if (answer instanceof Promise) clock.stop();
    return answer;
  };
  const limits = socketLimits(options);
  const sockets = new Sockets(limits);
  const server = start(options, fetch, handlers(limits));
  if (addr.transport === "tcp") {
    const { hostname = options.hostname, port = options.port } = server;
    addr = { transport: "tcp", hostname: bare(hostname), port };
  }
  return {
    get addr() {
      return addr;
    },
    drain() {
      draining = true;
      const stopped = server.stop();
      sockets.goAway();
      return stopped;
    },
    abort() {
      sockets.abort();
      void server.stop(true);
    },
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}

/** What Bun tells of an exchange. */
class Parts implements HostedParts {
  readonly leavesForeign = true;
  readonly encoder = encoder;
  readonly fetchDecoding = fetchDecoding;
  readonly beforeEnd: () => Promise<void>;
  readonly bounds: HostedBounds | undefined;
  readonly refuse = refuse;
  readonly #native: Request;
  readonly #server: Bun.Server<Connection>;
  readonly #addr: Addr;
  readonly #sockets: Sockets;

  constructor(
    native: Request,
    server: Bun.Server<Connection>,
    addr: Addr,
    sockets: Sockets,
    bounds: HostedBounds | undefined,
    beforeEnd: () => Promise<void>,
  ) {
    this.bounds = bounds;
    this.beforeEnd = beforeEnd;
    this.#native = native;
    this.#server = server;
    this.#addr = addr;
    this.#sockets = sockets;
  }

  remoteAddr(): Addr {
    if (this.#addr.transport === "unix") return this.#addr;
    const ip = this.#server.requestIP(this.#native);
    return { transport: "tcp", hostname: ip?.address ?? "", port: ip?.port ?? 0 };
  }

  lost(): AbortSignal {
    return nativeSignal.call(this.#native);
  }

  hasUnsizedBody(): boolean {
    return nativeBody.call(this.#native) !== null;
  }

  isLost(): boolean {
    return nativeSignal.call(this.#native).aborted;
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    const connection = { upgrade: accepted, sockets: this.#sockets };
    const done = upgrade(this.#server, this.#native, connection, lines);
    if (done) return undefined as never; // what Bun wants to see
    accepted.abandon();
    return refuse(400);
  }
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { connection: "close" } });
}

function bare(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}
