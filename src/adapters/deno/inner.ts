/**
 * Deno's own record of a request, behind its Request (2.9.6).
 *
 * The first use of `request.headers` costs a request some 4 µs, half of what a hello costs without
 * us; a single field asked of the inner request 0.2. It is undocumented, so everything here is looked
 * for before it is used, and `request.headers` is the way where it is not found.
 * https://github.com/denoland/deno/blob/main/ext/http/00_serve.ts
 *
 * @module
 */
import { readHeader } from "../../core/vet.ts";

interface Inner {
  header(name: string): string | null;
  readonly headerList: [string, string][];
  onCancel?(callback: () => void): void;
  consumeTextBody?(): string | null;
}

/** The symbol under which a request has it; null: it has none that we know. */
let key: symbol | null | undefined;

/** One field of the head, joined as `Headers` would join it. */
export function header(request: Request, name: string): string | null {
  const inner = innerOf(request);
  return inner === undefined ? readHeader(request, name) : inner.header(name);
}

/** Whether a request is one of HTTP/2: nothing tells but that it has no Host (R14). */
export function isHttp2(host: string | null): boolean {
  return host === null;
}

/** All fields as they came; undefined where only `request.headers` has them, or nobody any more. */
export function headerList(request: Request): [string, string][] | undefined {
  try {
    return innerOf(request)?.headerList;
  } catch {
    return undefined; // "Request closed": the client, or the drain, did not wait for the handler
  }
}

/**
 * The body as text, where all of it has arrived and nobody has looked at it: as Deno's own `json()`
 * takes it, without its two promises. That one stumbles over the byte order mark, which a text has not
 * (2.9.6).
 */
export function textAtOnce(request: Request): string | undefined {
  const text = innerOf(request)?.consumeTextBody?.();
  if (typeof text !== "string") return undefined;
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Calls back when the client has left, without the warning that Deno prints about `request.signal`;
 * also when that is looked at, which takes its place.
 */
export function onLeft(request: Request, callback: () => void): void {
  innerOf(request)?.onCancel?.(callback);
}

function innerOf(request: Request): Inner | undefined {
  if (key === undefined) key = findKey(request);
  return key === null ? undefined : (request as unknown as Record<symbol, Inner>)[key];
}

function findKey(request: Request): symbol | null {
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    const inner = (request as unknown as Record<symbol, Partial<Inner> | undefined>)[symbol];
    if (symbol.description !== "request" || typeof inner?.header !== "function") continue;
    if (!tellsTheSame(inner as Inner, request.headers)) continue;
    giveBlobEntry(Object.getPrototypeOf(inner) as object);
    return symbol;
  }
  return null;
}

/**
 * E09: a `fetch` that somebody took before asks whether a request is one of a blob: URL, and takes
 * what a request of the server has not, instead of a null, for a yes (Deno 2.9.5).
 * https://github.com/denoland/deno/blob/main/ext/fetch/26_fetch.js
 */
function giveBlobEntry(prototype: object): void {
  if (prototype === Object.prototype || "blobUrlEntry" in prototype) return;
  Object.defineProperty(prototype, "blobUrlEntry", NO_ENTRY);
}

const NO_ENTRY: PropertyDescriptor = { value: null, writable: true, configurable: true };

/** Looked at once, with the first request. What throws is something else too. */
function tellsTheSame(inner: Inner, headers: Headers): boolean {
  const names = ["host", "accept", "content-length", "x-none"];
  try {
    return (
      Array.isArray(inner.headerList) &&
      names.every((name) => inner.header(name) === headers.get(name)) &&
      [...new Headers(inner.headerList)].join("\n") === [...headers].join("\n")
    );
  } catch {
    return false;
  }
}
