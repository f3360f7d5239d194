/**
 * everyserve on Node.js, over node:http.
 *
 * @module
 */
import type { Host } from "../../core/host.ts";
import { hostedBodySize } from "../../core/hosted_compress.ts";
import { defineRuntime, type Runtime } from "../../core/runtime.ts";
import { capabilities } from "./capabilities.ts";
import { encoder } from "./compress.ts";
import { exchangeOf } from "./exchange_of.ts";
import { bodySize } from "./lazy/body_size.ts";
import { LazyResponse } from "./lazy/response.ts";
import { listen } from "./listen.ts";
import { pem } from "./pem.ts";

const host: Host = {
  name: "node",
  capabilities,
  listen,
  encoder,
  pem,
  bodySize: (response) =>
    LazyResponse.isFresh(response)
      ? bodySize(LazyResponse.bodyOf(response))
      : hostedBodySize(response),
  trusts: (value) => LazyResponse.isFresh(value),
  webSockets: { exchangeOf, idleTimeout: true, perMessageDeflate: true },
};
const runtime: Runtime = defineRuntime(host);

export const serve: Runtime["serve"] = runtime.serve;
export const upgradeWebSocket: Runtime["upgradeWebSocket"] = runtime.upgradeWebSocket;
export const explainCompression: Runtime["explainCompression"] = runtime.explainCompression;
export type * from "../../core/types.ts";
export type { CodedError, ErrorCode } from "../../core/errors.ts";
