/**
 * The servers with certificates that every host runs for the rows of this folder, and what they
 * answer.
 *
 * @module
 */
import type { Handler, ServeOptions, Server, UpgradeWebSocket } from "../../../src/core/types.ts";
import { OTHER_CERTIFICATE, TEST_CERTIFICATE } from "../certificate.ts";
import {
  A_CERTIFICATE,
  CLIENT_CA,
  ENCRYPTED_EC_KEY,
  ENCRYPTED_KEY,
  PASSPHRASE,
  WILDCARD_CERTIFICATE,
} from "../certificates.ts";
import type { Need } from "../inside/case.ts";

/** A server, and what a host must be able to do for it. */
export interface TlsServer {
  readonly needs: readonly Need[];
  readonly options: ServeOptions;
}

const { cert } = TEST_CERTIFICATE;
const NAMES = { "a.test": A_CERTIFICATE, "*.B.test": WILDCARD_CERTIFICATE };

/** All, by name. */
export const TLS_SERVERS: Readonly<Record<TlsServerName, TlsServer>> = {
  /** Its key is encrypted. */
  locked: {
    needs: ["tls"],
    options: { cert, key: ENCRYPTED_KEY, tls: { passphrase: PASSPHRASE } },
  },
  /** The same in OpenSSL's older form. */
  "locked-old": {
    needs: ["tls"],
    options: { cert, key: ENCRYPTED_EC_KEY, tls: { passphrase: PASSPHRASE } },
  },
  /** Two more names. */
  names: { needs: ["sni"], options: { ...TEST_CERTIFICATE, tls: { sni: NAMES } } },
  /** Lets nobody in without a certificate, by whatever name. */
  clients: {
    needs: ["requestCert", "sni"],
    options: { ...TEST_CERTIFICATE, tls: { requestCert: true, ca: CLIENT_CA, sni: NAMES } },
  },
  /** Asks, and leaves it to the handler. */
  asks: {
    needs: ["requestCert", "tlsInfo"],
    options: {
      ...TEST_CERTIFICATE,
      tls: { requestCert: true, ca: CLIENT_CA, rejectUnauthorized: false, sni: NAMES },
    },
  },
  /** Its certificates are renewed while it runs: see {@link RELOADS}. */
  reloads: { needs: ["tlsReload"], options: { ...TEST_CERTIFICATE, tls: { sni: NAMES } } },
};

/** The name of one of them. */
export type TlsServerName = "locked" | "locked-old" | "names" | "clients" | "asks" | "reloads";

/** What `/reload?to=` gives to `server.reload()`; the query is a key of these. */
const RELOADS: Readonly<Record<string, Parameters<Server["reload"]>[0]>> = {
  first: { ...TEST_CERTIFICATE, tls: { sni: NAMES } },
  /** Another certificate for all, the names as they were. */
  other: OTHER_CERTIFICATE,
  /** Another one for a name, one less, and the others as they were. */
  names: { tls: { sni: { "a.test": OTHER_CERTIFICATE } } },
};

/** Answers what `info.tls` tells; `server` is where it runs. */
export function tlsApp(upgradeWebSocket: UpgradeWebSocket, server: () => Server): Handler {
  return async (request, info) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/reload") {
      server().reload(RELOADS[searchParams.get("to") ?? ""]!);
      return new Response("reloaded");
    }
    if (pathname === "/ws") {
      const { socket, response } = upgradeWebSocket(request);
      const { subject } = info.tls?.peerCertificate ?? {};
      socket.onmessage = ({ data }) =>
        socket.send(`${String(data)} from ${String(subject?.["CN"])}`);
      return response;
    }
    if (pathname === "/slow") {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return new Response("slow");
    }
    const { tls } = info;
    if (tls === undefined) return Response.json(null);
    const { peerCertificate: peer, ...rest } = tls;
    const told = peer && { ...peer, size: peer.raw.byteLength, digest: await digest(peer.raw) };
    return Response.json({
      ...rest,
      peer: told && { ...told, raw: undefined },
      same: tls === info.tls,
    });
  };
}

/** As `fingerprint256` has it. */
async function digest(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
}
