/**
 * The listener on Bun.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { sayClose, saysClose } from "../../core/framing.ts";
import { hostedBounds } from "../../core/hosted_bounds.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { nativeHeaders } from "../../core/hosted_state.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import { Sockets } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { drain, Uncounted } from "./drain.ts";
import { formData } from "./forms.ts";
import { installFetch } from "./fetch.ts";
import { idleSeconds } from "./idle.ts";
import { Parts, refuse, type ServerParts } from "./parts.ts";
import { perform } from "./perform.ts";
import { start } from "./start.ts";
import { handlers, type Connection } from "./websocket.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  installFetch();
  installKnownBodies({
    untypedStrings: true,
    sharesBytes: true,
    halfCharacters: false,
    usesUnseen: true,
  });
  installHostedRequests({ formData, noByteBodies: true });
  const secure = options.secure !== undefined;
  const scheme = addr.transport === "unix" ? "http+unix" : secure ? "https" : "http";
  const idle = idleSeconds(options);
  let context: VetContext | undefined;
  let plain: VetContext | undefined;
  const uncounted = new Uncounted();
  const fetch = (native: Request, server: Bun.Server<Connection>): Response | Promise<Response> => {
    // R54, R55: Bun's parser refuses every coding but chunked, and that beside a length (1.4.5).
    context ??= { scheme, fallback: fallbackAuthority(addr, secure), codings: "none" };
    plain ??= { ...context, handshakes: false };
    // Without it there is neither a handshake nor a wish to close.
    const connection = nativeHeaders.call(native).get("connection");
    const url = vetRequest(native, connection === null ? plain : context);
    if (url === undefined) return refuse(400);
    // Bun drops the connection of pipelined requests whose response is not there within a few
    // microtasks (1.4.5, https://github.com/oven-sh/bun/pull/38128): answered synchronously if the
    // handler does.
    const parts = new Parts(native, server, common, saysClose(connection));
    const answer = answerHosted(native, url, parts, responder, (outgoing) => {
      if (outgoing.stream === undefined) parts.ends();
      else parts.waits();
      const response = perform(outgoing, uncounted);
      return parts.isEnding ? sayClose(response) : response; // X08, R50
    });
    if (answer instanceof Promise) parts.waits();
    return answer;
  };
  const limits = socketLimits(options);
  const sockets = new Sockets(limits);
  const server = start(options, fetch, handlers(limits));
  if (addr.transport === "tcp") {
    // S15: `server.hostname` is the name as it was given; the types have no `address` (1.4.5).
    const { address } = server as { address?: { address: string } | null };
    const { port = options.port } = server;
    addr = { transport: "tcp", hostname: address?.address ?? options.hostname, port };
  }
  const common: ServerParts = {
    addr,
    sockets,
    bounds: hostedBounds(options, own),
    idle,
    draining: false,
  };
  return {
    get addr() {
      return addr;
    },
    drain() {
      common.draining = true;
      sockets.goAway();
      return drain(server, uncounted);
    },
    abort() {
      sockets.abort();
      void server.stop(true);
    },
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}
