/**
 * The connections of a listener: which are idle, and how they end (X03 to X05, R59).
 *
 * node:http knows this only in part: `closeIdleConnections()` leaves sockets alone that have sent
 * nothing or half a head, and a connection whose response was under way when the drain began stays
 * open for the keep-alive time. Its own keep-alive timer is set anew for each request, which costs
 * 3 µs (Node 24 and 26); here one sweep looks after all.
 *
 * @module
 */
import type { Socket } from "node:net";
import { stateOf } from "./socket_state.ts";

/** `timeouts.idle`, in milliseconds: how long a connection is kept between requests. */
const IDLE = 65_000;
/** How often it is looked, in milliseconds. */
const SWEEP = 5_000;

/** The sockets of one listener. */
export class Connections {
  readonly #sockets = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #sweeps = 0;
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  constructor() {
    this.#timer = setInterval(() => this.#sweep(), SWEEP);
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
      for (const exchange of [...state.queued]) exchange.closed(false);
      if (this.#sockets.size === 0) this.#whenEmpty?.();
    });
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
    if (this.#draining && state.busy === 0) socket.end();
  }

  /** Another request came that is not wanted: the response under way is the last. */
  refuse(socket: Socket): void {
    if (isIdle(socket)) socket.destroy();
  }

  /** Closes idle connections now, the others after their response. */
  drain(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#timer);
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      for (const socket of this.#sockets) if (isIdle(socket)) socket.destroy();
      if (this.#sockets.size === 0) resolve();
    });
  }

  /** Closes all at once. */
  destroy(): void {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets the process end although connections are open, or not (S40). */
  setRef(on: boolean): void {
    for (const socket of this.#sockets) {
      if (on) socket.ref();
      else socket.unref();
    }
  }

  #sweep(): void {
    this.#sweeps++;
    for (const socket of this.#sockets) {
      const { busy, idleSince } = stateOf(socket);
      if (busy === 0 && this.#sweeps - idleSince > IDLE / SWEEP) socket.destroy();
    }
  }
}

function isIdle(socket: Socket): boolean {
  return stateOf(socket).busy === 0;
}
