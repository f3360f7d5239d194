/**
 * Whether a multipart body is whole, where the platform's parser does not look (R45).
 *
 * @module
 */

/** `multipart/form-data` and its boundary: RFC 2046 5.1.1, quoted or not. */
const BOUNDARY = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i;

/** The delimiter that ends a form of this type; undefined where the type names none. */
export function closeDelimiter(type: string | null): string | undefined {
  const match = type === null ? null : BOUNDARY.exec(type);
  if (match === null) return undefined;
  return `--${match[1]?.replaceAll(/\\(.)/g, "$1") ?? match[2]!}--`;
}

/** Whether bytes have the delimiter at the start of a line: looked for from the end, where it is. */
export function endsWithDelimiter(bytes: Uint8Array, delimiter: string): boolean {
  const wanted = new TextEncoder().encode(delimiter);
  for (let at = bytes.length - wanted.length; at >= 0; at--) {
    if (at > 0 && bytes[at - 1] !== LINE_FEED) continue;
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

const LINE_FEED = 10;
