/**
 * The line that tells where a server listens, when no `onListen` was given (S22).
 *
 * @module
 */
import { isUnspecified, urlHost } from "./hostname.ts";
import type { Addr } from "./types.ts";

/** The words of S22; undefined where there is nothing to tell. */
export function listeningLine(addr: Addr, secure: boolean): string | undefined {
  if (addr.transport === "platform") return undefined;
  if (addr.transport === "unix") return `Listening on ${addr.path}`;
  const scheme = secure ? "https" : "http";
  const line = `Listening on ${scheme}://${urlHost(addr.hostname)}:${addr.port}/`;
  // A browser on Windows cannot open 0.0.0.0, so name what it can open.
  return isUnspecified(addr.hostname) ? `${line} (${scheme}://localhost:${addr.port}/)` : line;
}
