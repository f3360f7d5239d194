/**
 * What encodes bodies on Deno: its node:zlib.
 *
 * @module
 */
import * as zlib from "node:zlib";
import type { HostEncoder } from "../../core/encode.ts";
import type { ContentCoding } from "../../core/types.ts";
import { zlibCodings, zlibEncoder, type ZlibLibrary } from "../../core/zlib.ts";

const library = zlib as unknown as ZlibLibrary;
export const codings: readonly ContentCoding[] = zlibCodings(library);
export const encoder: Required<HostEncoder> = zlibEncoder(library);
