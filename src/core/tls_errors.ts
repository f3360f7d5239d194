/**
 * One name for the same error of certificate or key everywhere (S32).
 *
 * @module
 */
import { failure, type CodedError } from "./errors.ts";

/** What a host threw for a certificate or key that it could not use. */
export function tlsFailure(
  cause: unknown,
  what: string = "Cannot use certificate and key",
): CodedError {
  const { code = "", message = "" } = cause as { code?: string; message?: string };
  // OpenSSL (Node), BoringSSL (Bun), rustls (Deno).
  if (/KEY_VALUES_MISMATCH|KeyMismatch/.test(`${code} ${message}`)) {
    return failure("ERR_TLS_KEY_MISMATCH", "keys may not be consistent: KeyMismatch", { cause });
  }
  return failure("ERR_TLS_INVALID", `${what}: ${message}`, {
    name: "InvalidData",
    cause,
  });
}
