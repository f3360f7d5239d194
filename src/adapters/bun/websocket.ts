/**
 * WebSockets on Bun: `server.upgrade()` and the handlers of `Bun.serve`.
 *
 * @module
 */
import type { SocketLimits, Transport, TransportEvents } from "../../core/transport.ts";
import type { Sockets, Upgrade } from "../../core/upgraded.ts";

type Socket = Bun.ServerWebSocket<Connection>;

/** What travels with a connection. */
export interface Connection {
  readonly upgrade: Upgrade;
  readonly sockets: Sockets;
}

/**
 * Makes the connection of a request a WebSocket; false when Bun does not. The handler has returned:
 * Bun tells of the open socket within this call.
 */
export function upgrade(
  server: Bun.Server<Connection>,
  native: Request,
  connection: Connection,
  lines: readonly (readonly [string, string])[],
): boolean {
  const headers = new Headers();
  for (const [name, value] of lines) {
    if (!OWN.has(name)) headers.append(name, value);
  }
  // Without it Bun selects the first subprotocol of the offer (1.4.5, oven-sh/bun#18243).
  if (!headers.has("sec-websocket-protocol")) headers.set("sec-websocket-protocol", "");
  return server.upgrade(native, { data: connection, headers });
}

/** What Bun writes itself. */
const OWN = new Set(["upgrade", "connection", "sec-websocket-accept"]);

/** The most that Bun takes for a size. */
const MOST = 2 ** 31 - 1;

/** The handlers of `Bun.serve`. */
export function handlers(limits: SocketLimits): Bun.WebSocketHandler<Connection> {
  return {
    maxPayloadLength: Math.min(limits.message, MOST),
    // Above it Bun would drop messages without a word; core has the bound.
    backpressureLimit: MOST,
    closeOnBackpressureLimit: false,
    // Core has the clock.
    idleTimeout: 0,
    sendPings: false,
    perMessageDeflate: false,
    open(ws) {
      ws.binaryType = "arraybuffer";
      ws.data.sockets.open(ws.data.upgrade, new BunTransport(ws));
    },
    message(ws, data) {
      eventsOf(ws).message(data as string | ArrayBuffer);
    },
    pong(ws) {
      eventsOf(ws).pong();
    },
    close(ws, code, reason) {
      // Bun has 1006 for a connection that was lost, and for a frame that it has refused and
      // answered; the words are its own. After a `close()` of ours it does not wait for the peer's.
      if (code === 1006) eventsOf(ws).closed(1006, "", false, reason || undefined);
      else eventsOf(ws).closed(code, reason, true);
    },
  };
}

function eventsOf(ws: Socket): TransportEvents {
  return ws.data.upgrade.events;
}

class BunTransport implements Transport {
  readonly #ws: Socket;

  constructor(ws: Socket) {
    this.#ws = ws;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (typeof message === "string") this.#ws.sendText(message);
    else this.#ws.sendBinary(message);
  }

  buffered(): number {
    return this.#ws.getBufferedAmount();
  }

  ping(): void {
    this.#ws.ping();
  }

  close(code: number | undefined, reason: string): void {
    // 1005 is how Bun is told to send an empty close frame.
    this.#ws.close(code ?? 1005, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }
}
