/**
 * The content codings, one row each. A new one is a row here, an encoder in the hosts that have it
 * and a decoder in the matrix.
 *
 * @module
 */

/** The name of a content coding, as Content-Encoding has it. */
export type ContentCoding = "br" | "gzip" | "zstd";

/** What is to be known of a coding. */
export interface CodingRow {
  readonly name: ContentCoding;
  /** A name that means the same in Accept-Encoding (RFC 9110 8.4.1.3). */
  readonly alias?: string;
  /** Offered unless the option `encodings` says otherwise. */
  readonly offered: boolean;
  /** The least and the greatest level. */
  readonly levels: readonly [least: number, greatest: number];
  /** The level unless the option says otherwise: decisions/008-compression.md. */
  readonly level: number;
}

/** All of them, the preferred first: at equal weights br is sent (C03). */
export const CODINGS: readonly CodingRow[] = [
  { name: "br", offered: true, levels: [0, 11], level: 3 },
  { name: "gzip", alias: "x-gzip", offered: true, levels: [1, 9], level: 4 },
  // Opt-in (E05): not every client that names it decodes windows of every size (RFC 9659).
  { name: "zstd", offered: false, levels: [1, 19], level: 3 },
];
