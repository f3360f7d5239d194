/**
 * The shortest bytes that still show something.
 *
 * @module
 */

/** Takes pieces away, large ones first, as long as `shows` says yes; a bounded number of times. */
export async function shrink(
  bytes: string,
  shows: (shorter: string) => Promise<boolean>,
  tries = 80,
): Promise<string> {
  let kept = bytes;
  let left = tries;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length;) {
      if (left === 0) return kept;
      left--;
      const shorter = kept.slice(0, at) + kept.slice(at + size);
      if (await shows(shorter)) kept = shorter;
      else at += size;
    }
  }
  return kept;
}
