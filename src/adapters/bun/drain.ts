/**
 * The end of a server of Bun's, when everything has been answered.
 *
 * @module
 */

/** How often it is looked whether something is still under way, in milliseconds. */
const LOOK = 20;

/** The slowest client that gets everything, in bytes per millisecond, and what the way may take. */
const SLOWEST = 64;
const ROUND_TRIP = 2_000;

/**
 * Bodies that Bun counts as delivered although they are on their way: over HTTP/2 a stream of its own
 * kind, as soon as that is closed (1.4.5). `stop()` waits for them, `stop(true)` would cut them off.
 */
export class Uncounted {
  #until = 0;

  /** So many bytes were handed over. */
  sent(bytes: number): void {
    this.#until = Math.max(this.#until, Date.now() + ROUND_TRIP + bytes / SLOWEST);
  }

  /** Whether some of it may still be on its way. */
  get any(): boolean {
    return Date.now() < this.#until;
  }
}

/**
 * X05: `stop()` leaves a connection alone that has sent nothing or half a head, and waits for its
 * end (1.4.5, https://github.com/oven-sh/bun/pull/37074). `stop(true)` closes it, and everything
 * else: so it has to wait until nothing else is there. A response that the client has not read to
 * its end counts as pending.
 */
export function drain(server: Bun.Server<unknown>, uncounted: Uncounted): Promise<void> {
  const stopped = server.stop();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    if (server.pendingRequests > 0 || server.pendingWebSockets > 0 || uncounted.any) {
      timer = setTimeout(look, LOOK);
    } else void server.stop(true);
  };
  look();
  return stopped.finally(() => clearTimeout(timer));
}
