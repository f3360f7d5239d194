/**
 * WebSockets on Deno: `Deno.upgradeWebSocket()` below, the standard object of core in front.
 *
 * @module
 */
import type { Transport } from "../../core/transport.ts";
import type { Sockets, Upgrade } from "../../core/upgraded.ts";
import { endIdleClock } from "./idle.ts";

/**
 * Makes the connection of a request a WebSocket. Called when the handler has returned: Deno 2.9
 * ends the whole server for an upgrade whose response is not returned (W15).
 */
export function upgrade(
  native: Request,
  accepted: Upgrade,
  sockets: Sockets,
  lines: readonly (readonly [string, string])[],
): Response {
  // Walked once, they are kept; Deno cannot tell them any more after the upgrade (W17).
  Array.from(native.headers);
  // Without the subprotocol, whose offer Deno reads only with ", " (W10); the header is ours.
  const { socket, response } = Deno.upgradeWebSocket(native, {
    idleTimeout: accepted.choice.idleTimeout,
  });
  for (const [name, value] of lines) if (!OWN.has(name)) response.headers.append(name, value);
  const { events } = accepted;
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => sockets.open(accepted, new DenoTransport(socket)));
  socket.addEventListener("message", ({ data }) => events.message(data as string | ArrayBuffer));
  let why: string | undefined;
  socket.addEventListener("error", (event) => (why = (event as ErrorEvent).message));
  socket.addEventListener("close", ({ code, reason, wasClean }) => {
    // Deno has 0 for a connection that was lost, and for a frame that it did not like (W32).
    if (wasClean && code !== 0) events.closed(code, reason, true);
    else if (code === 0) events.closed(1006, "", false, why);
    else events.closed(code, reason, false, why);
    endIdleClock(socket);
  });
  return response;
}

/** What Deno sets itself. */
const OWN = new Set(["upgrade", "connection", "sec-websocket-accept"]);

class DenoTransport implements Transport {
  readonly #native: WebSocket;

  constructor(native: WebSocket) {
    this.#native = native;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    this.#native.send(message);
  }

  buffered(): number {
    return this.#native.bufferedAmount;
  }

  close(code: number | undefined, reason: string): void {
    if (code === undefined) this.#native.close();
    else this.#native.close(code, reason);
  }
}
