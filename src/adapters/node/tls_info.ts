/**
 * `info.tls`: what a handshake came to (E14).
 *
 * @module
 */
import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { PeerCertificate, TlsInfo } from "../../core/tls_types.ts";

const known = new WeakMap<Socket, TlsInfo>();

/** The same object for all requests of a connection; undefined in cleartext. */
export function tlsInfoOf(socket: Socket): TlsInfo | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let info = known.get(socket);
  if (info === undefined) known.set(socket, (info = read(socket)));
  return info;
}

function read(socket: TLSSocket): TlsInfo {
  const { servername } = socket as { servername?: string | false | null };
  const certificate = socket.getPeerX509Certificate();
  // A session of TLS 1.3 that was begun without a certificate counts as authorized when it is taken up
  // again (Node 20 and 22, https://github.com/nodejs/node/issues/35317).
  const authorized = certificate !== undefined && socket.authorized;
  const { authorizationError } = socket as { authorizationError?: unknown };
  return Object.freeze({
    protocol: socket.getProtocol() ?? "",
    serverName: typeof servername === "string" && servername !== "" ? servername : undefined,
    authorized,
    authorizationError: authorized || !asked(socket) ? undefined : told(authorizationError),
    peerCertificate: certificate && describe(certificate),
  });
}

/** Whether the client was asked for a certificate; the property is undocumented, Node 20 to 26. */
function asked(socket: TLSSocket & { _requestCert?: boolean }): boolean {
  return socket._requestCert === true;
}

function told(error: unknown): string {
  if (typeof error === "string") return error;
  const { code } = (error ?? {}) as { code?: string };
  return code ?? "UNABLE_TO_GET_ISSUER_CERT"; // what Node says of a client that has none
}

type Names = PeerCertificate["subject"];

function describe(certificate: X509Certificate): PeerCertificate {
  const { subject, issuer } = certificate.toLegacyObject() as unknown as {
    subject: Names;
    issuer: Names;
  };
  return Object.freeze({
    subject: { ...subject },
    issuer: { ...issuer },
    subjectAltName: certificate.subjectAltName,
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    raw: new Uint8Array(certificate.raw),
  });
}
