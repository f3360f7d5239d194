/**
 * The `fetch()` of Bun, whose responses are known again when a proxy copies them (E09).
 *
 * @module
 */
import { noteFetchedBody } from "../../core/fetched_copies.ts";
import { like } from "../../core/teach.ts";

let installed = false;

/**
 * Replaces the global `fetch`, once. The members of Bun's Response cannot be changed (1.4.5): they
 * stand on a prototype between what it gives and the platform's.
 */
export function installFetch(): void {
  if (installed) return;
  installed = true;
  const native = globalThis.fetch;
  const { prototype } = globalThis.Response;
  const { get: nativeBody } = Object.getOwnPropertyDescriptor(prototype, "body")!;
  const { clone: nativeClone } = prototype;
  const members = Object.create(prototype, {
    body: {
      get(this: Response): unknown {
        const body: unknown = nativeBody!.call(this);
        noteFetchedBody(this, body);
        return body;
      },
      enumerable: true,
      configurable: true,
    },
    clone: {
      value: like(nativeClone as never, function (this: Response): Response {
        return watch(nativeClone.call(this));
      }),
      enumerable: true,
      writable: true,
      configurable: true,
    },
  }) as object;
  const watch = (response: Response): Response =>
    Object.setPrototypeOf(response, members) as Response;
  const fetch = async (...args: Parameters<typeof native>): Promise<Response> =>
    watch(await native(...args));
  globalThis.fetch = Object.defineProperties(
    fetch,
    Object.getOwnPropertyDescriptors(native),
  ) as typeof native;
}
