/**
 * What the adapter knows of a connection, on its socket: a property costs a few nanoseconds, an
 * entry in a WeakMap 200 to 450 (Node 20 to 26).
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { Http1Exchange } from "./http1/exchange.ts";

/** The state of one connection. */
export interface SocketState {
  /** Requests that were dispatched and are not answered. */
  busy: number;
  /** The sweep of `Connections` in which it became idle. */
  idleSince: number;
  /** What had come when the sweep first saw it idle, and the `idleSince` of then. */
  bytes: number;
  seen: number;
  /** What had been written when it was first seen to wait for nobody, and when that was. */
  written: number;
  writtenAt: number;
  /** Whether something follows the head of its last request. */
  content: boolean;
  /** Its parser has given up, or it was refused: nothing that follows is read as a request. */
  broken: boolean;
  /** Runs when the last response under way is through. */
  farewell: (() => void) | undefined;
  /** A response said that it is the last: no request that follows is dispatched (RFC 9112 9.6). */
  closing: boolean;
  /** It was handed over, and speaks HTTP no more. */
  released: boolean;
  /** WebSockets were opened on streams of it. */
  tunnels: boolean;
  /** How many of them were answered ahead of their turn. */
  ahead: number;
  /** Exchanges whose turn to answer has not come (R57). */
  queued: Set<Http1Exchange> | undefined;
  /** Set on a connection that speaks HTTP/2. */
  session: ServerHttp2Session | undefined;
  /** Its streams that were closed with a protocol error. */
  failedStreams: number;
  /** The last exchange with a body, seen or not: the one that an error of the parser may be about. */
  current: Http1Exchange | undefined;
}

const key: unique symbol = Symbol("everyserve.connection");

/** The state of a socket; made on first access. */
export function stateOf(socket: Socket & { [key]?: SocketState }): SocketState {
  return (socket[key] ??= {
    busy: 0,
    idleSince: 0,
    bytes: 0,
    seen: -1,
    written: -1,
    writtenAt: 0,
    content: false,
    broken: false,
    farewell: undefined,
    closing: false,
    released: false,
    tunnels: false,
    ahead: 0,
    queued: undefined,
    session: undefined,
    failedStreams: 0,
    current: undefined,
  });
}
