/**
 * Which address a value of the option `hostname` means (S12 to S15), and how one is written in a
 * URL.
 *
 * @module
 */
import { failure } from "./errors.ts";

/** S12. */
export const DEFAULT_HOSTNAME = "0.0.0.0";

/** Reads the option `hostname`; throws `ERR_HOSTNAME_INVALID` or `ERR_HOSTNAME_EMPTY`. */
export function readHostname(value: unknown): string {
  if (value === undefined || value === null) return DEFAULT_HOSTNAME;
  if (typeof value !== "string") {
    throw failure("ERR_HOSTNAME_INVALID", `Invalid hostname (expected string): ${typeof value}`);
  }
  if (value === "") throw failure("ERR_HOSTNAME_EMPTY", "invalid empty host: ''");
  // S12: the same address on every host, whatever /etc/hosts and the resolver's order say.
  if (value.toLowerCase() === "localhost") return "127.0.0.1";
  // S13: brackets belong to URLs (RFC 3986 3.2.2), not to addresses.
  return value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1) : value;
}

/** An address as the host of a URL: IPv6 in brackets (RFC 3986 3.2.2). */
export function urlHost(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

/** Whether a listener on this address is reached as `localhost`. */
export function isLoopbackOrAny(hostname: string): boolean {
  return isUnspecified(hostname) || hostname === "::1" || hostname.startsWith("127.");
}

/** Whether an address stands for all of the machine's. */
export function isUnspecified(hostname: string): boolean {
  return hostname === "0.0.0.0" || hostname === "::";
}
