/**
 * The connections of a listener: which are idle, and how they end (X03 to X05, R59).
 *
 * node:http knows this only in part: `closeIdleConnections()` leaves sockets alone that have sent
 * nothing or half a head, and a connection whose response was under way when the drain began stays
 * open for the keep-alive time. Its own keep-alive timer is set anew for each request, which costs
 * 3 µs (Node 24 and 26); here one sweep looks after all. Heads and bodies that are slow are left to
 * node:http: its parser notes their begin anyway, and a timer of its own looks at all parsers.
 *
 * @module
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { TimeoutValues } from "../../core/host.ts";
import { endDead } from "./http2/dead.ts";
import { announceEnd, endSession, isUnused } from "./http2/end.ts";
import { stateOf, type SocketState } from "./socket_state.ts";
import { endStuck } from "./stuck.ts";

/** How often it is looked at most and at least, in milliseconds. */
const OFTEN = 50;
const SELDOM = 5_000;
/** The same during a drain. */
const DRAINING = 500;

/** How often connections are looked at, for timeouts that are kept to a quarter of themselves. */
export function sweepInterval(...timeouts: readonly number[]): number {
  return Math.min(SELDOM, Math.max(OFTEN, Math.floor(Math.min(...timeouts) / 4)));
}

/** The sockets of one listener. */
export class Connections {
  readonly #sockets = new Set<Socket>();
  readonly #released = new Set<Socket>();
  #timer: NodeJS.Timeout;
  readonly #timeouts: TimeoutValues;
  readonly #sweepEvery: number;
  #sweeps = 0;
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  constructor(timeouts: TimeoutValues) {
    this.#timeouts = timeouts;
    this.#sweepEvery = sweepInterval(timeouts.idle, timeouts.headers);
    this.#timer = setInterval(() => this.#sweep(), this.#sweepEvery);
    this.#timer.unref();
  }

  /** Whether responses should end their connection (RFC 9112 9.6). */
  get draining(): boolean {
    return this.#draining;
  }

  /** A socket was accepted. */
  add(socket: Socket): void {
    const state = stateOf(socket);
    state.idleSince = this.#sweeps;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#released.delete(socket);
      for (const exchange of [...(state.queued ?? [])]) exchange.closed(false);
      this.#settle();
    });
  }

  /** A secure connection takes the place of the plain one below it. */
  replace(raw: Socket | undefined, socket: Socket): void {
    this.add(socket);
    if (raw !== undefined) this.#sockets.delete(raw);
    if (this.#draining) socket.destroy(); // X05
  }

  /** A socket speaks HTTP/2: it ends by its session. */
  adopt(socket: Socket, session: ServerHttp2Session): void {
    stateOf(socket).session = session;
    if (this.#draining) this.#close(socket);
  }

  /** It speaks HTTP no more (W49): neither its idleness nor a drain are of concern here. */
  release(socket: Socket): void {
    this.#sockets.delete(socket);
    this.#released.add(socket);
    stateOf(socket).released = true;
  }

  /** Whether there are such sockets, for which a drain does not wait. */
  get hasReleased(): boolean {
    return this.#released.size > 0;
  }

  /** A request was dispatched on it. */
  begin(socket: Socket): void {
    stateOf(socket).busy++;
  }

  /** Its response is through. */
  end(socket: Socket): void {
    const state = stateOf(socket);
    state.busy--;
    state.idleSince = this.#sweeps;
    if (state.released) this.#settle();
    if (state.busy > 0 || state.released) return;
    if (state.farewell !== undefined) state.farewell();
    else if (this.#draining) {
      // Both halves: a client that keeps its own must not hold the drain.
      if (state.session === undefined) socket.destroySoon();
      else this.#endSession(socket, state.session);
    }
  }

  /** Another request came that is not wanted: the response under way is the last. */
  refuse(socket: Socket): void {
    if (isIdle(socket)) socket.destroy();
  }

  /** Closes idle connections now, the others after their response. */
  drain(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#endDead(), DRAINING).unref();
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      for (const socket of this.#sockets) {
        const { session } = stateOf(socket);
        if (isIdle(socket)) this.#close(socket);
        else if (session !== undefined) announceEnd(socket, session, this.#timeouts.close);
      }
      this.#settle();
    });
  }

  /** Closes all at once. */
  destroy(): void {
    clearInterval(this.#timer);
    for (const socket of [...this.#sockets, ...this.#released]) socket.destroy();
  }

  /** Lets the process end although connections are open, or not (S40). */
  setRef(on: boolean): void {
    for (const socket of [...this.#sockets, ...this.#released]) socket[on ? "ref" : "unref"]();
  }

  #endSession(socket: Socket, session: ServerHttp2Session): void {
    // W49: nobody waits for the peers of WebSockets. The connection has its time to end, as each of
    // HTTP/1.1 that is one.
    if (stateOf(socket).tunnels) {
      this.release(socket);
      this.#settle();
    }
    endSession(socket, session, this.#timeouts.close);
  }

  #settle(): void {
    if (this.#sockets.size > 0 || !this.#draining) return;
    clearInterval(this.#timer);
    this.#whenEmpty?.();
  }

  #endDead(): void {
    endDead(this.#sockets);
    endStuck(this.#sockets, this.#released);
  }

  #sweep(): void {
    this.#sweeps++;
    this.#endDead();
    for (const socket of this.#sockets) {
      const state = stateOf(socket);
      if (state.busy === 0 && this.#idledOut(socket, state)) this.#close(socket);
    }
  }

  /** Closes a connection on which nothing is under way. */
  #close(socket: Socket): void {
    const { session } = stateOf(socket);
    if (session === undefined) socket.destroy();
    else endSession(socket, session, 0);
  }

  #idledOut(socket: Socket, state: SocketState): boolean {
    if (state.seen !== state.idleSince) {
      state.seen = state.idleSince;
      state.bytes = socket.bytesRead;
    }
    const { idle, headers } = this.#timeouts;
    const age = (this.#sweeps - state.idleSince) * this.#sweepEvery;
    // For its first head it has as long as a connection of HTTP/1.1.
    if (age <= idle) return age > headers && isUnused(state.session);
    // Something came: half a head is not idle. It has its own time, but not twice: what came may
    // also be empty lines, which begin no request (RFC 9112 2.2).
    return socket.bytesRead === state.bytes || age > idle + headers;
  }
}

function isIdle(socket: Socket): boolean {
  return stateOf(socket).busy === 0;
}
