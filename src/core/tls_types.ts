/**
 * The public types of HTTPS: the option `tls`, `server.reload()` and `info.tls`.
 *
 * @module
 */

/** A certificate chain and its private key, as PEM text. */
export interface TlsFiles {
  /** The server's own certificate, then those of the authorities between it and the root. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate for some names. */
export interface NamedCertificate extends TlsFiles {
  /** What its key is encrypted with, if it is. */
  readonly passphrase?: string | undefined;
}

/**
 * HTTPS beyond `cert` and `key`, which it needs. A member that the host cannot honour throws
 * `ERR_OPTION_UNSUPPORTED`; `server.capabilities.tlsOptions` lists those that it can.
 */
export interface TlsOptions {
  /** What `key` is encrypted with. Has no effect on a key that is not encrypted. Node, Bun, Deno. */
  passphrase?: string | undefined;
  /**
   * Ask each client for a certificate (mTLS). Node, Bun.
   * @default false
   */
  requestCert?: boolean | undefined;
  /**
   * The certificates of the authorities that may sign those of clients, as PEM text. Needed by
   * `requestCert`: the authorities that the system trusts sign for everybody. Node, Bun.
   */
  ca?: string | readonly string[] | undefined;
  /**
   * Whether the handshake fails for a client that has no certificate signed by `ca`. With `false`
   * the handler decides, by `info.tls.authorized`. `false` needs Node.
   * @default true
   */
  rejectUnauthorized?: boolean | undefined;
  /**
   * Further certificates, by the name that the client asks for (SNI, RFC 6066 3): `"a.example"`, or
   * `"*.b.example"` for one label in that place. Other clients get `cert`. Node, Bun.
   */
  sni?: Readonly<Record<string, NamedCertificate>> | undefined;
}

/** What `server.reload()` takes. What is left out stays as it is. */
export interface TlsReload {
  /** The certificate chain, as PEM text. Needs `key`. */
  cert?: string | undefined;
  /** The private key, as PEM text. Needs `cert`. */
  key?: string | undefined;
  /**
   * As in `serve()`: `sni` stands for all names of before. Whether clients are asked for a certificate
   * cannot change.
   */
  tls?: TlsOptions | null | undefined;
}

/** The names of the members of {@link TlsOptions}. */
export type TlsOptionName = keyof TlsOptions;

/** What the handshake of a connection came to. One object for all requests of the connection. */
export interface TlsInfo {
  /** `"TLSv1.3"` or `"TLSv1.2"`. */
  readonly protocol: string;
  /** The name that the client asked for (SNI); undefined if it asked for none. */
  readonly serverName: string | undefined;
  /** The client showed a certificate, it is valid now, and signed by one of `tls.ca`. */
  readonly authorized: boolean;
  /** Why a client that was asked is not authorized: a code of OpenSSL's, `"CERT_HAS_EXPIRED"`. */
  readonly authorizationError: string | undefined;
  /** What the client showed; undefined if it was not asked, or has none. */
  readonly peerCertificate: PeerCertificate | undefined;
}

/** The certificate of a client. Without `authorized` anybody can have written anything in it. */
export interface PeerCertificate {
  /** By the short names of RFC 4514: `{ CN: "a client" }`. A name that comes twice is an array. */
  readonly subject: Readonly<Record<string, string | readonly string[]>>;
  /** The same of who signed it. */
  readonly issuer: Readonly<Record<string, string | readonly string[]>>;
  /** Its further names as Node.js writes them: `"DNS:a.example, URI:spiffe://b"`. */
  readonly subjectAltName: string | undefined;
  /** Hexadecimal, upper case. */
  readonly serialNumber: string;
  /** SHA-256 of {@link PeerCertificate.raw}: pairs of upper-case hexadecimal digits with colons. */
  readonly fingerprint256: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** The certificate itself, in DER. */
  readonly raw: Uint8Array;
}
