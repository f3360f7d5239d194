/**
 * Whether a request has a body to give (R31, R33).
 *
 * @module
 */
import type { IncomingMessage } from "node:http";

/** By method and headers; a length of 0 is no body. */
export function hasBody(incoming: IncomingMessage): boolean {
  const { method, headers } = incoming;
  if (method === "GET" || method === "HEAD" || method === "CONNECT") return false;
  if (headers["transfer-encoding"] !== undefined) return true;
  const length = headers["content-length"];
  return length !== undefined && Number(length) > 0;
}
