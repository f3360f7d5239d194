/**
 * The rows of timeouts and limits in the strict mode, on a host that listens.
 *
 * @module
 */
import type { Handler, Serve, ServeOptions } from "../../../src/core/types.ts";
import { BOUND_CASES } from "../../shared/trust/index.ts";
import { runRows } from "./run.ts";

await runRows(BOUND_CASES, true, (serve) => {
  return ((options: ServeOptions, handler: Handler) =>
    serve({ ...options, strict: true }, handler)) as Serve;
});
