/**
 * Connections that speak HTTP/2, with prior knowledge or by ALPN.
 *
 * @module
 */
import * as http2 from "node:http2";
import type { Socket } from "node:net";
import type { LimitValues } from "../../../core/host.ts";
import type { VetContext } from "../../../core/vet.ts";
import type { Answer } from "../answer.ts";
import type { Common } from "../exchange.ts";
import { Budget } from "./budget.ts";
import { Http2Exchange } from "./exchange.ts";
import { refuse } from "./refuse.ts";
import { outliveStreams } from "./stream_errors.ts";
import { stateOf } from "../socket_state.ts";
import { headersTooLarge, vetStream } from "./vet.ts";

/** H07, H08: how many streams a peer may have open; further ones are refused, the others live. */
const STREAMS = 200;
/** How much a stream, and all streams of a connection together, may have under way. */
const STREAM_WINDOW = 1_048_576;
const CONNECTION_WINDOW = 4_194_304;

/** What is told to the peer, and to nghttp2. */
function optionsOf({ limits, http2WebSockets }: Common): http2.ServerOptions {
  const { headerSize, headerCount }: LimitValues = limits;
  return {
    settings: {
      maxConcurrentStreams: STREAMS,
      initialWindowSize: STREAM_WINDOW,
      maxFrameSize: 16_384,
      // Above R27's limit, so that the answer to what lies between is a 431 and not a reset.
      maxHeaderListSize: Math.min(headerSize * 4, 2 ** 32 - 1),
      enableConnectProtocol: http2WebSockets, // W52, RFC 8441 3
    },
    peerMaxConcurrentStreams: STREAMS,
    maxHeaderListPairs: Math.min(headerCount * 4, 2 ** 31 - 1),
    // A client that goes on sending what is no HTTP/2 is let go.
    maxSessionInvalidFrames: 100,
  };
}

/** Speaks HTTP/2 on a connection. The preface is still to be read from it. */
export function acceptHttp2(
  socket: Socket,
  common: Common,
  answer: Answer,
  origin: VetContext,
): void {
  const { connections, limits } = common;
  // With half-open sockets the session would not notice a client that leaves (Node 20 to 26).
  socket.allowHalfOpen = false;
  const session = http2.performServerHandshake(socket, optionsOf(common));
  connections.adopt(socket, session);
  session.setLocalWindowSize(CONNECTION_WINDOW);
  session.on("error", ignore); // what becomes of its streams they tell themselves
  const budget = new Budget();
  const spend = (cost: number): void => {
    if (!budget.spend(cost)) socket.destroy();
  };
  const spendOne = (): void => spend(1);
  outliveStreams(session, stateOf(socket), spendOne);
  session.on("remoteSettings", spendOne);
  session.on("ping", () => spend(0.1)); // some clients measure the way with them
  session.on("stream", (stream, headers, flags, rawHeaders) => {
    stream.on("error", ignore);
    stream.on("aborted", spendOne);
    // Node 20 types and docs leave the fourth argument out; it is there.
    const raw = rawHeaders as unknown as readonly string[];
    if (headersTooLarge(raw, limits)) {
      refuse(stream, 431); // R27
      return;
    }
    if (Number(headers["content-length"]) > limits.bodySize) {
      refuse(stream, 413); // E06
      return;
    }
    const protocol = headers[":protocol"];
    if (protocol !== undefined && protocol !== "websocket") {
      refuse(stream, 501); // RFC 9220 3 says so of HTTP/3
      return;
    }
    const url = vetStream(headers, origin);
    if (url === undefined) {
      refuse(stream, 400);
      return;
    }
    connections.begin(socket);
    const exchange = new Http2Exchange(stream, headers, flags, raw, socket, common);
    if (exchange.hasBody) exchange.expectBody(headers["content-length"]);
    answer(exchange, url);
  });
}

function ignore(): void {}
