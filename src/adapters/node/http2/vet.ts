/**
 * Refuses what nghttp2 let through, and gives the URL of the rest.
 *
 * @module
 */
import type { IncomingHttpHeaders } from "node:http2";
import type { LimitValues } from "../../../core/host.ts";
import { requestUrl } from "../../../core/target.ts";
import type { VetContext } from "../../../core/vet.ts";
import { AS_HTTP1 } from "./tunnel.ts";

/** `:method`, `:path`, `:scheme`, `:authority`. */
const PSEUDO = 4;

/**
 * R27: whether a head has more than the server takes; names and values in turn. The size is counted
 * as RFC 9113 6.5.2 does: 32 bytes for each field.
 */
export function headersTooLarge(
  raw: readonly string[],
  { headerSize, headerCount }: LimitValues,
): boolean {
  if (raw.length > (headerCount + PSEUDO) * 2) return true;
  let size = 0;
  for (let i = 0; i < raw.length; i += 2) size += raw[i]!.length + raw[i + 1]!.length + 32;
  return size > headerSize;
}

/** R14: the URL for the handler, or undefined: answer 400. */
export function vetStream(headers: IncomingHttpHeaders, context: VetContext): string | undefined {
  // RFC 8441 4: an extended CONNECT has the path and the scheme of any request.
  const extended = headers[":protocol"] !== undefined;
  const method = extended ? AS_HTTP1.method : (headers[":method"] as string);
  // W08: what follows it are frames.
  if (extended && headers["content-length"] !== undefined) return undefined;
  const authority = (headers[":authority"] as string | undefined) ?? headers.host;
  const target = method === "CONNECT" ? authority : (headers[":path"] as string | undefined);
  const scheme = schemeOf(headers, context);
  if (target === undefined || scheme === undefined) return undefined;
  return requestUrl({ method, target, authority, scheme, fallback: context.fallback });
}

function schemeOf(
  headers: IncomingHttpHeaders,
  { scheme }: VetContext,
): VetContext["scheme"] | undefined {
  if (scheme === "http+unix") return scheme; // R13
  const said = (headers[":scheme"] as string | undefined) ?? scheme;
  return said === "http" || said === "https" ? said : undefined;
}
