/**
 * Keys and certificates through a library like node:crypto, which Node, Bun and Deno have.
 *
 * @module
 */
import type { PemReader } from "./host.ts";

/** The part of node:crypto that is used. */
export interface CryptoLibrary {
  createPrivateKey(key: { key: string; passphrase: string }): {
    export(as: { type: "pkcs8"; format: "pem" }): string | Uint8Array;
  };
  readonly X509Certificate: new (certificate: string) => object;
}

/** @param library Asked for when it is needed: to load it takes Bun 30 ms, and Deno 60. */
export function pemReader(library: () => CryptoLibrary): PemReader {
  return {
    decryptKey: (key, passphrase) =>
      String(
        library().createPrivateKey({ key, passphrase }).export({ type: "pkcs8", format: "pem" }),
      ),
    // node:tls leaves out of `ca` what it cannot read, without a word (Node 20 to 26), and Bun 1.4.5
    // says that it failed to create a server.
    checkCertificate(certificate) {
      const { X509Certificate } = library();
      new X509Certificate(certificate);
    },
  };
}
