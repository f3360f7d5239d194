/**
 * `upgradeWebSocket()`: from a request to a socket in CONNECTING and the response that stands for
 * it.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { Host } from "./host.ts";
import { exchangeBehind } from "./proxied.ts";
import { markUpgradeResponse } from "./ticket.ts";
import type { UpgradeWebSocketOptions, WebSocketUpgrade } from "./types.ts";
import { planUpgrade } from "./upgrade.ts";
import { Upgrade } from "./upgraded.ts";
import { readUpgradeOptions } from "./upgrade_options.ts";
import { createSocket } from "./web_socket.ts";

/** Accepts, or throws why not; then the request is still to be answered (W06). */
export function acceptUpgrade(
  host: Host,
  request: Request,
  options: UpgradeWebSocketOptions | null | undefined,
): WebSocketUpgrade {
  const { webSockets } = host;
  if (webSockets === undefined) {
    throw failure(
      "ERR_UPGRADE_UNSUPPORTED",
      `Cannot upgrade: WebSockets are not supported on ${host.name}`,
    );
  }
  const exchange = webSockets.exchangeOf(request) ?? exchangeBehind(request);
  if (exchange === undefined) {
    // W18. Also a request of `server.fetch()`, which has no connection.
    throw failure(
      "ERR_UPGRADE_FOREIGN",
      "Cannot upgrade: the request is not the one that serve() gave to the handler",
    );
  }
  const choice = readUpgradeOptions(options, host.name, webSockets);
  const { headers, method } = request;
  const { http10, extendedConnect } = exchange;
  const plan = planUpgrade({ headers, method, http10, extendedConnect }, choice.protocol);
  const { protocol } = plan;
  const { socket, state } = createSocket({ protocol, idle: choice.idleTimeout * 1000 });
  const upgrade = new Upgrade(plan, choice, state);
  exchange.claim(upgrade);
  const response = new UpgradeResponse(null, { headers: plan.headers as [string, string][] });
  markUpgradeResponse(response, upgrade);
  return { socket, response };
}

/** W01. The platform's constructor refuses the status on Node and workerd. */
class UpgradeResponse extends Response {}
Object.defineProperties(UpgradeResponse.prototype, {
  status: { get: () => 101 },
  statusText: { get: () => "Switching Protocols" },
  ok: { get: () => false },
});
