/**
 * Unmasking (RFC 6455 5.3), with a look at what comes out: text of ASCII alone is valid UTF-8, and
 * quicker to decode.
 *
 * @module
 */

/** Up to here a view of words costs more than it saves. */
export const SHORT = 128;

/** What the bytes are. */
export type Unmasked = "ascii" | "other";

const key = new Uint8Array(4);
const word = new Int32Array(key.buffer);

/** The masking key at a place, as the platform has it in a word. */
export function keyAt(chunk: Buffer, at: number): number {
  for (let i = 0; i < 4; i++) key[i] = chunk[at + i]!;
  return word[0]!;
}

/** Unmasks the first `size` bytes, which begin at a multiple of four in memory. */
export function unmask(bytes: Buffer, size: number, mask: number): Unmasked {
  const count = size >>> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, count);
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const plain = words[i]! ^ mask;
    words[i] = plain;
    seen |= plain;
  }
  word[0] = mask;
  for (let i = count << 2; i < size; i++) {
    const byte = bytes[i]! ^ key[i & 3]!;
    bytes[i] = byte;
    seen |= byte;
  }
  return (seen & 0x80808080) === 0 ? "ascii" : "other";
}

/** Unmasks a few bytes in place; the key is at `at`. */
export function unmaskShort(chunk: Buffer, at: number, from: number, end: number): Unmasked {
  let seen = 0;
  for (let i = from; i < end; i++) {
    const byte = chunk[i]! ^ chunk[at + ((i - from) & 3)]!;
    chunk[i] = byte;
    seen |= byte;
  }
  return seen < 0x80 ? "ascii" : "other";
}
