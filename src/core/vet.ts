/**
 * Refuses what a host's parser let through, and gives the URL of the rest (Bun, Deno, Workers).
 *
 * These hosts parse the request line and hand over a Request; what the client sent is seen only in
 * the URL they made of it and in the headers.
 *
 * @module
 */
import { plainUrl, requestUrl, type TargetParts } from "./target.ts";
import { isBrokenHandshake } from "./upgrade.ts";

/** One field of a request's head. */
export type HeaderReader = (request: Request, name: string) => string | null;

/** What is known of where the request came in, and of the host that it came to. */
export interface VetContext {
  scheme: TargetParts["scheme"];
  /** See `fallbackAuthority`. */
  fallback: string;
  /** Where there is a cheaper way to it than `request.headers`. */
  header?: HeaderReader;
  /** "none" where the host's parser has judged transfer codings, or is known to have seen none. */
  codings?: "all" | "none";
  /** False where the host itself refuses a handshake that has a body (W08). */
  handshakes?: boolean;
  /** False where the host reads what comes with a CONNECT as the next request. */
  connectBodies?: boolean;
}

/** What a host has looked up already. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** The Host field; null where there is none. */
  readonly host: string | null;
}

/** The URL for the handler, or undefined: answer 400. */
export function vetRequest(request: Request, context: VetContext, seen?: Seen): string | undefined {
  const { method, url } = seen ?? request;
  const { scheme, fallback, header = readHeader, codings = "all" } = context;
  if (codings === "all") {
    const coding = header(request, "transfer-encoding");
    if (coding !== null) {
      // R54, R55: RFC 9112 6.1 knows chunked alone, and no length beside it.
      if (coding.toLowerCase() !== "chunked") return undefined;
      if (header(request, "content-length") !== null) return undefined;
    }
  }
  if (context.handshakes !== false && header(request, "upgrade") !== null) {
    if (isBrokenHandshake((name) => header(request, name))) return undefined; // W08
  }
  const authority = (seen === undefined ? header(request, "host") : seen.host) ?? undefined;
  if (method === "CONNECT") {
    // R31: RFC 9110 9.3.6, it has no content.
    if (context.connectBodies === false && declaresBody(request, header)) return undefined;
    const target = url.replace(/^https?:\/\/|\/$/g, "");
    return requestUrl({ method, target, authority, scheme, fallback });
  }
  const plain = authority === undefined ? undefined : plainUrl(scheme, authority, url);
  if (plain !== undefined) return plain;
  if (authority === undefined && scheme !== "http+unix") {
    // HTTP/2 on Deno: the URL was made of :scheme and :authority (R14), which have no Host beside
    // them. Of HTTP/1.0 without Host comes the address of the listener, which may be no authority.
    const parts = /^(https?):\/\/(?!0\.0\.0\.0[:/]|\[::\])([^/?#]+)(.*)$/s.exec(url);
    if (parts !== null) {
      const [, said, named, target = ""] = parts as unknown as [string, "http" | "https", string];
      return requestUrl({
        method,
        scheme: said,
        authority: named,
        target: target || "/",
        fallback,
      });
    }
  }
  return requestUrl({ method, target: targetOf(url, authority), authority, scheme, fallback });
}

function declaresBody(request: Request, header: HeaderReader): boolean {
  if (header(request, "transfer-encoding") !== null) return true;
  return !/^0*$/.test(header(request, "content-length") ?? "");
}

/** The way that every host has. */
export function readHeader(request: Request, name: string): string | null {
  return request.headers.get(name);
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
