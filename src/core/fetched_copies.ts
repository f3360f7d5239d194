/**
 * Copies that a proxy makes of a response of `fetch()`, with the same body and headers of its own
 * (E09): `new Response(upstream.body, upstream)`. What `fetch()` has made untrue in the headers is
 * copied with them.
 *
 * @module
 */
import { connectionFields, wasDecoded, type FetchDecoding } from "./fetched.ts";
import { changeHeaders, weakTag, type HeaderChange } from "./variant.ts";

/** Whose body a stream is. A copy has the very same one; what was piped through anything has another. */
const owners = new WeakMap<object, Response>();
let noted = false;

/** Somebody was given the body of a response that may be one of `fetch()`. */
export function noteFetchedBody(response: Response, body: unknown): void {
  // Only `fetch()` makes responses with a URL.
  if (typeof body !== "object" || body === null || response.url === "") return;
  owners.set(body, response);
  noted = true;
}

/**
 * What has to change in the headers of a response with this body, so that they are true of it: of
 * those that it has in common with the response of `fetch()`. What the handler has set itself stays.
 */
export function changesOfCopy(
  body: unknown,
  header: (name: string) => string | null,
  decoding: FetchDecoding,
): HeaderChange[] | undefined {
  if (!noted || typeof body !== "object" || body === null) return undefined;
  const headers = owners.get(body)?.headers;
  if (headers === undefined) return undefined;
  const isCopied = (name: string): boolean =>
    headers.has(name) && headers.get(name) === header(name);
  const coding = headers.get("content-encoding");
  const decoded = coding !== null && wasDecoded(coding, decoding);
  const untrue = connectionFields(headers);
  if (decoded) untrue.push("content-encoding", "content-length");
  const changes = untrue.filter(isCopied).map((name): HeaderChange => [name, null]);
  if (decoded && isCopied("etag")) {
    const weak = weakTag(headers.get("etag")!);
    if (weak !== undefined) changes.push(["etag", weak]);
  }
  return changes.length > 0 ? changes : undefined;
}

/** The copy with headers that are true; undefined where there is nothing to mend. */
export function mendCopy(response: Response, decoding: FetchDecoding): Response | undefined {
  if (!noted) return undefined;
  const { body, status } = response;
  const changes = changesOfCopy(body, (name) => response.headers.get(name), decoding);
  if (changes === undefined) return undefined;
  return new Response(body, {
    status,
    headers: changeHeaders(new Headers(response.headers), changes),
  });
}
