/**
 * The client's end of TLS, so that rows whose client speaks TCP are played over TLS: HTTP/1.1 by ALPN.
 *
 * @module
 */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect, type ConnectionOptions } from "node:tls";

/** Local ports, each of which leads to another over TLS. */
export class Tunnels {
  readonly #servers = new Map<number, Promise<Server>>();

  /** The port that leads to a port of a server. */
  async to(port: number): Promise<number> {
    const server = this.#servers.get(port) ?? open(port);
    this.#servers.set(port, server);
    return ((await server).address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const server of this.#servers.values()) (await server).close();
  }
}

function open(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      join(socket, port),
    );
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function join(near: Socket, port: number): void {
  const options: ConnectionOptions & { allowHalfOpen: boolean } = {
    port,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    allowHalfOpen: true, // the row says when its side ends
    ALPNProtocols: ["http/1.1"],
  };
  const far = connect(options);
  far.setNoDelay(true);
  near.pipe(far);
  far.pipe(near);
  near.on("error", () => far.destroy());
  near.on("close", () => far.destroy());
  far.on("error", () => near.resetAndDestroy());
  far.on("close", () => near.end());
}
