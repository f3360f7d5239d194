/**
 * WebSockets on Workers: a WebSocketPair, of which the platform gets one end.
 *
 * @module
 */
import { isReceivable } from "../../core/close_code.ts";
import type { Transport } from "../../core/transport.ts";
import type { Sockets, Upgrade } from "../../core/upgraded.ts";

/** Makes the connection of a request a WebSocket; gives the response that carries it. */
export function upgrade(
  accepted: Upgrade,
  sockets: Sockets,
  lines: readonly (readonly [string, string])[],
): Response {
  const { 0: theirs, 1: ours } = new WebSocketPair();
  const { events } = accepted;
  ours.accept();
  ours.binaryType = "arraybuffer"; // "blob" since compatibility date 2026-03-17
  ours.addEventListener("message", ({ data }) => events.message(data as string | ArrayBuffer));
  ours.addEventListener("close", ({ code, reason, wasClean }) => {
    // workerd takes any code, and echoes it (W35).
    if (wasClean && isReceivable(code)) events.closed(code, reason, true);
    else events.closed(1006, "", false, wasClean ? `The peer sent the close code ${code}` : reason);
  });
  // The platform tells of a violated protocol by this alone.
  ours.addEventListener("error", ({ message }) => events.closed(1006, "", false, message));
  // Without the field workerd negotiates permessage-deflate by itself (W11).
  const headers = new Headers({ "sec-websocket-extensions": "none" });
  for (const [name, value] of lines) if (!OWN.has(name)) headers.append(name, value);
  // The platform has no event for it: from here on its end of the pair takes messages.
  sockets.open(accepted, new WorkersTransport(ours));
  return new Response(null, { status: 101, webSocket: theirs, headers });
}

/** ES2024, which the compiler is not told of: Node 20 lacks parts of it. */
type Text = string & { toWellFormed(): string };

/** What the platform writes itself. */
const OWN = new Set(["upgrade", "connection", "sec-websocket-accept"]);

class WorkersTransport implements Transport {
  readonly #native: WebSocket;

  constructor(native: WebSocket) {
    this.#native = native;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    try {
      // workerd sends lone surrogates as they are (W25).
      this.#native.send(typeof message === "string" ? (message as Text).toWellFormed() : message);
    } catch {
      // The connection has gone, which is told by an event.
    }
  }

  /** The platform does not tell. */
  buffered(): number {
    return 0;
  }

  close(code: number | undefined, reason: string): void {
    try {
      if (code === undefined) this.#native.close();
      else this.#native.close(code, reason);
    } catch {
      // As above.
    }
  }
}
