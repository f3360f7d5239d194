/**
 * HTTPS: the handshakes of a listener's connections, and the certificate they are made with.
 *
 * A `tls.Server` that does not listen: the one that listens is the `http.Server`, since only on one
 * that does its timeouts work, and the certificate can be changed while it does.
 *
 * @module
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import type { TlsFiles } from "../../core/host.ts";
import { tlsFailure } from "../../core/tls_errors.ts";
import type { Connections } from "./connections.ts";

/** The handshakes of a listener. */
export interface Secured {
  /** From now on handshakes are made with these; connections that stand are left alone. */
  reload(files: TlsFiles): void;
}

/**
 * Puts a handshake before what `server` does with a connection, and hands those that agreed on
 * HTTP/2 to `onHttp2` instead.
 */
export function acceptTls(
  server: Server,
  files: TlsFiles,
  connections: Connections,
  onHttp2: (socket: Socket) => void,
): Secured {
  const [http1] = server.listeners("connection") as [(socket: Socket) => void];
  server.removeAllListeners("connection");
  const handshakes = checked(() =>
    tls.createServer({
      cert: files.cert,
      key: files.key,
      // H03, H04: the server's order counts; a client that offers neither gets an alert.
      ALPNProtocols: ["h2", "http/1.1"],
      minVersion: "TLSv1.2", // H05
    }),
  );
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    handshakes.emit("connection", socket);
  });
  // `_parent` is undocumented and stands in Node 20 to 26: the socket that was emitted above.
  handshakes.on("secureConnection", (socket: tls.TLSSocket & { _parent?: Socket }) => {
    connections.replace(socket._parent, socket);
    if (socket.alpnProtocol === "h2") onHttp2(socket);
    else http1.call(server, socket); // H04: without ALPN its first bytes decide
  });
  // H06: what is no handshake is no reason to say anything.
  handshakes.on("tlsClientError", (_error, socket) => void socket.destroy());
  return {
    reload: ({ cert, key }) => checked(() => handshakes.setSecureContext({ cert, key })),
  };
}

function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw tlsFailure(error); // S32
  }
}
