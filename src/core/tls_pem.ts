/**
 * Certificates and keys as texts in PEM form: what can be told without reading them (S30, S32).
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { TlsFiles } from "./tls_types.ts";

type Bag = Readonly<Record<string, unknown>>;

/** S30, S32: a certificate and its key. */
export function readTlsFiles({ cert, key }: Bag, where = ""): TlsFiles {
  if (!isText(cert) || !isText(key)) {
    const what = where === "" ? "to enable HTTPS" : `in ${where}`;
    throw failure("ERR_TLS_INCOMPLETE", `Both 'cert' and 'key' must be provided ${what}`);
  }
  const of = where === "" ? "" : ` of ${where}`;
  checkPem(CERTIFICATE, cert, `No certificates found in certificate data${of}`);
  checkPem(/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, key, `No keys found in key data${of}`);
  return { cert, key };
}

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

/** S32: as far as it can be told without reading it (RFC 7468 2). */
function checkPem(form: RegExp, text: string, message: string): void {
  if (!form.test(text)) throw failure("ERR_TLS_INVALID", message, { name: "InvalidData" });
}

/** RFC 7468 11, and the older form of OpenSSL's (RFC 1421 4.6.1.1). */
export function isEncrypted(key: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: *4, *ENCRYPTED/m.test(key);
}

/** The certificates in a text, or in several: one text for each. */
export function readAuthorities(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const texts = [value].flat() as unknown[];
  if (texts.length === 0 || !texts.every(isText)) {
    throw failure(
      "ERR_TLS_OPTION_INVALID",
      "Invalid tls.ca: it must be a string, or an array of them",
    );
  }
  const whole = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----[^]*?-----END \1CERTIFICATE-----/g;
  return texts.flatMap((text) => {
    const found = (text as string).match(whole) ?? [];
    checkPem(CERTIFICATE, found[0] ?? "", "No certificates found in data of tls.ca");
    return found;
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
