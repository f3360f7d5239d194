/**
 * Requests that are pipelined behind many others (R57).
 *
 * node:http hands over all requests of one read of the socket, up to 64 KiB of them, whether or not
 * anybody reads the answers, and keeps these until their turn has come. So only the first of them are
 * answered ahead of their turn, and the others when it has come.
 *
 * @module
 */
import type { ServerResponse } from "node:http";
import type { Answer } from "../answer.ts";
import type { SocketState } from "../socket_state.ts";
import type { Http1Exchange } from "./exchange.ts";

/**
 * Runs when the turn of a response has come. Not within the event: a long pipeline would nest that deep.
 */
export function whenItsTurn<A extends unknown[]>(
  outgoing: ServerResponse,
  run: (...args: A) => unknown,
  ...args: A
): void {
  outgoing.once("socket", () => process.nextTick(run, ...args));
}

/** How many are answered ahead. */
const AHEAD = 16;

/** Answers an exchange: at once, or when its turn has come. */
export function answerInTurn(
  exchange: Http1Exchange,
  url: string,
  state: SocketState,
  answer: Answer,
): void {
  const outgoing: ServerResponse = exchange.outgoing;
  if (outgoing.socket !== null) {
    answer(exchange, url);
  } else if (state.ahead < AHEAD) {
    state.ahead++;
    outgoing.once("socket", () => state.ahead--);
    answer(exchange, url);
  } else {
    exchange.watch(); // the client may leave meanwhile
    whenItsTurn(outgoing, turnOf, exchange, url, state, answer);
  }
}

function turnOf(exchange: Http1Exchange, url: string, state: SocketState, answer: Answer): void {
  const { connections } = exchange.common;
  if (exchange.over || state.closing) return;
  if (connections.draining) {
    connections.refuse(exchange.socket); // X04
    exchange.closed(false);
  } else answer(exchange, url);
}
