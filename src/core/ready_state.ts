/**
 * The names of a socket's states, and what it begins with.
 *
 * @module
 */

/** `readyState` (WHATWG WebSockets 3.1). */
export type ReadyState = 0 | 1 | 2 | 3;
export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSING = 2;
export const CLOSED = 3;

/** What was decided when the request was upgraded. */
export interface SocketPlan {
  readonly protocol: string;
  /** Of the core's own idle timer, in milliseconds; 0 is never. */
  readonly idle: number;
}
