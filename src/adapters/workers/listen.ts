/**
 * The "listener" on Workers: the platform listens, and calls the module's default export.
 *
 * @module
 */
import { HostedExchange } from "../../core/exchange.ts";
import type { InfoSource, ListenOptions, Listener, Responder } from "../../core/host.ts";
import type { Addr, PlatformAddr } from "../../core/types.ts";

const ADDR: PlatformAddr = Object.freeze({ transport: "platform" });

/** E02: nothing to bind, nothing to release. */
export function listen(_options: ListenOptions, _responder: Responder): Listener {
  return {
    addr: ADDR,
    drain: () => Promise.resolve(),
    abort() {},
    ref() {},
    unref() {},
  };
}

/** The info of an invocation; `platform` is what follows the request: bindings, context. */
export function platformInfo(request: Request, platform: readonly unknown[]): InfoSource {
  const [env, context] = platform as [unknown, ExecutionContext | undefined];
  return new HostedExchange({
    env,
    remoteAddr: () => peer(request),
    waitUntil: context === undefined ? undefined : (promise) => context.waitUntil(promise),
  });
}

/** Bare workerd tells `clientIp` with a port, Cloudflare a header without (I01: port 0). */
function peer(request: Request): Addr {
  const cf = (request as { cf?: { clientIp?: string } }).cf;
  const text = cf?.clientIp ?? request.headers.get("cf-connecting-ip") ?? "";
  const match = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text);
  if (match === null) return { transport: "tcp", hostname: text, port: 0 };
  return { transport: "tcp", hostname: match[1] ?? match[2] ?? "", port: Number(match[3]) };
}
