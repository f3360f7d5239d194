/**
 * The handler for load in a Worker without everyserve: what the platform does by itself, for
 * `npm run soak -- --bare`.
 *
 * @module
 */
import type { Handler, UpgradeWebSocket } from "../../../src/core/types.ts";
import { createLoad, failed } from "../../shared/load.ts";
import { collect } from "./collect.workers.ts";

declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket & { accept(): void } };

/** As much of `upgradeWebSocket()` as the handler needs. */
const upgrade = (() => {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.addEventListener("close", ({ code }) => {
    if (code !== 1006) server.close(); // its own close is the handler's on workerd
  });
  const socket = {
    send: (text: string) => server.send(text),
    set onmessage(listener: (event: MessageEvent) => void) {
      server.addEventListener("message", listener);
    },
    set onclose(listener: () => void) {
      server.addEventListener("close", listener);
    },
  };
  const init = { status: 101, webSocket: client };
  return { socket, response: new Response(null, init) };
}) as unknown as UpgradeWebSocket;

const { handler, ledger } = createLoad(false, upgrade);

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.url.endsWith("/stats")) {
      collect();
      const { entered: _entered, ...counts } = ledger;
      return Response.json(counts);
    }
    try {
      return await (handler as (request: Request) => ReturnType<Handler>)(request);
    } catch {
      return failed();
    }
  },
};
