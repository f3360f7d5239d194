/**
 * The server for load on workerd.
 *
 * @module
 */
import { serve, upgradeWebSocket, type Server } from "everyserve";
import { createLoad, failed } from "../../shared/load.ts";
import { collect } from "./collect.workers.ts";

const { handler, ledger } = createLoad(false, upgradeWebSocket);

const server: Server = serve({ onError: failed }, (request, info) => {
  if (!request.url.endsWith("/stats")) return handler(request, info);
  collect();
  const { entered: _entered, ...counts } = ledger;
  return Response.json(counts);
});

export default server;
