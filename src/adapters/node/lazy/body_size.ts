/**
 * How long a body is, where that is known.
 *
 * @module
 */
import type { PlainBody } from "./response.ts";

/** The size in bytes of a body that is known whole. */
export function bodySize(body: PlainBody): number | undefined {
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body === null) return 0;
  return body instanceof Uint8Array ? body.byteLength : undefined;
}
