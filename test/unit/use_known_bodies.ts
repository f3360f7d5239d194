/** The `Response` of `known_bodies.ts` in the platform's place, for the tests of one file. */
import { afterAll, beforeAll } from "vitest";
import { installKnownBodies } from "../../src/core/known_bodies.ts";

/** The platform's own. */
export const Native: typeof Response = globalThis.Response;
/** It installs itself once; the workers of the unit tests are shared by their files. */
let made: typeof Response | undefined;

/** Installs it before the tests of the calling file, and takes it away after them. */
export function useKnownBodies(): void {
  beforeAll(() => {
    if (made === undefined) {
      installKnownBodies({
        untypedStrings: false,
        sharesBytes: false,
        halfCharacters: false,
        usesUnseen: true,
      });
      made = globalThis.Response;
    } else put(made);
  });
  afterAll(() => put(Native));
}

function put(response: typeof Response): void {
  globalThis.Response = response;
  Native.prototype.constructor = response;
}
