/**
 * Refuses what a host's parser let through, and gives the URL of the rest (Bun, Deno, Workers).
 *
 * These hosts parse the request line and hand over a Request; what the client sent is seen only in
 * the URL they made of it and in the headers.
 *
 * @module
 */
import { requestUrl, type TargetParts } from "./target.ts";

/** What is known of where the request came in. */
export interface VetContext {
  scheme: TargetParts["scheme"];
  /** See `fallbackAuthority`. */
  fallback: string;
}

/** The URL for the handler, or undefined: answer 400. */
export function vetRequest(request: Request, context: VetContext): string | undefined {
  const { method, url, headers } = request;
  const coding = headers.get("transfer-encoding");
  if (coding !== null) {
    // R54, R55: RFC 9112 6.1 knows chunked alone, and no length beside it.
    if (coding.toLowerCase() !== "chunked" || headers.has("content-length")) return undefined;
  }
  const authority = headers.get("host") ?? undefined;
  const target =
    method === "CONNECT" ? url.replace(/^https?:\/\/|\/$/g, "") : targetOf(url, authority);
  return requestUrl({ method, target, authority, ...context });
}

/** The request target as far as it can be told from the URL that the host made. */
function targetOf(url: string, authority: string | undefined): string {
  if (url.startsWith("/")) return url; // Bun, where there is no usable Host
  const start = url.indexOf("://") + 3;
  if (authority !== undefined && authority !== "" && url.startsWith(authority, start)) {
    // Origin-form. workerd glues "*" or "foo" to the authority; so seen they are refused, or are
    // the target of `OPTIONS *`.
    return url.slice(start + authority.length) || "/";
  }
  // Without a Host, the authority is the host's own; with another one, this was absolute-form,
  // which wins (R02).
  if (authority !== undefined && authority !== "") return url;
  const slash = url.indexOf("/", start);
  return slash < 0 ? "/" : url.slice(slash);
}
