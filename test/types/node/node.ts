/** Beside the types of Node.js. */
import * as http from "node:http";
import { serve, type ServeInfo } from "everyserve";
import { serve as serveOnNode } from "everyserve/node";

const server = serveOnNode({ port: 0 }, (_request: Request, info: ServeInfo) => {
  return new Response(info.remoteAddr.transport);
});
export const same: typeof serve = serveOnNode;
process.once("SIGTERM", () => void server.shutdown());
export const other: http.Server = http.createServer();
// @ts-expect-error Node's server is no server of ours
export const wrong: typeof server = other;
