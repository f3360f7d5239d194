/**
 * The rows of trust on a host that listens.
 *
 * @module
 */
import { TRUST_CASES } from "../../shared/trust/index.ts";
import { runRows } from "./run.ts";

await runRows(TRUST_CASES, false);
