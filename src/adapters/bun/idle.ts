/**
 * `timeouts.idle` on Bun (R59).
 *
 * Bun's own idleTimeout ends whatever is quiet, handlers that wait and streams between two chunks
 * included (oven-sh/bun#27479), and is 10 s unless it is set. So it is stopped for a request that is
 * under way, and started again with its end; a handler that answers at once needs neither. Bun looks
 * every 4 seconds, and knows no more than 255.
 *
 * @module
 */
import type { ListenOptions } from "../../core/host.ts";

/** What Bun is told: 0 for never. */
export function idleSeconds({ timeouts }: ListenOptions): number {
  return timeouts.idle === Infinity ? 0 : Math.ceil(timeouts.idle / 1000);
}

/** The clock of one request's connection. */
export class IdleClock {
  readonly #native: Request;
  readonly #server: Bun.Server<unknown>;
  readonly #seconds: number;
  #stopped = false;

  constructor(native: Request, server: Bun.Server<unknown>, seconds: number) {
    this.#native = native;
    this.#server = server;
    this.#seconds = seconds;
  }

  /** Something is under way. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#server.timeout(this.#native, 0);
  }

  /** It is through. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#server.timeout(this.#native, this.#seconds);
  }
}
