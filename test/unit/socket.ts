/** A socket on a connection in memory. */
import type { SocketState } from "../../src/core/socket_state.ts";
import type { SocketLimits, Transport } from "../../src/core/transport.ts";
import { createSocket } from "../../src/core/web_socket.ts";

export const LIMITS: SocketLimits = { message: 100, buffer: 1000, close: 10_000 };

/** A connection in memory: `calls` is what was asked of it, `log` what the socket told. */
export class Wire implements Transport {
  readonly calls: unknown[][] = [];
  waiting = 0;
  send(message: string | Uint8Array): void {
    this.calls.push(["send", typeof message === "string" ? message : [...message]]);
  }
  buffered(): number {
    return this.waiting;
  }
  ping(): void {
    this.calls.push(["ping"]);
  }
  close(code: number | undefined, reason: string): void {
    this.calls.push(["close", code, reason]);
  }
  release(): void {
    this.calls.push(["release"]);
  }
  terminate(): void {
    this.calls.push(["terminate"]);
  }
}

/** See {@link make}. */
export interface Made {
  socket: WebSocket;
  state: SocketState;
  wire: Wire;
  log: unknown[][];
  open(): Promise<void>;
}

/** Makes one in CONNECTING. */
export function make(idle = 0): Made {
  const { socket, state } = createSocket({ protocol: "chat", idle });
  const wire = new Wire();
  const log: unknown[][] = [];
  socket.addEventListener("open", () => log.push(["open", socket.readyState]));
  socket.addEventListener("message", ({ data }) => log.push(["message", data]));
  socket.addEventListener("error", (event) => log.push(["error", (event as ErrorEvent).message]));
  socket.addEventListener("close", ({ code, reason, wasClean }) =>
    log.push(["close", code, reason, wasClean]),
  );
  const open = async (): Promise<void> => {
    state.opened(wire, LIMITS, () => log.push(["closed"]));
    await settle();
  };
  return { socket, state, wire, log, open };
}

/** Lets the microtasks run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await undefined;
}
