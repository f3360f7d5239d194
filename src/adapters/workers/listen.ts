/**
 * The "listener" on Workers: the platform listens, and calls the module's default export.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { hostedBounds, type HostedBounds } from "../../core/hosted_bounds.ts";
import type { FetchDecoding } from "../../core/fetched.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import { nativeHeaders, nativeMethod, nativeSignal, nativeUrl } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import type { KnownBody } from "../../core/body_facts.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr, PlatformAddr } from "../../core/types.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import { Sockets, type Upgrade } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { encoder } from "./encode.ts";
import { datedInPlace, perform } from "./perform.ts";
import { upgrade } from "./websocket.ts";

const ADDR: PlatformAddr = Object.freeze({ transport: "platform" });

/** By their server, which `fetch` knows by its responder alone. */
const socketsOf = new WeakMap<Responder, Sockets>();

/** E02: nothing to bind, nothing to release. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  socketsOf.set(responder, new Sockets(socketLimits(options)));
  installKnownBodies({
    untypedStrings: false,
    sharesBytes: false,
    halfCharacters: true,
    usesUnseen: true,
  });
  installHostedRequests();
  boundsOf.set(responder, hostedBounds(options, own));
  return {
    addr: ADDR,
    drain: () => Promise.resolve(),
    abort() {},
    ref() {},
    unref() {},
  };
}

/** What was asked for, by the server that it was asked of. */
const boundsOf = new WeakMap<Responder, HostedBounds | undefined>();

/** What the platform calls: `fetch(request, env, context)` of the module's default export. */
export function fetch(
  native: Request,
  platform: readonly unknown[],
  responder: Responder,
): Response | Promise<Response> {
  const [env, context] = platform as [unknown, ExecutionContext | undefined];
  const url = urlOf(native);
  if (url === undefined) return refuse(400);
  const parts = new Parts(native, env, context, responder);
  return answerHosted(native, url, parts, responder, perform);
}

/** What a body of workerd's fetch() is decoded from when it is read, and its headers still name. */
const FETCH_DECODING: FetchDecoding = { codings: ["gzip", "br"], several: false };

/** What the platform tells of an exchange. */
class Parts implements HostedParts {
  readonly env: unknown;
  readonly encoder = encoder;
  readonly fetchDecoding = FETCH_DECODING;
  readonly bounds: HostedBounds | undefined;
  readonly refuse = refuse;
  readonly #native: Request;
  readonly #context: ExecutionContext | undefined;
  readonly #responder: Responder;
  #pending: ReturnType<typeof setInterval> | undefined;
  #over = false;

  constructor(
    native: Request,
    env: unknown,
    context: ExecutionContext | undefined,
    responder: Responder,
  ) {
    this.bounds = boundsOf.get(responder);
    this.env = env;
    this.#native = native;
    this.#context = context;
    this.#responder = responder;
  }

  remoteAddr(): Addr {
    return peer(this.#native);
  }

  /**
   * P38, P09: workerd takes a handler that waits for its signal alone for one that hangs, and ends it
   * before the signal tells of a reset (2026-10-23). It does not while a timer is pending.
   */
  lost(): AbortSignal {
    if (!this.#over) this.#pending ??= setInterval(nothing, A_DAY);
    return nativeSignal.call(this.#native);
  }

  over(): void {
    this.#over = true;
    if (this.#pending !== undefined) clearInterval(this.#pending);
  }

  isLost(): boolean {
    return nativeSignal.call(this.#native).aborted;
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#context?.waitUntil(promise);
  }

  turn(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0));
  }

  asItIs(response: Response, known: KnownBody): Response | undefined {
    return datedInPlace(response, known);
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    return upgrade(accepted, socketsOf.get(this.#responder)!, lines);
  }
}

const A_DAY = 86_400_000;

function nothing(): void {}

function refuse(status: number): Response {
  return new Response(null, { status });
}

const CONTEXT = { fallback: "localhost" } as const;
/** Of a request that names neither a transfer coding nor a protocol to upgrade to. */
const PLAIN = { ...CONTEXT, codings: "none", handshakes: false } as const;
const CONTEXTS = {
  http: { scheme: "http", ...CONTEXT },
  https: { scheme: "https", ...CONTEXT },
  plainHttp: { scheme: "http", ...PLAIN },
  plainHttps: { scheme: "https", ...PLAIN },
} satisfies Record<string, VetContext>;

/** The URL for the handler, or undefined: answer 400. One walk through the head tells all of it. */
function urlOf(native: Request): string | undefined {
  let host: string | null = null;
  let plain = true;
  let bad = false;
  nativeHeaders.call(native).forEach((value, name) => {
    if (CONTROL.test(value)) bad = true;
    if (name === "host") host = value;
    else if (name === "upgrade" || name === "transfer-encoding") plain = false;
  });
  if (bad) return undefined;
  const url = nativeUrl.call(native);
  const secure = url.startsWith("https:");
  const { http, https, plainHttp, plainHttps } = CONTEXTS;
  const context = plain ? (secure ? plainHttps : plainHttp) : secure ? https : http;
  return vetRequest(native, context, { method: nativeMethod.call(native), url, host });
}

/** R24: workerd lets control characters through. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Bare workerd tells `clientIp` with a port, Cloudflare a header without (I01: port 0). */
function peer(request: Request): Addr {
  const cf = (request as { cf?: { clientIp?: string } }).cf;
  const text = cf?.clientIp ?? request.headers.get("cf-connecting-ip") ?? "";
  const match = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text);
  if (match === null) return { transport: "tcp", hostname: text, port: 0 };
  return { transport: "tcp", hostname: match[1] ?? match[2] ?? "", port: Number(match[3]) };
}
