/**
 * A genuine platform `Request` for an exchange.
 *
 * @module
 */
import { failure } from "../../core/errors.ts";
import { requestBody } from "./body_in.ts";
import type { Exchange } from "./exchange.ts";
import { Known } from "./known.ts";
import { NativeRequest } from "./lazy/native.ts";

/** Makes the request that the handler gets. */
export function nativeRequest(exchange: Exchange, url: string): Request {
  const { method } = exchange;
  const body = exchange.hasBody ? requestBody(exchange) : null;
  const constructible = canConstruct(method);
  const init: RequestInit & { duplex: "half"; dispatcher?: unknown } = {
    method: constructible ? method : body === null ? "GET" : "POST",
    headers: requestHeaders(exchange.rawHeaders),
    body,
    duplex: "half",
    signal: exchange.signal,
  };
  if (!constructible) init.dispatcher = refusing(method);
  const request = new NativeRequest(url, init);
  Object.setPrototypeOf(request.headers, immutable());
  new Known(request, exchange);
  return tellMethod(request, method);
}

/** R21: undici makes no Request whose headers are immutable; the methods of these are between. */
let refusingMethods: object | undefined;

function immutable(): object {
  const refuse = { value: refuseChange, writable: true, enumerable: true, configurable: true };
  const methods = { append: refuse, delete: refuse, set: refuse };
  return (refusingMethods ??= Object.create(Headers.prototype, methods) as object);
}

function refuseChange(): never {
  throw failure("ERR_HEADERS_IMMUTABLE", "Cannot change headers: headers are immutable");
}

/**
 * R15: undici refuses TRACE and CONNECT and writes "get" as "GET"; the request tells what was sent,
 * and so do its clones.
 */
export function tellMethod(request: Request, method: string): Request {
  if (request.method === method) return request;
  const own = (value: unknown): PropertyDescriptor => ({ value, configurable: true });
  const clone = (): Request => tellMethod(NativeRequest.prototype.clone.call(request), method);
  return Object.defineProperties(request, { method: own(method), clone: own(clone) });
}

/** The method of a genuine request, where undici knows it by another. */
export function toldMethod(request: unknown): string | undefined {
  if (typeof request !== "object" || request === null) return undefined;
  return request instanceof NativeRequest && Object.hasOwn(request, "method")
    ? request.method
    : undefined;
}

/** What becomes of `fetch(request)` of a method that undici knows by another: it would send that one. */
export function fetchRefused(method: string): Error {
  return failure(
    "ERR_FETCH_METHOD",
    `Cannot fetch a request with method '${method}': not supported on node`,
  );
}

/** The sender of a genuine request that must not be sent: its copies have it too. */
function refusing(method: string): object {
  return {
    dispatch(): never {
      throw fetchRefused(method);
    },
  };
}

/** What undici's constructor refuses. */
export function canConstruct(method: string): boolean {
  return !/^(?:connect|trace|track)$/i.test(method);
}

/**
 * Fields of the connection that the request came by, which undici refuses to send (`fetch(request)`,
 * RFC 9110 7.6.1). They are not copied into a genuine Request that is made to be sent on.
 */
export function dropHopByHop(headers: Headers): Headers {
  for (const name of ["transfer-encoding", "expect", "keep-alive", "upgrade", "connection"]) {
    headers.delete(name);
  }
  return headers;
}

/** R18 to R20: undici joins repeats in order, cookies by "; " (Node 20 to 26). */
export function requestHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i]!, raw[i + 1]!);
  return headers;
}
