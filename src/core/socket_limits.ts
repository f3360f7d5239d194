/**
 * What a server bounds of its WebSockets (E06).
 *
 * @module
 */
import type { ListenOptions } from "./host.ts";
import type { SocketLimits } from "./transport.ts";

/** The bounds of all sockets of a listener; `Infinity` for none. */
export function socketLimits({ limits, timeouts }: ListenOptions): SocketLimits {
  return {
    message: limits.webSocketMessage,
    buffer: limits.webSocketBuffer,
    close: timeouts.close,
  };
}
