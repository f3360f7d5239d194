/**
 * What a route gets, and the log that outlives its request.
 *
 * @module
 */
import type { ServeInfo, UpgradeWebSocket } from "../../../src/core/types.ts";

/** A route; what it returns goes to the server unseen, so rows can try what is no response. */
export type Route = (request: Request, info: ServeInfo, at: At) => unknown;

/** One request, taken apart. */
export interface At {
  readonly url: URL;
  /** A member of the query, or the fallback. */
  query(name: string, fallback?: string): string;
  /** The query's `key`, by which other connections see this exchange. */
  readonly key: string;
  /** Adds an entry to the exchange's log. */
  log(entry: string): void;
  readonly upgradeWebSocket: UpgradeWebSocket;
}

// Module state, not request state: `/log` reads it from another connection.
const logs = new Map<string, string[]>();

/** The log of an exchange. */
export function logOf(key: string): string[] {
  let log = logs.get(key);
  if (log === undefined) logs.set(key, (log = []));
  return log;
}

/** Waits. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** An error in a log: its name, or what it is. */
export function named(reason: unknown): string {
  if (reason instanceof Error) return `${reason.name}: ${reason.message}`;
  if (typeof reason === "object" && reason !== null && "name" in reason) return String(reason.name);
  return String(reason);
}

/**
 * `watch=signal`, `watch=reason`, `watch=completed`: logs them. Not looked at otherwise, as most
 * handlers do.
 */
export function watch(request: Request, info: ServeInfo, at: At): void {
  const watched = at.query("watch");
  if (watched.includes("signal")) {
    request.signal.addEventListener("abort", () => at.log(`abort ${named(request.signal.reason)}`));
  }
  if (watched.includes("reason")) {
    request.signal.addEventListener("abort", () => {
      const { aborted, reason } = request.signal as { aborted: boolean; reason: unknown };
      const { code } = reason as { code?: unknown };
      at.log(`reason ${reason instanceof DOMException} ${String(code)} ${aborted}`);
    });
  }
  if (watched.includes("completed")) {
    info.completed.then(
      (value) => at.log(`completed ${String(value)}`),
      (error: unknown) => at.log(`interrupted ${named(error)}`),
    );
  }
}
