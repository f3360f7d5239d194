/**
 * What `info.waitUntil()` holds until `shutdown()` may finish (E07).
 *
 * @module
 */
import type { TaskSet } from "./host.ts";

/** Makes an empty set of tasks. */
export function createTasks(): TaskSet {
  const pending = new Set<Promise<void>>();
  return {
    add(promise) {
      const task: Promise<void> = Promise.resolve(promise).then(
        () => void pending.delete(task),
        (error: unknown) => {
          pending.delete(task);
          console.error("Rejection in a promise given to waitUntil", error);
        },
      );
      pending.add(task);
    },
    async settled() {
      // A task may add another one.
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
