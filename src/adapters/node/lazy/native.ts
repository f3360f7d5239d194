/**
 * The platform's own objects, kept from before the stand-ins were installed.
 *
 * @module
 */
import * as threads from "node:worker_threads";
import { noteFetchedBody } from "../../../core/fetched_copies.ts";
import { like, teachInstanceof, teachMembers, type Pupil } from "../../../core/teach.ts";

export const NativeRequest: typeof Request = globalThis.Request;
export const NativeResponse: typeof Response = globalThis.Response;
export const NativeHeaders: typeof Headers = globalThis.Headers;

/**
 * Makes structuredClone() and postMessage() refuse a stand-in, as they refuse the platform's own since
 * Node 22.10; before that both give an empty object. It costs 25 ns.
 */
export const refuseCloning: (standIn: object) => void =
  (threads as Partial<typeof threads>).markAsUncloneable ?? (() => {});

/** Makes the members of a platform's class and its `instanceof` know stand-ins. */
export function teach(native: { prototype: object }, pupil: Pupil): void {
  const { prototype } = native;
  const known = Object.fromEntries(
    Reflect.ownKeys(pupil.members)
      .filter((key) => Object.hasOwn(prototype, key))
      .map((key) => [key, Object.getOwnPropertyDescriptor(pupil.members, key)!]),
  );
  teachMembers(prototype, { is: pupil.is, members: Object.create(null, known) as object });
  teachInstanceof(native, native, pupil.is);
}

/** The body of a response of `fetch()` is known again in a copy (E09). */
export function watchBodies(): void {
  const { prototype } = NativeResponse;
  const theirs = Object.getOwnPropertyDescriptor(prototype, "body")!;
  const get = like(theirs.get!, function (this: unknown): unknown {
    const body: unknown = theirs.get!.call(this);
    noteFetchedBody(this as Response, body);
    return body;
  });
  Object.defineProperty(prototype, "body", { ...theirs, get });
}
