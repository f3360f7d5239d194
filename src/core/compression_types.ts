/**
 * The public types of automatic compression.
 *
 * @module
 */
import type { ContentCoding } from "./codings.ts";
import type { ServeOptions } from "./types.ts";

/**
 * Refines automatic compression. The wrong shape throws `ERR_COMPRESSION_INVALID`, a number out of
 * range `ERR_COMPRESSION_OUT_OF_RANGE`.
 */
export interface CompressionOptions {
  /**
   * The codings that are offered; at equal weights of the client the first is sent. `"zstd"`: Node
   * 22.15 and newer, Bun, Deno; elsewhere it throws `ERR_OPTION_UNSUPPORTED`.
   * @default ["br", "gzip"]
   */
  encodings?: readonly ContentCoding[] | undefined;
  /**
   * How hard to try: a number for all codings, or one for each. br 0 to 11, gzip 1 to 9, zstd 1 to
   * 19. Workers throw `ERR_OPTION_UNSUPPORTED`: there the platform encodes.
   * @default { br: 3, gzip: 4, zstd: 3 }
   */
  level?: number | { readonly [C in ContentCoding]?: number | undefined } | undefined;
  /**
   * A body of known size is compressed only if it is larger, in bytes.
   * @default 64
   */
  threshold?: number | undefined;
  /**
   * Which media types: a list instead of the built-in one (`"text/html"`, or `"text/*"` for all
   * with that beginning), or a function that is asked with a type, in lower case and without
   * parameters, and whether it is on the built-in list. Its answers are remembered.
   * @default the types that mime-db calls compressible, and event streams and JSON lines
   */
  types?: readonly string[] | ((type: string, listed: boolean) => boolean) | undefined;
}

/** What `explainCompression()` tells of a response. */
export interface CompressionDecision {
  /** The value of Content-Encoding that is set; null when the body is sent as it is. */
  readonly encoding: ContentCoding | null;
  /** Whether Vary names Accept-Encoding: the response could have been compressed, for another client. */
  readonly vary: boolean;
  /** The coding, or why there is none: `"br"`, `"skipped: cache-control no-transform"`. */
  readonly reason: string;
}

/**
 * Tells whether a server would compress a response to a request, and why. It is the decision itself:
 * nothing is read, changed or sent. The size of a body is known of a Response that was made after
 * the first `serve()`; of others only by their Content-Length.
 */
export type ExplainCompression = (
  request: Request,
  response: Response,
  options?: Pick<ServeOptions, "automaticCompression" | "compression">,
) => CompressionDecision;
