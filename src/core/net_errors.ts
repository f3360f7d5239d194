/**
 * The errors of listening, under the same names on all hosts (S15, S16, S19).
 *
 * @module
 */

const NAMES: Readonly<Record<string, string>> = {
  EADDRINUSE: "AddrInUse",
  EADDRNOTAVAIL: "AddrNotAvailable",
  EACCES: "PermissionDenied",
  EPERM: "PermissionDenied",
  ENOENT: "NotFound",
};

/** Gives an error of the system the name that Deno's class has; `code` stays the system's. */
export function nameNetError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const name = NAMES[String(error.code)];
  if (name !== undefined && error.name !== name) {
    Object.defineProperty(error, "name", {
      value: name,
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
  return error;
}
