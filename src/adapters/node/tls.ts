/**
 * HTTPS: the handshakes of a listener's connections, and the certificates they are made with.
 *
 * A `tls.Server` that does not listen: the one that listens is the `http.Server`, since only on one
 * that does its timeouts work, and the certificates can be changed while it does.
 *
 * @module
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import type { SecureOptions } from "../../core/host.ts";
import { findByName } from "../../core/server_name.ts";
import { tlsFailure } from "../../core/tls_errors.ts";
import type { TlsFiles } from "../../core/tls_types.ts";
import type { Connections } from "./connections.ts";

/** The handshakes of a listener. */
export interface Secured {
  /** From now on handshakes are made with these; connections that stand are left alone. */
  reload(secure: SecureOptions): void;
}

/**
 * Puts a handshake before what `server` does with a connection, and hands those that agreed on
 * HTTP/2 to `onHttp2` instead. A handshake may take as many milliseconds as `patience`.
 */
export function acceptTls(
  server: Server,
  secure: SecureOptions,
  connections: Connections,
  patience: number,
  onHttp2: (socket: Socket) => void,
): Secured {
  const [http1] = server.listeners("connection") as [(socket: Socket) => void];
  server.removeAllListeners("connection");
  let contexts = contextsOf(secure);
  const handshakes = checked(() =>
    tls.createServer({
      ...contextOptions(secure, secure),
      // 0 would be the default of node:tls, 120 s.
      handshakeTimeout: Math.min(patience, 2 ** 31 - 1),
      // H03, H04: the server's order counts; a client that offers neither gets an alert.
      ALPNProtocols: ["h2", "http/1.1"],
      requestCert: secure.requestCert,
      rejectUnauthorized: secure.rejectUnauthorized,
      // RFC 6066 3: for another name the handshake goes on, with the certificate of all.
      SNICallback: (name, done) => done(null, findByName(contexts, name)),
    }),
  );
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    // Who leaves within a handshake has left: half a connection would stay until it has idled out.
    socket.allowHalfOpen = false;
    handshakes.emit("connection", socket);
  });
  // `_parent` is undocumented and stands in Node 20 to 26: the socket that was emitted above.
  handshakes.on("secureConnection", (socket: tls.TLSSocket & { _parent?: Socket }) => {
    socket.allowHalfOpen = true; // R39, as http.Server asks for it of what it accepts itself
    connections.replace(socket._parent, socket);
    if (socket.alpnProtocol === "h2") onHttp2(socket);
    else http1.call(server, socket); // H04: without ALPN its first bytes decide
  });
  // H06: what is no handshake is no reason to say anything.
  handshakes.on("tlsClientError", (_error, socket) => void socket.destroy());
  return {
    reload(next) {
      const renewed = contextsOf(next); // throws before anything has changed
      checked(() => handshakes.setSecureContext(contextOptions(next, next)));
      contexts = renewed;
    },
  };
}

function contextsOf(secure: SecureOptions): ReadonlyMap<string, tls.SecureContext> {
  const entries = [...secure.sni].map(([name, files]) => {
    const context = checked(() => tls.createSecureContext(contextOptions(files, secure)));
    return [name, context] as const;
  });
  return new Map(entries);
}

/** OpenSSL takes up a session only for clients of the same service: all names here are one. */
const SERVICE = "everyserve";

function contextOptions({ cert, key }: TlsFiles, secure: SecureOptions): tls.SecureContextOptions {
  return {
    cert,
    key,
    minVersion: "TLSv1.2", // H05
    sessionIdContext: SERVICE,
    // Of each name: node:tls checks clients against the context that was chosen by it. An empty list,
    // too, is not the list of authorities that Node brings along.
    ...(secure.requestCert ? { ca: [...secure.ca] } : {}),
  };
}

function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw tlsFailure(error); // S32
  }
}
