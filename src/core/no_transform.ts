/**
 * `Cache-Control: no-transform` (RFC 9111 5.2.2.6): nobody may change the body's coding.
 *
 * @module
 */

/**
 * A quoted string (RFC 9110 5.6.4), or one character of anything else: a quote that nobody closes is
 * an ordinary character, so that a malformed directive hides none that follows (C25).
 */
const PIECE = /"(?:[^"\\]|\\[^])*"|[^]/g;

/** Whether a Cache-Control, all lines joined by commas, has the directive (C23 to C25). */
export function saysNoTransform(cacheControl: string): boolean {
  if (!/no-transform/i.test(cacheControl)) return false;
  // What is quoted is an argument: `private="no-transform"` names a header field.
  const bare = cacheControl.replace(PIECE, (piece) => (piece.length > 1 ? '""' : piece));
  return /(?:^|,)[ \t]*no-transform[ \t]*(?:$|[,=])/i.test(bare);
}
