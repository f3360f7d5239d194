/**
 * everyserve on Bun, over Bun.serve.
 *
 * @module
 */
import type { Host } from "../../core/host.ts";
import { defineRuntime, type Runtime } from "../../core/runtime.ts";
import { capabilities } from "./capabilities.ts";
import { listen } from "./listen.ts";

const host: Host = { name: "bun", capabilities, listen };
const runtime: Runtime = defineRuntime(host);

export const serve: Runtime["serve"] = runtime.serve;
export const upgradeWebSocket: Runtime["upgradeWebSocket"] = runtime.upgradeWebSocket;
export type * from "../../core/types.ts";
export type { CodedError, ErrorCode } from "../../core/errors.ts";
