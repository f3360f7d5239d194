/**
 * Finds the ports for the servers before any of them starts: each page links to all the others.
 *
 * @module
 */
import { createServer, type Server } from "node:net";

/**
 * Finds `count` ports from `first` on, or any free ones when it is 0, and calls `onTaken` for each
 * that something else holds.
 */
export async function findPorts(
  count: number,
  first: number,
  hostname: string,
  onTaken: (port: number) => void,
): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  try {
    for (let next = first; ports.length < count; next += first === 0 ? 0 : 1) {
      if (next > 65535) throw new Error(`Cannot find ${count} free ports from ${first} on`);
      const server = await hold(next, hostname);
      if (server === undefined) {
        onTaken(next);
        continue;
      }
      held.push(server);
      const address = server.address();
      if (address !== null && typeof address === "object") ports.push(address.port);
    }
  } finally {
    // Held until all are found, or port 0 could give the same one twice.
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  return ports;
}

/** Binds a port; undefined when it is taken, and an error for anything else (no such address). */
function hold(port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      // EACCES: a port that only the superuser may bind is as good as taken.
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(new Error(`Cannot listen on ${host}: ${error.code ?? error.message}`));
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
