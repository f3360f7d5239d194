/**
 * All rows about what a client may cost; a part of their own, because they take their time.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { drainingCases, drainingUnixCases } from "./drains.ts";
import { extremeCases } from "./extremes.ts";
import { hostileCases } from "./hostile.ts";
import { hostileHttp3Cases } from "./hostile_http3.ts";
import { hostileStreamCases } from "./hostile_streams.ts";
import { http2BoundCases } from "./http2.ts";
import { limitCases } from "./limits.ts";
import { boundOptionCases } from "./options.ts";
import { socketLimitCases } from "./sockets.ts";
import { slowReaderCases } from "./slow_readers.ts";
import { smugglingCases } from "./smuggling.ts";
import { splittingCases } from "./splitting.ts";
import { timeoutCases } from "./timeouts.ts";
import { transportCases } from "./transports.ts";

/** Those about `timeouts` and `limits`, which are asked again in the strict mode. */
export const BOUND_CASES: readonly InsideCase[] = [
  ...boundOptionCases,
  ...extremeCases,
  ...timeoutCases,
  ...limitCases,
  ...socketLimitCases,
  ...http2BoundCases,
];

export const TRUST_CASES: readonly InsideCase[] = [
  ...BOUND_CASES,
  ...drainingCases,
  ...drainingUnixCases,
  ...hostileCases,
  ...hostileStreamCases,
  ...hostileHttp3Cases,
  ...transportCases,
  ...slowReaderCases,
  ...smugglingCases,
  ...splittingCases,
];
