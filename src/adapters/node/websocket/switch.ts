/**
 * Redeems an upgrade: the handler has returned its response, the connection becomes a WebSocket.
 *
 * @module
 */
import { handshakeLines } from "../../../core/upgrade.ts";
import type { Upgrade } from "../../../core/upgraded.ts";
import type { Exchange } from "../exchange.ts";
import { NodeTransport } from "./transport.ts";
import { loadedWs, loadWs, type Extensions, type Ws } from "./ws.ts";

/** Sends the 101. Synchronous unless `ws` is still being loaded. */
export function switchToWebSocket(
  exchange: Exchange,
  upgrade: Upgrade,
  response: Response,
): void | Promise<void> {
  const ws = loadedWs();
  if (ws === undefined)
    return loadWs().then((loaded) => perform(exchange, upgrade, response, loaded));
  perform(exchange, upgrade, response, ws);
}

function perform(exchange: Exchange, upgrade: Upgrade, response: Response, ws: Ws): void {
  if (exchange.isGone) return; // it has told the upgrade
  const { sockets, limits, timeouts } = exchange.common;
  const lines = handshakeLines(upgrade.plan, response.headers);
  const { extensions, line } = upgrade.choice.compress
    ? negotiate(ws, exchange.rawHeaders, limits.webSocketMessage)
    : { extensions: {}, line: "" };
  if (line !== "") lines.push(["sec-websocket-extensions", line]);
  const switched = exchange.switchProtocols(lines.flat());
  if (switched === undefined) return;
  const transport = new NodeTransport({
    ws,
    switched,
    events: upgrade.events,
    most: limits.webSocketMessage,
    patience: timeouts.close,
    extensions,
    extensionLine: line,
  });
  sockets.open(upgrade, transport);
  // When the listeners of `open` have run (W24).
  setImmediate(() => transport.start());
}

/** RFC 7692 5.1: takes the first offer that can be met, or none. */
function negotiate(
  ws: Ws,
  rawHeaders: readonly string[],
  most: number,
): { extensions: Extensions; line: string } {
  const name = ws.PerMessageDeflate.extensionName;
  const offer = rawHeaders
    .filter(
      (_, i) => rawHeaders[i - 1]?.toLowerCase() === "sec-websocket-extensions" && i % 2 === 1,
    )
    .join(", ");
  const deflate = new ws.PerMessageDeflate({ isServer: true, maxPayload: most });
  try {
    const offers = ws.extension.parse(offer)[name];
    if (offers === undefined) return { extensions: {}, line: "" };
    deflate.accept(offers);
  } catch {
    return { extensions: {}, line: "" }; // an offer that cannot be read is none (RFC 6455 9.1)
  }
  return {
    extensions: { [name]: deflate },
    line: ws.extension.format({ [name]: [deflate.params] }),
  };
}
