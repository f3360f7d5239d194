/**
 * What encodes bodies on Workers: of known size the platform, by the headers of their response; streams
 * its node:zlib, because the platform does not flush (workerd 2026-11-17: of a gzip stream the header
 * comes, and all the rest at its end), and an event stream would stall.
 *
 * @module
 */
import type { HostEncoder } from "../../core/encode.ts";
import type { ContentCoding } from "../../core/types.ts";
import { zlibEncoder, type ZlibLibrary } from "../../core/zlib.ts";

interface Globals {
  process?: { getBuiltinModule?(name: string): unknown };
  Cloudflare?: { compatibilityFlags?: Readonly<Record<string, boolean>> };
}

/**
 * Looked up, not imported: an import would fail without the flag nodejs_compat, which is on by default
 * since 2026-08-04. Without it streams go out as they are.
 */
const library = (globalThis as Globals).process?.getBuiltinModule?.("node:zlib");

export const encoder: HostEncoder | undefined =
  library === undefined ? undefined : { start: zlibEncoder(library as ZlibLibrary).start };

/**
 * What the platform encodes. Before the flag brotli_content_encoding, which is on by default since
 * 2024-04-29, a body went out as it was under a header that said br.
 */
export const codingsOfFlags: readonly ContentCoding[] = Object.freeze(
  hasBrotli() ? (["br", "gzip"] as const) : (["gzip"] as const),
);

function hasBrotli(): boolean {
  const flags = (globalThis as Globals).Cloudflare?.compatibilityFlags;
  return flags?.["brotli_content_encoding"] === true;
}
