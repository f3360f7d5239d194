/**
 * All rows about what a client may cost; a part of their own, because they take their time.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { hostileCases } from "./hostile.ts";
import { hostileStreamCases } from "./hostile_streams.ts";
import { http2BoundCases } from "./http2.ts";
import { limitCases } from "./limits.ts";
import { boundOptionCases } from "./options.ts";
import { timeoutCases } from "./timeouts.ts";

export const TRUST_CASES: readonly InsideCase[] = [
  ...boundOptionCases,
  ...timeoutCases,
  ...limitCases,
  ...http2BoundCases,
  ...hostileCases,
  ...hostileStreamCases,
];
