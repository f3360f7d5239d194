/**
 * The rows of native objects, in the default mode, on workerd.
 *
 * @module
 */
import { NATIVE_CASES } from "../../shared/native/index.ts";
import type { Server } from "everyserve";
import { rowServer } from "./run.workers.ts";

const server: Server = rowServer(NATIVE_CASES, false);

export default server;
