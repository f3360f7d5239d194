/**
 * The options of HTTPS: `cert`, `key` and `tls` (S30 to S32, E13).
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { Host, SecureOptions } from "./host.ts";
import { readServerName } from "./server_name.ts";
import { tlsFailure } from "./tls_errors.ts";
import { isEncrypted, readAuthorities, readTlsFiles } from "./tls_pem.ts";
import type { TlsFiles, TlsOptionName } from "./tls_types.ts";

type Bag = Readonly<Record<string, unknown>>;

/** A certificate whose key may be encrypted. */
interface Locked extends TlsFiles {
  readonly passphrase: string | undefined;
}

/** What was given, checked as far as it can be without a host. */
export interface ReadTls extends Locked {
  readonly ca: readonly string[];
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
  readonly sni: ReadonlyMap<string, Locked>;
}

const NAMES: readonly string[] = [
  "passphrase",
  "requestCert",
  "ca",
  "rejectUnauthorized",
  "sni",
] satisfies TlsOptionName[];

/** Reads `cert`, `key` and `tls`; undefined for cleartext. */
export function readTls(bag: Bag): ReadTls | undefined {
  const given = readBag(bag["tls"]);
  if (bag["cert"] === undefined && bag["key"] === undefined && given === undefined) {
    return undefined; // S31
  }
  const tls = given ?? {};
  const main = readLocked({ ...bag, passphrase: tls["passphrase"] }, "tls.passphrase");
  const requestCert = readFlag(tls, "requestCert", false);
  const rejectUnauthorized = readFlag(tls, "rejectUnauthorized", true);
  const ca = readAuthorities(tls["ca"]);
  // Without the question the answer would be looked at by nobody, and all would seem well.
  if (!requestCert && (ca.length > 0 || !rejectUnauthorized)) {
    const name = ca.length > 0 ? "ca" : "rejectUnauthorized";
    throw invalid(`.${name}`, "it has no effect without 'requestCert'");
  }
  if (requestCert && rejectUnauthorized && ca.length === 0) {
    throw invalid(".requestCert", "it needs 'ca', or 'rejectUnauthorized: false'");
  }
  return { ...main, ca, requestCert, rejectUnauthorized, sni: readSni(tls["sni"]) };
}

/** The first member of `tls` that was asked for and that the host cannot honour. */
export function unsupportedTls(given: unknown, host: Host): string | undefined {
  const bag = (given ?? {}) as Bag;
  const kept: readonly string[] = host.capabilities.tlsOptions;
  const asks = (name: string): boolean => {
    const value = bag[name];
    // Of the flags each has a value that asks for nothing: its default.
    if (name === "rejectUnauthorized") return value === false;
    return value !== undefined && value !== null && value !== false;
  };
  const missing = NAMES.find((name) => asks(name) && !kept.includes(name));
  return missing === undefined ? undefined : `tls.${missing}`;
}

/** Opens the keys and looks into the certificates of authorities: what a host needs to listen. */
export function unlockTls(read: ReadTls, host: Host): SecureOptions {
  for (const certificate of read.ca) {
    try {
      host.pem?.checkCertificate(certificate);
    } catch (error) {
      throw tlsFailure(error, "Cannot use tls.ca");
    }
  }
  const sni = [...read.sni].map(([name, files]) => {
    return [name, unlock(files, host, `tls.sni['${name}'].passphrase`)] as const;
  });
  const { ca, requestCert, rejectUnauthorized } = read;
  const main = unlock(read, host, "tls.passphrase");
  return { ...main, ca, requestCert, rejectUnauthorized, sni: new Map(sni) };
}

/**
 * What `server.reload()` was given, and for the rest what held before (E13); undefined where no
 * certificate was there before.
 */
export function readReload(given: Bag, before: SecureOptions | undefined): ReadTls | undefined {
  const tls = readBag(given["tls"]);
  const { cert, key } = given;
  const renews = tls === undefined || cert !== undefined || key !== undefined;
  if (renews) readTlsFiles(given);
  if (before === undefined) return undefined;
  const { ca, requestCert, rejectUnauthorized, sni } = before;
  const kept = { ca: requestCert ? ca : undefined, requestCert, rejectUnauthorized };
  const read = readTls({
    ...(renews ? { cert, key } : before),
    tls: { ...kept, sni: Object.fromEntries(sni), ...present(tls) },
  })!;
  for (const name of ["requestCert", "rejectUnauthorized"] as const) {
    if (read[name] === before[name]) continue;
    throw invalid(`.${name}`, "it cannot change while the server runs");
  }
  return read;
}

function readLocked(bag: Bag, name: string, where = ""): Locked {
  const files = readTlsFiles(bag, where);
  const passphrase = bag["passphrase"] ?? undefined;
  if (passphrase !== undefined && typeof passphrase !== "string") {
    throw invalid(name.slice(3), `it must be a string, not ${typeof passphrase}`);
  }
  if (passphrase === undefined && isEncrypted(files.key)) {
    throw failure(
      "ERR_TLS_PASSPHRASE",
      `Cannot read the key: it is encrypted, and ${name} is absent`,
    );
  }
  return { ...files, passphrase };
}

function unlock({ cert, key, passphrase }: Locked, host: Host, name: string): TlsFiles {
  if (passphrase === undefined || !isEncrypted(key) || host.pem === undefined) return { cert, key };
  try {
    return { cert, key: host.pem.decryptKey(key, passphrase) };
  } catch (cause) {
    // A wrong one gives whatever the padding lets through, so that the error says little.
    const message = `Cannot read the key: it cannot be decrypted with ${name}`;
    throw failure("ERR_TLS_PASSPHRASE", message, { cause });
  }
}

function readSni(value: unknown): ReadonlyMap<string, Locked> {
  const read = new Map<string, Locked>();
  if (value === undefined || value === null) return read;
  if (typeof value !== "object" || Array.isArray(value)) {
    throw invalid(".sni", "it must be an object with certificates by name");
  }
  for (const [given, files] of Object.entries(value as Bag)) {
    const name = readServerName(given);
    if (name === undefined || read.has(name)) {
      throw invalid(".sni", `'${given}' is ${name === undefined ? "no host name" : "there twice"}`);
    }
    const where = `tls.sni['${name}']`;
    read.set(name, readLocked((files ?? {}) as Bag, `${where}.passphrase`, where));
  }
  return read;
}

function readFlag(bag: Bag, name: string, absent: boolean): boolean {
  const value = bag[name] ?? absent;
  if (typeof value === "boolean") return value;
  throw invalid(`.${name}`, `it must be true or false, not ${typeof value}`);
}

function readBag(value: unknown): Bag | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) throw invalid("", "it must be an object");
  // Not S35: a misspelt 'requestCert' would let everybody in.
  const unknown = Object.keys(value).find((name) => !NAMES.includes(name));
  if (unknown === undefined) return value as Bag;
  const isOutside = unknown === "cert" || unknown === "key";
  throw invalid("", `there is no '${unknown}'${isOutside ? "; it stands beside 'tls'" : ""}`);
}

function present(bag: Bag = {}): Bag {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));
}

function invalid(name: string, why: string): Error {
  return failure("ERR_TLS_OPTION_INVALID", `Invalid tls${name}: ${why}`);
}
