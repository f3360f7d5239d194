/**
 * What is left of a response when the request was HEAD (P18, P19, C33): its headers.
 *
 * @module
 */
import { RESOURCE_CLOSED } from "./errors.ts";

/** Statuses whose responses have no body (RFC 9110 6.4.1, 15.3.5, 15.4.5). */
export function isNullBodyStatus(status: number): boolean {
  return status === 204 || status === 304 || status === 101;
}

/** P19: a body that is not sent is cancelled, so that its source stops. */
export function discardBody(body: ReadableStream<Uint8Array> | null): void {
  if (body === null || body.locked) return;
  body.cancel(RESOURCE_CLOSED).catch(ignore);
}

function ignore(): void {}
