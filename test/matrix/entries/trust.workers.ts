/**
 * The rows of trust on workerd.
 *
 * @module
 */
import { TRUST_CASES } from "../../shared/trust/index.ts";
import type { Server } from "everyserve";
import { rowServer } from "./run.workers.ts";

const server: Server = rowServer(TRUST_CASES, false);

export default server;
