/**
 * The listener on Deno.serve.
 *
 * @module
 */
import { answerHosted } from "../../core/hosted.ts";
import { failure } from "../../core/errors.ts";
import { sayClose } from "../../core/framing.ts";
import { hostedBounds } from "../../core/hosted_bounds.ts";
import type { Perform } from "../../core/hosted_plan.ts";
import { installHostedRequests } from "../../core/hosted_request.ts";
import { nativeMethod, nativeUrl } from "../../core/hosted_state.ts";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { installKnownBodies } from "../../core/known_bodies.ts";
import { fallbackAuthority } from "../../core/target.ts";
import { socketLimits } from "../../core/socket_limits.ts";
import type { Addr } from "../../core/types.ts";
import { tlsFailure } from "../../core/tls_errors.ts";
import { Sockets } from "../../core/upgraded.ts";
import { vetRequest, type VetContext } from "../../core/vet.ts";
import { own } from "./capabilities.ts";
import { Farewell } from "./farewell.ts";
import { formData } from "./forms.ts";
import { announcesBody, headOf } from "./head.ts";
import { header, isHttp2, textAtOnce } from "./inner.ts";
import { linesOf } from "./header_lines.ts";
import { Parts, type ServerParts } from "./parts.ts";
import { Pending } from "./pending.ts";
import { perform, refuse, refuseRequest } from "./perform.ts";
import { installCaches, installFetch, removeSocket } from "./quirks.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const abort = new AbortController();
  installKnownBodies({
    untypedStrings: false,
    sharesBytes: false,
    halfCharacters: false,
    usesUnseen: false,
    linesOf,
  });
  installHostedRequests({ formData, textAtOnce, noByteBodies: true });
  installFetch();
  installCaches();
  const secure = options.secure !== undefined;
  const scheme = options.path !== undefined ? "http+unix" : secure ? "https" : "http";
  const pending = new Pending();
  const farewell = new Farewell();
  const bounds = hostedBounds(options, own, true);
  const sockets = new Sockets(socketLimits(options));
  let left = false;
  let told = false;
  const sending =
    (http2: boolean): Perform =>
    (outgoing) => {
      const { request, stream, known } = outgoing;
      if (stream !== undefined) farewell.streams(request);
      else farewell.sent(known?.size ?? 0);
      const response = perform(outgoing, http2);
      return pending.draining && !http2 ? sayClose(response) : response; // X08
    };
  const sendHttp1 = sending(false);
  const sendHttp2 = sending(true);
  const handler = (
    // Both declared: Deno 2.9 passes nothing at all to a handler of length 0.
    native: Request,
    nativeInfo: Deno.ServeHandlerInfo<Deno.Addr>,
  ): Response | Promise<Response> => {
    const head = headOf(native);
    const { host } = head;
    const http2 = isHttp2(host);
    // X04: Deno cannot close a connection when it has begun to drain, only an answer can be spared.
    if (left) return refuse(503, http2);
    // X07: it would break off this upload, which nobody has been asked for yet (2.9.6).
    if (told && !http2 && announcesBody(head)) return refuse(503, http2);
    const method = nativeMethod.call(native);
    const context = head.coded ? contexts.coded : contexts.plain;
    const url = vetRequest(native, context, { method, url: nativeUrl.call(native), host });
    if (url === undefined) return refuseRequest(http2);
    const parts = new Parts(native, nativeInfo.remoteAddr as Addr, head, common);
    return answerHosted(native, url, parts, responder, http2 ? sendHttp2 : sendHttp1);
  };
  const common: ServerParts = { sockets, pending, bounds, farewell };
  const server = start(options, abort.signal, handler);
  const addr = server.addr as Addr;
  const context: VetContext = {
    scheme,
    fallback: fallbackAuthority(addr, secure),
    header,
    handshakes: false,
    connectBodies: false, // 2.9.5
  };
  // R54, R55: Deno refuses all codings but "gzip, chunked", which it frames as chunked (2.9.6).
  const contexts = { coded: context, plain: { ...context, codings: "none" as const } };
  // X12: not by the signal. After a shutdown() an abort reaches no connection of Deno's, and closes a
  // listener that is closed already: an uncaught error (2.9.5).
  const leave = (): void => {
    left = true;
    pending.abandon(); // else the drain, and with it the connections, would wait for them
  };
  return {
    get addr() {
      return addr;
    },
    async drain() {
      pending.drain();
      sockets.goAway();
      const uploads = farewell.uploads();
      if (uploads !== undefined) await uploads;
      if (left) return;
      told = true;
      const late = new Promise<void>((resolve) => {
        farewell.drain(() => {
          leave();
          resolve(); // Deno's own promise does not, after an abort
        });
      });
      return Promise.race([server.shutdown(), late]).finally(() => farewell.over());
    },
    abort() {
      sockets.abort();
      farewell.over();
      if (told) leave();
      else abort.abort();
      left = true;
      if (options.path !== undefined) removeSocket(options.path);
      return turn(); // X10: Deno lets go of the port in the next one (2.9.6)
    },
    ref: () => server.ref(),
    unref: () => server.unref(),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

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
  const { path, hostname, port, reusePort, tcpBacklog, secure } = options;
  if (path !== undefined) {
    // E04: Deno 2.9.6 takes a certificate here, and speaks without it all the same.
    if (secure !== undefined) throw failure("ERR_OPTION_UNSUPPORTED", CERT_AND_PATH);
    return Deno.serve({ ...common, path }) as unknown as Deno.HttpServer;
  }
  const files = secure === undefined ? {} : { cert: secure.cert, key: secure.key };
  const tcp = { ...common, ...files, hostname, port, reusePort };
  try {
    return Deno.serve(tcpBacklog === undefined ? tcp : { ...tcp, tcpBacklog });
  } catch (error) {
    // What the system says has a code; of a certificate rustls says only what is wrong.
    throw secure === undefined || (error as { code?: string }).code !== undefined
      ? error
      : tlsFailure(error);
  }
}
