/**
 * WebSockets that come, talk and go.
 *
 * @module
 */
import { WebSocket } from "ws";

/** How many conversations were had whole, and how many were not. */
export interface SocketCounts {
  whole: number;
  broken: number;
}

/** One after the other, until `stopped()`; every third leaves without a close frame. */
export async function converse(port: number, stopped: () => boolean): Promise<SocketCounts> {
  const counts = { whole: 0, broken: 0 };
  for (let i = 0; !stopped(); i++) {
    if (await one(port, i % 3 === 2)) counts.whole++;
    else counts.broken++;
  }
  return counts;
}

function one(port: number, leaves: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
    let echoes = 0;
    const say = (): void => socket.send(`${echoes} ${"z".repeat(500)}`);
    socket.on("open", say);
    socket.on("error", () => {});
    socket.on("message", () => {
      if (++echoes < 5) say();
      else if (leaves) socket.terminate();
      else socket.close(1000, "enough");
    });
    socket.on("close", () => resolve(echoes === 5));
  });
}
