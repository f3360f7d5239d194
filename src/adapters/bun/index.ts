/**
 * everyserve on Bun, over Bun.serve.
 *
 * @module
 */
import { hostedExchangeOf } from "../../core/hosted_request.ts";
import type { Host } from "../../core/host.ts";
import { hostedBodySize } from "../../core/hosted_compress.ts";
import { isAsMade } from "../../core/known_bodies.ts";
import { defineRuntime, type Runtime } from "../../core/runtime.ts";
import { capabilities, most, own } from "./capabilities.ts";
import { encoder } from "./encode.ts";
import { listen } from "./listen.ts";
import { pem } from "./pem.ts";

const host: Host = {
  name: "bun",
  capabilities,
  own,
  most,
  listen,
  encoder,
  pem,
  bodySize: hostedBodySize,
  trusts: isAsMade,
  webSockets: { exchangeOf: hostedExchangeOf, idleTimeout: true, perMessageDeflate: false },
};
const runtime: Runtime = defineRuntime(host);

export const serve: Runtime["serve"] = runtime.serve;
export const upgradeWebSocket: Runtime["upgradeWebSocket"] = runtime.upgradeWebSocket;
export const explainCompression: Runtime["explainCompression"] = runtime.explainCompression;
export type * from "../../core/types.ts";
export type { CodedError, ErrorCode } from "../../core/errors.ts";
