/**
 * Whether the peer of a WebSocket is still there (W45 to W48): a ping after half of the time, the
 * end after the other half.
 *
 * @module
 */
import { later, type Timer } from "./timer.ts";

/** What it does. */
export interface IdleActions {
  ping(): void;
  expired(): void;
}

/** The clock of one socket. */
export class IdleTimer {
  readonly #half: number;
  readonly #actions: IdleActions;
  #timer: Timer | undefined;
  /** When the peer gave the last sign of life. */
  #last: number;
  #pinged = false;

  /** @param period in milliseconds */
  constructor(period: number, actions: IdleActions) {
    this.#half = period / 2;
    this.#actions = actions;
    this.#last = performance.now();
    this.#arm(this.#half);
  }

  /** A sign of life (W47). The timer is not set anew for each: it looks when it is due. */
  touch(): void {
    this.#last = performance.now();
    this.#pinged = false;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(milliseconds: number): void {
    this.#timer = later(milliseconds, () => this.#due());
  }

  #due(): void {
    const quiet = performance.now() - this.#last;
    // Timers may fire a fraction of a millisecond early.
    const left = (this.#pinged ? 2 * this.#half : this.#half) - quiet;
    if (left > 1) this.#arm(left);
    else if (this.#pinged) this.#actions.expired();
    else {
      this.#pinged = true;
      this.#actions.ping();
      this.#arm(this.#half);
    }
  }
}
