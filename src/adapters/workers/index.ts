/**
 * everyserve on Cloudflare Workers (workerd): `export default serve(handler)`.
 *
 * @module
 */
import { hostedExchangeOf } from "../../core/hosted_request.ts";
import type { Host } from "../../core/host.ts";
import { hostedBodySize } from "../../core/hosted_compress.ts";
import { isAsMade } from "../../core/known_bodies.ts";
import { defineRuntime, type Runtime } from "../../core/runtime.ts";
import { capabilities, own } from "./capabilities.ts";
import { encoder } from "./encode.ts";
import { listen, fetch } from "./listen.ts";

const host: Host = {
  name: "workers",
  capabilities,
  own,
  listen,
  fetch,
  encoder,
  bodySize: hostedBodySize,
  trusts: isAsMade,
  webSockets: { exchangeOf: hostedExchangeOf, idleTimeout: false, perMessageDeflate: false },
};
const runtime: Runtime = defineRuntime(host);

export const serve: Runtime["serve"] = runtime.serve;
export const upgradeWebSocket: Runtime["upgradeWebSocket"] = runtime.upgradeWebSocket;
export const explainCompression: Runtime["explainCompression"] = runtime.explainCompression;
export type * from "../../core/types.ts";
export type { CodedError, ErrorCode } from "../../core/errors.ts";
