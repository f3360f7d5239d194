/**
 * The connections of a listener: which are idle, and how they end in a drain (X03 to X05).
 *
 * node:http knows this only in part: `closeIdleConnections()` leaves sockets alone that have sent
 * nothing or half a head, and a connection whose response was under way when the drain began
 * stays open for the keep-alive time.
 *
 * @module
 */
import type { Socket } from "node:net";

/** The sockets of one listener. */
export class Connections {
  readonly #busy = new Map<Socket, number>();
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  /** Whether responses should end their connection (RFC 9112 9.6). */
  get draining(): boolean {
    return this.#draining;
  }

  /** A socket was accepted. */
  add(socket: Socket): void {
    this.#busy.set(socket, 0);
    socket.once("close", () => {
      this.#busy.delete(socket);
      if (this.#busy.size === 0) this.#whenEmpty?.();
    });
  }

  /** A request was dispatched on it. */
  begin(socket: Socket): void {
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1);
  }

  /** Its response is through. */
  end(socket: Socket): void {
    const left = (this.#busy.get(socket) ?? 1) - 1;
    if (!this.#busy.has(socket)) return;
    this.#busy.set(socket, left);
    if (this.#draining && left === 0) socket.end();
  }

  /** Another request came that is not wanted: the response under way is the last. */
  refuse(socket: Socket): void {
    if ((this.#busy.get(socket) ?? 0) === 0) socket.destroy();
  }

  /** Closes idle connections now, the others after their response. */
  drain(): Promise<void> {
    this.#draining = true;
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      for (const [socket, count] of this.#busy) if (count === 0) socket.destroy();
      if (this.#busy.size === 0) resolve();
    });
  }

  /** Closes all at once. */
  destroy(): void {
    for (const socket of this.#busy.keys()) socket.destroy();
  }

  /** Lets the process end although connections are open, or not (S40). */
  setRef(on: boolean): void {
    for (const socket of this.#busy.keys()) {
      if (on) socket.ref();
      else socket.unref();
    }
  }
}
