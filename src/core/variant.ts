/**
 * The headers that tell caches of one representation among several: Vary and ETag.
 *
 * @module
 */
import type { CompressionDecision } from "./types.ts";

/** A change of headers: names in lower case, null for one that goes away. */
export type HeaderChange = [name: string, value: string | null];

/** Makes the changes; gives the same headers. */
export function changeHeaders(headers: Headers, changes: readonly HeaderChange[]): Headers {
  for (const [name, value] of changes) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

/**
 * What a decision changes in the headers of a response (C26 to C31).
 */
export function variantHeaders(
  { encoding, vary }: CompressionDecision,
  header: (name: string) => string | null,
): HeaderChange[] {
  const changes: HeaderChange[] = [];
  const named = vary ? varyByEncoding(header("vary")) : undefined;
  if (named !== undefined) changes.push(["vary", named]);
  if (encoding === null) return changes;
  changes.push(["content-encoding", encoding], ["content-length", null]);
  const etag = header("etag");
  const weak = etag === null ? undefined : weakTag(etag);
  if (weak !== undefined) changes.push(["etag", weak]);
  return changes;
}

/**
 * A Vary that names Accept-Encoding too, put in front as Deno does (C28); undefined where it does so
 * already. By field name, over all lines, and `*` says it all (C29).
 *
 * @param vary All lines, joined by commas.
 */
export function varyByEncoding(vary: string | null): string | undefined {
  if (vary === null) return "Accept-Encoding";
  const names = vary.split(",").map((name) => name.trim());
  if (names.some((name) => name === "*" || name.toLowerCase() === "accept-encoding")) {
    return undefined;
  }
  return ["Accept-Encoding", ...names.filter((name) => name !== "")].join(", ");
}

/**
 * C31: other bytes than those that a strong tag stands for (RFC 9110 8.8.1). Undefined where the tag
 * is weak already.
 */
export function weakTag(etag: string): string | undefined {
  return etag.startsWith("W/") ? undefined : `W/${etag}`;
}
