/**
 * E09: how the rows about the Fetch standard are made: what the global classes do must be what the
 * standard says, and what the platform's own do is told beside it where it differs.
 *
 * The rows say in our words what these tests of the Web Platform Tests (fetch/api) look at:
 *
 * - headers/: header-setcookie, headers-basic, headers-casing, headers-combine, headers-errors,
 *   headers-normalize, headers-record, headers-structure
 * - request/: forbidden-method, request-clone, request-constructor-init-body-override,
 *   request-consume, request-consume-empty, request-disturbed, request-error, request-headers,
 *   request-init-001, -002, -003, -contenttype, -stream, request-keepalive, request-structure,
 *   url-encoding; abort/request
 * - response/: response-cancel-stream, -clone, -consume, -consume-empty, -consume-stream, -error,
 *   -error-from-stream, -from-stream, -headers-guard, -init-001, -init-002, -init-contenttype,
 *   -static-error, -static-json, -static-redirect, -stream-bad-chunk, -stream-disturbed-1 to -6,
 *   -stream-disturbed-by-pipe, -stream-disturbed-util
 * - body/: cloned-any, formdata, mime-type
 *
 * Left out is what needs a document, a cache, a redirect on the way, or another realm.
 *
 * @module
 */
import type { InsideCase, Natives } from "../inside/case.ts";
import { makes, outcomeOf } from "./within.ts";

/** The classes of which one row compares two sets. */
export type Classes = Pick<Natives, "Request" | "Response" | "Headers">;

/** A URL that is asked for nowhere. */
export const SOMEWHERE = "http://localhost/somewhere";

/** A row about what the standard says of the classes. */
export function standard(
  id: string,
  title: string,
  call: (classes: Classes) => unknown,
  wanted: unknown,
): InsideCase {
  return makes(
    `fetch-${id}`,
    title,
    async ({ natives }) => {
      const ours = plain(await call({ Request, Response, Headers }));
      const theirs = plain(await call(natives));
      const same = JSON.stringify(ours) === JSON.stringify(theirs);
      return same ? { ours } : { ours, theirs };
    },
    { ours: wanted },
  );
}

/** How each of several calls ends, by its name. */
export async function outcomes(
  calls: Readonly<Record<string, () => unknown>>,
): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) told[name] = await outcomeOf(call);
  return told;
}

/** The same outcome for each of these names. */
export function each(names: readonly string[], outcome: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, outcome]));
}

/** A stream of these chunks. */
export function streamOf(...chunks: readonly unknown[]): ReadableStream<Uint8Array> {
  return new ReadableStream<unknown>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  }) as ReadableStream<Uint8Array>;
}

/** Text as bytes. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

/** As it leaves the process: without what JSON does not carry. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null") as unknown;
}
