/**
 * E09: the request is the platform's.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { outcomeOf, ownKeys, sees } from "./within.ts";

const POST = { body: "hello", headers: { "x-sent": "yes" } } as const;

/** The members that the standard puts on `Request.prototype`. */
const GETTERS = [
  "url",
  "method",
  "headers",
  "body",
  "bodyUsed",
  "signal",
  "mode",
  "credentials",
  "cache",
  "redirect",
  "referrer",
  "referrerPolicy",
  "integrity",
  "keepalive",
];

/** The descriptor of a member, on the prototype or on what that inherits from. */
function memberOf(prototype: object, name: string): PropertyDescriptor | undefined {
  for (
    let from: object | null = prototype;
    from !== null;
    from = Object.getPrototypeOf(from) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(from, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The getters of a prototype that tell something else of `object` than its property does. */
function differing(prototype: object, object: object, names: readonly string[]): unknown[] {
  return names.flatMap((name) => {
    const get = memberOf(prototype, name)?.get as (() => unknown) | undefined;
    if (get === undefined) return []; // the runtime has no such member
    const [direct, through] = [(object as Record<string, unknown>)[name], get.call(object)];
    return Object.is(direct, through) ? [] : [[name, String(direct), String(through)]];
  });
}

/** Some runtimes add their symbols when a member is looked at. */
function looked(request: Request): Request {
  for (const name of GETTERS) void (request as unknown as Record<string, unknown>)[name];
  return request;
}

export const requestNatives: readonly InsideCase[] = [
  sees(
    "instanceof",
    "request, headers, signal and body are instances of the global classes",
    (request) => [
      request instanceof Request,
      request.headers instanceof Headers,
      request.signal instanceof AbortSignal,
      request.body instanceof ReadableStream,
    ],
    [true, true, true, true],
    POST,
  ),
  sees(
    "instanceof-captured",
    "and of the classes that were taken before everyserve was loaded",
    (request, { natives }) => [
      request instanceof natives.Request,
      request.headers instanceof natives.Headers,
    ],
    [true, true],
  ),
  sees(
    "prototype",
    "Request.prototype is in the prototype chain, also of the class taken before",
    (request, { natives }) => [
      // oxlint-disable-next-line no-prototype-builtins
      Request.prototype.isPrototypeOf(request),
      // oxlint-disable-next-line no-prototype-builtins
      natives.Request.prototype.isPrototypeOf(request),
    ],
    [true, true],
  ),
  sees(
    "tag",
    "its tag is [object Request], its headers' [object Headers]",
    (request) => [
      Object.prototype.toString.call(request),
      String(request),
      Object.prototype.toString.call(request.headers),
    ],
    ["[object Request]", "[object Request]", "[object Headers]"],
  ),
  sees(
    "constructor",
    "its constructor is the global Request, its headers' the global Headers",
    (request) => [
      request.constructor === Request,
      request.constructor.name,
      request.headers.constructor === Headers,
    ],
    [true, "Request", true],
  ),
  sees(
    "own-keys",
    "it has no own properties beyond the platform's own symbols",
    (request, { natives }) =>
      ownKeys(
        request,
        looked(new natives.Request("http://localhost/", { signal: request.signal })),
      ),
    [],
  ),
  sees(
    "headers-own-keys",
    "its headers have no own properties beyond the platform's own symbols",
    (request, { natives }) =>
      ownKeys(request.headers, new natives.Request("http://localhost/").headers),
    [],
  ),
  sees(
    "serialised",
    "JSON and spread make an empty object of it",
    (request) => [JSON.stringify(request), JSON.stringify({ ...request })],
    ["{}", "{}"],
  ),
  sees(
    "in",
    "every member of the standard is in it, and enumerated as the platform does",
    (request, { natives }) => {
      const names = (object: object): string[] => {
        const found: string[] = [];
        for (const name in object) found.push(name);
        return found.sort();
      };
      const wanted = names(new natives.Request("http://localhost/"));
      const got = new Set(names(request));
      return wanted.filter((name) => !got.has(name) || !(name in request));
    },
    [],
  ),
  sees(
    "getters",
    "the getters of Request.prototype work on it and tell the same",
    (request) => differing(Request.prototype, request, GETTERS),
    [],
    POST,
  ),
  sees(
    "getters-captured",
    "so do those of the class that was taken before",
    (request, { natives }) => differing(natives.Request.prototype, request, GETTERS),
    [],
    POST,
  ),
  sees(
    "methods",
    "the methods of Request.prototype work on it",
    async (request) => {
      const copies = [request.clone(), request.clone(), request.clone()] as const;
      return [
        await Request.prototype.text.call(copies[0]),
        (await Request.prototype.arrayBuffer.call(copies[1])).byteLength,
        (await Request.prototype.blob.call(copies[2])).size,
        await Request.prototype.clone.call(request).text(),
        await Request.prototype.text.call(request),
      ];
    },
    ["hello", 5, 5, "hello", "hello"],
    POST,
  ),
  sees(
    "json-method",
    "Request.prototype.json works on it",
    (request) => Request.prototype.json.call(request),
    { a: 1 },
    { body: '{"a":1}' },
  ),
  sees(
    "brand",
    "the getters of Request.prototype refuse what is no request",
    () =>
      Promise.all(
        ["url", "method", "headers", "signal"].map((name) =>
          outcomeOf(() => memberOf(Request.prototype, name)?.get?.call({})),
        ),
      ),
    ["throws TypeError", "throws TypeError", "throws TypeError", "throws TypeError"],
  ),
  sees(
    "read-only",
    "its members cannot be assigned",
    (request) => {
      const before = request.url;
      try {
        (request as { url: string }).url = "http://other.test/";
      } catch {}
      return request.url === before;
    },
    true,
  ),
  sees(
    "identity",
    "headers, signal and body are the same objects at each access",
    (request) => [
      request.headers === request.headers,
      request.signal === request.signal,
      request.body === request.body,
    ],
    [true, true, true],
    POST,
  ),
];
