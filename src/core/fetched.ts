/**
 * Responses of `fetch()`, which a proxy hands on (E09): their body is decoded, and their headers still
 * say how it was encoded and how long it was; and they say what was meant for another connection.
 *
 * @module
 */
import { weakTag } from "./variant.ts";

/** The content codings that a host's `fetch()` takes off a body by itself. */
export interface FetchDecoding {
  /** In lower case. */
  readonly codings: readonly string[];
  /** Also several, one after the other. */
  readonly several: boolean;
}

/** What is between the proxy and the server behind it (RFC 9110 7.6.1). */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "upgrade"];

/**
 * The response with headers that are true of its body and its connection: what was decoded is sent as
 * what it is now, and compressed again where the client takes that. Undefined where there is nothing
 * to mend.
 */
export function mendFetched(response: Response, decoding: FetchDecoding): Response | undefined {
  // Only `fetch()` makes responses with a URL.
  if (response.url === "") return undefined;
  const { body, status } = response;
  const coding = body === null ? null : response.headers.get("content-encoding");
  const decoded = coding !== null && wasDecoded(coding, decoding);
  if (!decoded && !HOP_BY_HOP.some((name) => response.headers.has(name))) return undefined;
  const headers = new Headers(response.headers);
  for (const name of connectionFields(headers)) headers.delete(name);
  if (decoded) describePlain(headers);
  return new Response(body, { status, headers });
}

function describePlain(headers: Headers): void {
  headers.delete("content-encoding");
  headers.delete("content-length");
  // A strong tag stands for the encoded bytes (RFC 9110 8.8.1).
  const etag = headers.get("etag");
  const weak = etag === null ? undefined : weakTag(etag);
  if (weak !== undefined) headers.set("etag", weak);
}

/** The names of the fields that are of the connection to the server behind. */
export function connectionFields(headers: Headers): string[] {
  return [...HOP_BY_HOP, ...namesIn(headers.get("connection"))];
}

/** The fields that a Connection names, which belong to it as well. */
function namesIn(connection: string | null): string[] {
  const names = (connection ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  return names.filter((name) => /^[\w-]+$/.test(name));
}

/** Whether `fetch()` has taken these codings off. */
export function wasDecoded(coding: string, { codings, several }: FetchDecoding): boolean {
  const names = coding.split(",").map((name) => name.trim().toLowerCase());
  if (names.length > 1 && !several) return false;
  return names.every((name) => codings.includes(name));
}
