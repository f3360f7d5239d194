/**
 * The status of a response of HTTP/2, for rows that have no decoder of header blocks at hand: it is
 * the first field (RFC 9113 8.3.2), and on a fresh connection no table holds what it refers to.
 *
 * @module
 */
import { type Frame, HEADERS, readFrames } from "./frames.ts";

/** RFC 7541, appendix A, from index 8. */
const INDEXED = ["200", "204", "206", "304", "400", "404", "500"];

/** RFC 7541, appendix B: digits, as far as a status needs them. */
const CODES: Readonly<Record<string, string>> = {
  "00000": "0",
  "00001": "1",
  "00010": "2",
  "011001": "3",
  "011010": "4",
  "011011": "5",
  "011100": "6",
  "011101": "7",
  "011110": "8",
  "011111": "9",
};

/** The status that a stream was answered with, or undefined. */
export function statusOf(received: string, stream: number): string | undefined {
  const head = readFrames(received).frames.find((one) => isHead(one, stream));
  return head === undefined ? undefined : firstField(head.payload);
}

function isHead({ type, stream: of }: Frame, stream: number): boolean {
  return type === HEADERS && of === stream;
}

function firstField(block: string): string {
  let at = 0;
  // A change of the table's size may stand before it (RFC 7541 6.3).
  while ((block.charCodeAt(at) & 0xe0) === 0x20) {
    const more = (block.charCodeAt(at++) & 0x1f) === 0x1f;
    if (more) while ((block.charCodeAt(at++) & 0x80) !== 0);
  }
  const byte = block.charCodeAt(at);
  if (byte >= 0x80) return INDEXED[byte - 0x88] ?? `field ${byte}`;
  const length = block.charCodeAt(at + 1);
  const value = block.slice(at + 2, at + 2 + (length & 0x7f));
  return length < 0x80 ? value : digits(value);
}

/** Three digits of a Huffman code (RFC 7541 5.2). */
function digits(value: string): string {
  let bits = Array.from(value, (byte) => byte.charCodeAt(0).toString(2).padStart(8, "0")).join("");
  let text = "";
  while (text.length < 3) {
    const size = CODES[bits.slice(0, 5)] === undefined ? 6 : 5;
    text += CODES[bits.slice(0, size)] ?? "?";
    bits = bits.slice(size);
  }
  return text;
}
