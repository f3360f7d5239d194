/**
 * The inside cases on a host that listens.
 *
 * @module
 */
import { INSIDE_CASES } from "../../shared/inside/index.ts";
import { runRows } from "./run.ts";

await runRows(INSIDE_CASES, false);
