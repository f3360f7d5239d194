/**
 * Requests of HTTP/1: what node:http tells of them, and which of them are dispatched.
 *
 * @module
 */
import { ServerResponse, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import type { VetContext } from "../../../core/vet.ts";
import type { Answer } from "../answer.ts";
import type { Common } from "../exchange.ts";
import { stateOf, type SocketState } from "../socket_state.ts";
import { onClientError } from "./connection_error.ts";
import { Http1Exchange } from "./exchange.ts";
import { hasBody } from "./has_body.ts";
import { discardUnseen } from "./linger.ts";
import { beganWithPreface, type ParserError } from "./preface.ts";
import { refuse, refuseBody } from "./refuse.ts";
import { answerInTurn } from "./turn.ts";
import { acceptUpgrades, type WaitingRoom } from "./upgrade.ts";
import { vetIncoming } from "./vet.ts";

/**
 * Answers the requests of a server. `origin` is asked once, when the first request comes; `onPreface`
 * gets the connections that speak HTTP/2.
 */
export function acceptHttp1(
  server: Server,
  common: Common,
  answer: Answer,
  origin: () => VetContext,
  onPreface: (socket: Socket) => void,
): void {
  const { connections, limits } = common;
  const mostLines = limits.headerCount * 2; // names and values
  let context: VetContext | undefined;
  const accept = (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    room?: WaitingRoom,
  ): void => {
    const { socket } = incoming;
    const state = stateOf(socket);
    if (connections.draining || state.broken || state.closing) {
      if (!socket.writableEnded) connections.refuse(socket); // X04
      return;
    }
    if (incoming.rawHeaders.length > mostLines) {
      refuse(outgoing, 431); // R26, RFC 6585 5
      return;
    }
    const url = vetIncoming(incoming, (context ??= origin()), state);
    if (url === undefined) {
      refuse(outgoing, 400);
      return;
    }
    if (!hasBody(incoming)) {
      connections.begin(socket);
      const exchange = new Http1Exchange(incoming, outgoing, common, room);
      if (state.content) {
        state.current = exchange;
        discardUnseen(exchange);
      }
      answerInTurn(exchange, url, state, answer);
      return;
    }
    // Node gives the rest of this very packet to the parser before these run: by then it is known
    // whether the body in it is complete (R50), or no body at all (R44). Chunks take the longer way.
    const declared = incoming.headers["content-length"];
    const exchange = new Http1Exchange(incoming, outgoing, common);
    if (Number(declared) > limits.bodySize) {
      refuseBody(exchange); // E06
      return;
    }
    connections.begin(socket);
    const later = declared === undefined ? setImmediate : process.nextTick;
    later(begin, exchange, url, state, declared);
  };
  const begin = (
    exchange: Http1Exchange,
    url: string,
    state: SocketState,
    declared: string | undefined,
  ): void => {
    const { incoming } = exchange;
    if (state.broken && !incoming.complete) {
      connections.end(exchange.socket); // R44: it is no request after all
      return;
    }
    exchange.expectBody(declared);
    // R37: one behind it with a length comes here first, and may be the one that is under way.
    if (!incoming.complete || state.current?.inputComplete !== false) state.current = exchange;
    answerInTurn(exchange, url, state, answer);
  };
  server.on("request", (incoming, outgoing) => accept(incoming, outgoing));
  acceptUpgrades(server, accept);
  server.on("checkContinue", (incoming, outgoing) => {
    // R53: at once, whether or not the handler reads; nothing where no body is coming.
    if (hasBody(incoming)) {
      // Nor where the body is refused for its length (RFC 9110 10.1.1).
      if (Number(incoming.headers["content-length"]) > limits.bodySize) {
        (outgoing as { _expect_continue?: boolean })._expect_continue = false;
      } else outgoing.writeContinue();
    }
    // Else node:http ends the connection, which waits for no body.
    else (outgoing as { _expect_continue?: boolean })._expect_continue = false;
    accept(incoming, outgoing);
  });
  server.on("checkExpectation", (incoming, outgoing) => accept(incoming, outgoing)); // R53: other expectations are ignored
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    // R11: a tunnel is not offered; the answer is an ordinary one, and the last.
    const outgoing = new ServerResponse(incoming);
    outgoing.shouldKeepAlive = false;
    outgoing.assignSocket(socket);
    outgoing.once("finish", () => socket.end());
    accept(incoming, outgoing);
  });
  server.on("clientError", (error: ParserError, socket: Socket) => {
    if (beganWithPreface(error, socket)) onPreface(socket);
    else onClientError(error, socket);
  });
}
