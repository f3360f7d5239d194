/**
 * How long a text is in UTF-8, without making it.
 *
 * @module
 */

/** In bytes. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (code >= 0xd800 && code <= 0xdbff && isLow(text.charCodeAt(i + 1))) {
      length += 2; // four bytes for two units
      i++;
    } else length += 2; // a lone surrogate becomes U+FFFD, three bytes
  }
  return length;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
