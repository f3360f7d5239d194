/**
 * What a server says on a connection, until it has ended or has been silent for a while.
 *
 * @module
 */
import type { Socket } from "node:net";

/** Everything, and whether the server has ended; the socket is destroyed then. */
export function listenTo(
  socket: Socket,
  patience: number,
): Promise<{ received: string; closed: boolean }> {
  return new Promise((resolve) => {
    let received = "";
    let timer = setTimeout(done, patience * 3, false);
    function done(closed: boolean): void {
      clearTimeout(timer);
      socket.destroy();
      resolve({ received, closed });
    }
    socket.setEncoding("latin1");
    socket.on("data", (text: unknown) => {
      received += String(text);
      clearTimeout(timer);
      timer = setTimeout(done, patience, false);
    });
    socket.on("end", () => done(true));
    socket.on("error", () => done(true));
    socket.on("close", () => done(true));
  });
}
