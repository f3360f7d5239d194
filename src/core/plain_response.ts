/**
 * Which responses can be sent as they are: about most there is nothing to decide, and looking at
 * their headers to find that out costs more than the rest of a small exchange.
 *
 * @module
 */
import { isNullBodyStatus } from "./head.ts";
import { like } from "./teach.ts";
import { isSendable } from "./wire_headers.ts";

/**
 * From now on notices who looks at the headers of a response. False where that cannot
 * be noticed: Bun's members cannot be changed (1.4.5).
 */
export function watchHeaders(prototype: object, looked: (response: object) => void): boolean {
  const theirs = Object.getOwnPropertyDescriptor(prototype, "headers");
  if (theirs?.get === undefined || theirs.configurable !== true) return false;
  const native = theirs.get as (this: unknown) => Headers;
  const get = like(native, function (this: unknown) {
    const headers = native.call(this); // throws for what is no Response
    looked(this as object);
    return headers;
  });
  Object.defineProperty(prototype, "headers", { ...theirs, get });
  return true;
}

/** The headers that decide how a response is sent (P17, P18, P22 to P25, P32), on some host. */
const DECISIVE = /^(?:connection|content-encoding|content-length|date|transfer-encoding)$/i;

/** Whether a Response so made has a body and headers that decide nothing; see `KnownBody.plain`. */
export function isPlainInit(init: ResponseInit): boolean {
  if (typeof init !== "object" || init === null) return false;
  const { status, statusText, headers } = init;
  if (statusText !== undefined && statusText !== "") return false; // P28
  if (status !== undefined) {
    if (typeof status !== "number" || status < 200 || isNullBodyStatus(status)) return false;
    if (status === 205) return false; // P21
  }
  if (headers === undefined) return true;
  // A record as people write it; anything else is looked at when it is sent.
  if (typeof headers !== "object" || headers === null) return false;
  if (Object.getPrototypeOf(headers) !== Object.prototype) return false;
  const record = headers as Record<string, unknown>;
  if (Symbol.iterator in record) return false;
  for (const name in record) {
    const value = record[name];
    if (typeof value !== "string" || !isSendable(value) || DECISIVE.test(name)) return false;
  }
  return true;
}
