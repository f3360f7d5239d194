/**
 * Answers that no handler is asked for: what the client sent is no request (R28).
 *
 * @module
 */
import { STATUS_CODES, type ServerResponse } from "node:http";
import { stateOf } from "../socket_state.ts";
import type { Http1Exchange } from "./exchange.ts";
import { lingerAfter, lingerBroken } from "./linger.ts";

/** Answers with a status and ends the connection. */
export function refuse(outgoing: ServerResponse, status: number): void {
  // The request's socket: a response has none before its turn (R57).
  const { socket } = outgoing.req;
  stateOf(socket).broken = true;
  lingerBroken(socket);
  outgoing.shouldKeepAlive = false;
  outgoing.writeHead(status, STATUS_CODES[status] ?? "", [
    "connection",
    "close",
    "content-length",
    "0",
  ]);
  outgoing.end();
}

/** RFC 9110 15.5.14: the body is too large by its own account. The answer must survive the body. */
export function refuseBody(exchange: Http1Exchange): void {
  refuse(exchange.outgoing, 413);
  lingerAfter(exchange);
}
