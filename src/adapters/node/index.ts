/**
 * everyserve on Node.js, over node:http.
 *
 * @module
 */
import type { Host } from "../../core/host.ts";
import { defineRuntime, type Runtime } from "../../core/runtime.ts";
import { capabilities } from "./capabilities.ts";
import { LazyResponse } from "./lazy/response.ts";
import { listen } from "./listen.ts";

const host: Host = {
  name: "node",
  capabilities,
  listen,
  trusts: (value) => LazyResponse.isFresh(value),
};
const runtime: Runtime = defineRuntime(host);

export const serve: Runtime["serve"] = runtime.serve;
export const upgradeWebSocket: Runtime["upgradeWebSocket"] = runtime.upgradeWebSocket;
export type * from "../../core/types.ts";
export type { CodedError, ErrorCode } from "../../core/errors.ts";
