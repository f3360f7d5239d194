/**
 * The clock of a WebSocket's idleTimeout on Deno (X15).
 *
 * Deno leaves it running when the connection was lost, and it holds the process for half of the period
 * (2.9.6, denoland/deno#22622). It cannot be stopped; but Deno sets it anew with each message, by a
 * method and a member that are undocumented: they are looked for, and nothing is done where they are not.
 *
 * @module
 */

interface Clock {
  readonly period: symbol;
  readonly restart: symbol;
}

let clock: Clock | undefined;

/** Lets the clock of a socket that is closed run out at once. */
export function endIdleClock(socket: WebSocket): void {
  clock ??= clockOf(socket);
  if (clock === undefined) return;
  const own = socket as unknown as Record<symbol, unknown>;
  const restart = own[clock.restart];
  if (typeof restart !== "function" || !own[clock.period]) return;
  own[clock.period] = 0.001; // seconds; with 0 it would be left alone
  restart.call(socket);
}

function clockOf(socket: WebSocket): Clock | undefined {
  const named = (of: object, name: string): symbol | undefined =>
    Object.getOwnPropertySymbols(of).find(({ description }) => description === name);
  const period = named(socket, "[[idleTimeout]]");
  const restart = named(Object.getPrototypeOf(socket) as object, "[[serverHandleIdleTimeout]]");
  return period === undefined || restart === undefined ? undefined : { period, restart };
}
