/**
 * The heap of a Worker: nothing inside tells it, workerd's inspector does.
 *
 * @module
 */
import { WebSocket } from "ws";

/** The bytes in use; 0 where the inspector does not answer. */
export function heapOf(inspector: number): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${inspector}/main`);
    const timer = setTimeout(() => socket.terminate(), 5000);
    socket.on("open", () => socket.send('{"id":1,"method":"Runtime.getHeapUsage"}'));
    socket.on("error", () => {});
    socket.on("message", (data: Buffer) => {
      const { id, result } = JSON.parse(String(data)) as {
        id?: number;
        result?: { usedSize: number };
      };
      if (id !== 1) return;
      resolve(result?.usedSize ?? 0);
      socket.close();
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(0);
    });
  });
}
