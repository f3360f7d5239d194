/**
 * The inside cases on workerd.
 *
 * @module
 */
import { INSIDE_CASES } from "../../shared/inside/index.ts";
import type { Server } from "everyserve";
import { rowServer } from "./run.workers.ts";

const server: Server = rowServer(INSIDE_CASES, false);

export default server;
