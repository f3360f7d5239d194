/**
 * The end of a server of Bun's, when everything has been answered.
 *
 * @module
 */

/** How often it is looked whether something is still under way, in milliseconds. */
const LOOK = 20;

/**
 * X05: `stop()` leaves a connection alone that has sent nothing or half a head, and waits for its
 * end (1.4.5, https://github.com/oven-sh/bun/pull/37074). `stop(true)` closes it, and everything
 * else: so it has to wait until nothing else is there. A response that the client has not read to
 * its end counts as pending.
 */
export function drain(server: Bun.Server<unknown>): Promise<void> {
  const stopped = server.stop();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    if (server.pendingRequests > 0 || server.pendingWebSockets > 0) timer = setTimeout(look, LOOK);
    else void server.stop(true);
  };
  look();
  return stopped.finally(() => clearTimeout(timer));
}
