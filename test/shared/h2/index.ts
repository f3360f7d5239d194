/**
 * All rows about HTTP/2 itself; what a row of `cases/` says is played over HTTP/2 as well.
 *
 * @module
 */
import { abuseRows } from "./abuse.ts";
import type { FrameCase } from "./case.ts";
import { connectionRows } from "./connection.ts";
import { requestRows } from "./request.ts";
import { responseRows } from "./response.ts";
import { streamRows } from "./stream.ts";
import { uploadRows } from "./upload.ts";

export const FRAME_CASES: readonly FrameCase[] = [
  ...connectionRows,
  ...requestRows,
  ...uploadRows,
  ...responseRows,
  ...streamRows,
  ...abuseRows,
];
