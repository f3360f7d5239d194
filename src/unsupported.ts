/**
 * What `everyserve` is where no adapter fits: functions that say so, instead of an undefined
 * export.
 *
 * @module
 */
import { failure } from "./core/errors.ts";
import type { ExplainCompression, Serve, UpgradeWebSocket } from "./core/types.ts";

const unsupported = (name: string): (() => never) => {
  return () => {
    throw failure(
      "ERR_RUNTIME_UNSUPPORTED",
      `Cannot ${name}: everyserve has no adapter for this runtime. It runs on Node.js, Bun, Deno ` +
        "and Cloudflare Workers; a bundler needs the condition of one of them " +
        "('node', 'bun', 'deno' or 'workerd'), or an import of 'everyserve/node' and the like",
    );
  };
};

export const serve: Serve = unsupported("serve");
export const upgradeWebSocket: UpgradeWebSocket = unsupported("upgrade");
export const explainCompression: ExplainCompression = unsupported("explain compression");
export type * from "./core/types.ts";
export type { CodedError, ErrorCode } from "./core/errors.ts";
