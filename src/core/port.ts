/**
 * Which TCP port a value of the option `port` means (S06 to S11).
 *
 * @module
 */
import { failure } from "./errors.ts";

/** S06. */
export const DEFAULT_PORT = 8000;

/** Reads the option `port`; throws `ERR_PORT_INVALID` or `ERR_PORT_OUT_OF_RANGE`. */
export function readPort(value: unknown): number {
  if (value === undefined || value === null) return DEFAULT_PORT;
  if (typeof value !== "number" && typeof value !== "string") {
    throw failure("ERR_PORT_INVALID", `Invalid port (expected number): ${describe(value)}`);
  }
  // S08: a string counts as Number() reads it, hexadecimal and exponents included; S09: but the
  // empty one, which Number() reads as 0, is no port.
  const port = typeof value === "string" && value.trim() === "" ? NaN : Number(value);
  if (!Number.isInteger(port)) {
    const shown = typeof value === "string" && Number.isNaN(port) ? `'${value}'` : String(value);
    throw failure("ERR_PORT_INVALID", `Invalid port: ${shown}`);
  }
  if (port < 0 || port > 65535) {
    throw failure("ERR_PORT_OUT_OF_RANGE", `Invalid port (out of range): ${value}`);
  }
  return port;
}

// A symbol, or an object without a prototype, cannot be put into a template.
function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
