/** One request through the boundary, for tests. */
import { createResponder, type ResponderParts } from "../../src/core/respond.ts";
import { createTasks } from "../../src/core/tasks.ts";
import type { ServeInfo } from "../../src/core/types.ts";

export const REQUEST = new Request("http://example.com/");
export const INFO = {} as ServeInfo;
export const ok = (): Response => new Response("ok");

export type Answer = Response | Promise<Response>;

/** Answers one request with a handler that may return anything. */
export function answer(
  handler: (...args: never[]) => unknown,
  more: Partial<ResponderParts> = {},
): Answer {
  const parts = { handler, onError: undefined, tasks: createTasks(), ...more } as ResponderParts;
  return createResponder(parts).handle(REQUEST, INFO);
}

/** What `onError` was called with, and the response it made. */
export async function caught(
  handler: (...args: never[]) => unknown,
): Promise<{ errors: (Error & { code: string })[]; status: number }> {
  const errors: (Error & { code: string })[] = [];
  const onError = (error: unknown): Response => {
    errors.push(error as Error & { code: string });
    return new Response("sorry", { status: 503 });
  };
  const { status } = await answer(handler, { onError });
  return { errors, status };
}
