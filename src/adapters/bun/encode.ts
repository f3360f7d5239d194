/**
 * What encodes bodies on Bun, its node:zlib; and what its fetch() decodes.
 *
 * @module
 */
import * as zlib from "node:zlib";
import type { HostEncoder } from "../../core/encode.ts";
import type { FetchDecoding } from "../../core/fetched.ts";
import type { ContentCoding } from "../../core/types.ts";
import { zlibCodings, zlibEncoder, type ZlibLibrary } from "../../core/zlib.ts";

const library = zlib as unknown as ZlibLibrary;
export const codings: readonly ContentCoding[] = zlibCodings(library);
export const encoder: Required<HostEncoder> = zlibEncoder(library);

/** What the fetch() of Bun 1.4.5 decodes, and leaves in the headers. */
export const fetchDecoding: FetchDecoding = {
  codings: ["gzip", "x-gzip", "deflate", "br", "zstd"],
  several: false,
};
