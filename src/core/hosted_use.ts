/**
 * The body of a platform's own Request, as somebody looks at it (Bun, Deno, Workers).
 *
 * @module
 */
import { Hosted, nativeBodyUsed } from "./hosted_state.ts";
import { BodyUse } from "./late_body.ts";
import { uncutBody } from "./uncut.ts";

/** The stream of a request that has a body. */
export function shownBody(request: Hosted): ReadableStream<Uint8Array> | null {
  const use = useOf(request);
  if (use.kept !== undefined) return use.kept.body as ReadableStream<Uint8Array>;
  use.shown = true;
  return uncutBody(request);
}

/** Whether it was read from. */
export function isUsed(request: Hosted): boolean {
  return Hosted.use(request)?.kept?.bodyUsed ?? nativeBodyUsed.call(request);
}

/** What is noted of the use of a body. */
export function useOf(request: Hosted): BodyUse {
  return (Hosted.exchange(request).use ??= new BodyUse());
}
