/**
 * What Deno 2.9 does around a listener that a program should not have to know.
 *
 * @module
 */
import { isHosted } from "../../core/hosted_request.ts";
import { touch } from "../../core/known_bodies.ts";
import { like } from "../../core/teach.ts";

/** S19: Deno 2.9 leaves the file of an aborted listener behind. */
export function removeSocket(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Gone already, or not ours to remove (--allow-write).
  }
}

let fetchInstalled = false;

/**
 * E09: Deno 2.9 takes a request that its server made for one of a blob: URL, and refuses to fetch
 * it. A Request of the same parts is fetched.
 */
export function installFetch(): void {
  if (fetchInstalled) return;
  fetchInstalled = true;
  const before = globalThis.fetch;
  // Asynchronous, so that what the constructor throws (TRACE) is a rejection, as of any fetch().
  globalThis.fetch = like(before as never, async (input: RequestInfo | URL, init?: RequestInit) =>
    before(isHosted(input) ? new Request(input.url, input) : input, init),
  );
}

let cachesInstalled = false;

/** P05: `cache.put()` uses a response up by none of its members (Deno 2.9). */
export function installCaches(): void {
  if (cachesInstalled || !("Cache" in globalThis)) return;
  cachesInstalled = true;
  const { prototype } = Cache;
  const before = prototype.put;
  prototype.put = like(before as never, function (this: Cache, ...args: Parameters<Cache["put"]>) {
    if (typeof args[1] === "object" && args[1] !== null) touch(args[1]);
    return before.apply(this, args);
  });
}
