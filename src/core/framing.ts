/**
 * How a response's body is delimited on HTTP/1 (P12 to P26): RFC 9112 6, 9110 6.4.1 and 8.6.
 *
 * @module
 */
import { isNullBodyStatus } from "./head.ts";

/** What the decision depends on. */
export interface FramingInput {
  method: string;
  status: number;
  /** The client spoke HTTP/1.0, which has no chunks. */
  http10: boolean;
  /** The handler's Content-Length. */
  declared: string | null;
  /** The size of the body in bytes, where it is known. */
  size: number | undefined;
  hasBody: boolean;
  /** The handler set a Transfer-Encoding, whatever it says (P25). */
  forceChunked: boolean;
}

/** The decision. */
export interface Framing {
  /** Whether any byte of the body is written. */
  sendBody: boolean;
  contentLength: number | undefined;
  chunked: boolean;
  /** The end of the connection is the end of the body (P26). */
  closeDelimited: boolean;
}

/** Decides; never fails. */
export function planFraming(input: FramingInput): Framing {
  const { method, status, http10, hasBody } = input;
  const size = input.forceChunked ? undefined : input.size;
  const declared = input.forceChunked ? undefined : parseLength(input.declared);
  const plan: Framing = {
    sendBody: hasBody,
    contentLength: undefined,
    chunked: false,
    closeDelimited: false,
  };
  if (isNullBodyStatus(status)) return { ...plan, sendBody: false }; // P20
  if (method === "HEAD") {
    // P18. Nothing of a response without a body: a router has taken off what it would send to GET, and
    // RFC 9110 8.6 forbids any other length than that.
    return { ...plan, sendBody: false, contentLength: hasBody ? (size ?? declared) : declared };
  }
  if (!hasBody) return { ...plan, sendBody: false, contentLength: 0 }; // P13, P21
  if (size !== undefined) return { ...plan, contentLength: size }; // P12, P22
  if (declared !== undefined) return { ...plan, contentLength: declared }; // P23
  return http10 ? { ...plan, closeDelimited: true } : { ...plan, chunked: true }; // P15, P24, P26
}

/** A Content-Length (RFC 9110 8.6): digits only. Undefined for anything else (P24). */
export function parseLength(value: string | null): number | undefined {
  if (value === null || !/^\d+$/.test(value)) return undefined;
  const length = Number(value);
  return Number.isSafeInteger(length) ? length : undefined;
}

/** Whether a Connection header asks to close (RFC 9112 9.6). */
export function saysClose(connection: string | null): boolean {
  return connection !== null && /(?:^|[,\s])close(?:$|[,\s])/i.test(connection);
}

/** The response, saying that the connection ends behind it (X08): the same one, if it can say so. */
export function sayClose(response: Response): Response {
  try {
    response.headers.set("connection", "close");
    return response;
  } catch {
    // One that came from fetch(): its headers cannot be changed.
    const headers = new Headers(response.headers);
    headers.set("connection", "close");
    return new Response(response.body, { status: response.status, headers });
  }
}
