/**
 * How a platform's constructor of Response differs from the standard (Bun, Deno, Workers), and what is
 * done about its arguments.
 *
 * @module
 */

/** How the platform's constructor differs from the standard. */
export interface ResponseQuirks {
  /** It gives strings no content-type (Bun 1.4.5, oven-sh/bun#8530). */
  untypedStrings: boolean;
  /** It sends bytes as they are when they go out, not as they were (Bun 1.4.5). */
  sharesBytes: boolean;
  /** It writes half a character as bytes that are no UTF-8 (workerd 2026-10-23). */
  halfCharacters: boolean;
  /**
   * The platform has functions that use up a response natively, by none of its members (`Bun.write`,
   * `cache.put`): it has to be asked whether one was used.
   */
  usesUnseen: boolean;
  /**
   * The lines of a Headers, repeated ones apart, where there is a way to them: the standard's copy
   * joins them (P29).
   */
  linesOf?(headers: Headers): [string, string][] | undefined;
}

/** What the standard makes of a body at once, and Bun when it is sent: see `sharesBytes`. */
export function copied(body: unknown): unknown {
  if (typeof body === "object") return body instanceof Uint8Array ? body.slice() : body;
  return typeof body === "number" || typeof body === "boolean" ? String(body) : body;
}

/** The same init, with the lines of its headers. */
export function apart(init: ResponseInit | undefined, { linesOf }: ResponseQuirks): typeof init {
  if (linesOf === undefined || typeof init !== "object" || init === null) return init;
  const { headers } = init;
  if (!(headers instanceof Headers)) return init;
  const lines = linesOf(headers);
  if (lines === undefined) return init;
  const { status, statusText } = init;
  return { status, statusText, headers: lines } as ResponseInit;
}
