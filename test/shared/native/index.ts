/**
 * The rows of E09: request and response are the platform's objects in every way that a handler can
 * observe.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";

export const NATIVE_CASES: readonly InsideCase[] = [];
