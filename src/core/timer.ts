/**
 * Timers that hold no process: a server that was told `unref()` ends although sockets are open
 * (S40).
 *
 * @module
 */

/** A timer that runs. */
export interface Timer {
  cancel(): void;
}

/** Runs `task` after that time; never for an infinite one. */
export function later(milliseconds: number, task: () => void): Timer {
  // Above this a timer would fire at once (the delay is a signed 32-bit integer).
  if (milliseconds > 2_147_483_647) return { cancel() {} };
  const id = setTimeout(task, milliseconds) as unknown;
  // Node, Bun and Deno (2.9) have objects here, workerd a number.
  if (typeof id === "object" && id !== null && "unref" in id) (id as { unref(): void }).unref();
  return { cancel: () => clearTimeout(id as number) };
}
