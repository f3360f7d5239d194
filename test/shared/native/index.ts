/**
 * The rows of E09: request and response are the platform's objects in every way that a handler can
 * observe.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { bodyNatives } from "./body.ts";
import { capturedNatives } from "./captured.ts";
import { constructNatives } from "./construct.ts";
import { headerNatives } from "./headers.ts";
import { requestNatives } from "./request.ts";
import { responseNatives } from "./response.ts";

export const NATIVE_CASES: readonly InsideCase[] = [
  ...requestNatives,
  ...headerNatives,
  ...bodyNatives,
  ...responseNatives,
  ...constructNatives,
  ...capturedNatives,
];
