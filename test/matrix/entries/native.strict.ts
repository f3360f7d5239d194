/**
 * The rows of native objects, in strict mode, on a host that listens.
 *
 * @module
 */
import { NATIVE_CASES } from "../../shared/native/index.ts";
import { runRows } from "./run.ts";

await runRows(NATIVE_CASES, true);
