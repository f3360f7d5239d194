/**
 * A platform's own Request, with the members that the contract wants otherwise (Bun, Deno,
 * Workers).
 *
 * The object stays the platform's: it gets private state, and the members of `Request.prototype`
 * are changed in place to look at it. That costs less than properties on each object, and
 * `instanceof`, brand checks, `fetch(request)` and `clone()` see the platform's object as before.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import { teachMembers } from "./teach.ts";
import { Through } from "./through.ts";

/** The state of a request, on the request itself. */
class Hosted extends Through {
  readonly #exchange: HostedExchange;
  readonly #url: string;
  readonly #method: string;
  #headers: Headers | undefined;

  constructor(request: Request, url: string, exchange: HostedExchange) {
    // Read before the state is there: then this getter looks at the state.
    const { method } = request;
    super(request);
    this.#exchange = exchange;
    this.#url = url;
    this.#method = method;
  }

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #exchange in value;
  }

  static url(request: Hosted): string {
    return request.#url;
  }

  static method(request: Hosted): string {
    return request.#method;
  }

  static exchange(request: Hosted): HostedExchange {
    return request.#exchange;
  }

  static headers(request: Hosted): Headers {
    return (request.#headers ??= freeze(nativeHeaders.call(request)));
  }
}

type Getter<T> = (this: unknown) => T;

const { prototype } = globalThis.Request;
/** On workerd some stand on the prototype of a parent class. */
const getter = <T>(name: string): Getter<T> => {
  for (let from: object = prototype; from !== null; from = Object.getPrototypeOf(from) as object) {
    const found = Object.getOwnPropertyDescriptor(from, name)?.get;
    if (found !== undefined) return found as Getter<T>;
  }
  throw new TypeError(`Cannot adapt requests: this runtime's Request has no ${name}`);
};
const nativeHeaders = getter<Headers>("headers");
const nativeBody = getter<ReadableStream<Uint8Array> | null>("body");

const nativeText = prototype.text;

/** The platform's own signal of a request. */
export const nativeSignal: Getter<AbortSignal> = getter<AbortSignal>("signal");

/** The same object, as the contract has it. */
export function adaptRequest(native: Request, url: string, exchange: HostedExchange): Request {
  new Hosted(native, url, exchange);
  return wedge === undefined ? native : (Object.setPrototypeOf(native, wedge.request) as Request);
}

/** Whether a request came through {@link adaptRequest}. */
export function isHosted(value: unknown): value is Request {
  return Hosted.is(value);
}

/**
 * Where the platform's members cannot be changed (Bun 1.4.5: not configurable), ours stand on
 * prototypes of their own, between the object and the platform's.
 */
let wedge: { request: object; headers: object } | undefined;
let installed = false;

/** Changes the platform's classes, once. */
export function installHostedRequests(): void {
  if (installed) return;
  installed = true;
  const members: PropertyDescriptorMap = {
    url: { get: of((request) => Hosted.url(request)) },
    // R48: Deno 2.9 cannot tell it any more when the response is out.
    method: { get: of((request) => Hosted.method(request)) },
    headers: { get: of((request) => Hosted.headers(request)) },
    signal: { get: of((request) => Hosted.exchange(request).signal) },
    body: { get: of((request) => (hasBody(request) ? nativeBody.call(request) : null)) },
    ...defaults(),
    ...readers(),
  };
  const refusing: PropertyDescriptorMap = {
    append: { value: refuse },
    delete: { value: refuse },
    set: { value: refuse },
  };
  const headers: object = Headers.prototype;
  if (Object.getOwnPropertyDescriptor(prototype, "url")?.configurable === false) {
    for (const map of [members, refusing]) {
      for (const member of Object.values(map)) member.enumerable = true; // Web IDL 3.7.6
    }
    wedge = {
      request: Object.create(prototype, members) as object,
      headers: Object.create(headers, refusing) as object,
    };
    return;
  }
  teachMembers(prototype, { is: Hosted.is, members: Object.create(null, members) as object });
  teachMembers(headers, { is: Frozen.is, members: Object.create(null, refusing) as object });
}

function of<T>(read: (request: Hosted) => T): (this: Hosted) => T {
  return function () {
    return read(this);
  };
}

/** R31, R33: whether a body was sent with a method that may have one. */
function hasBody(request: Hosted): boolean {
  const method = Hosted.method(request);
  if (method === "GET" || method === "HEAD" || method === "CONNECT") return false;
  const headers = Hosted.headers(request);
  if (headers.has("transfer-encoding")) return true;
  const length = headers.get("content-length");
  return length !== null && Number(length) > 0;
}

/** R47: workerd has none of these, Bun others. */
function defaults(): PropertyDescriptorMap {
  const wanted = {
    mode: "cors",
    credentials: "same-origin",
    cache: "default",
    referrer: "about:client",
    referrerPolicy: "",
    integrity: "",
    keepalive: false,
  };
  const missing: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(wanted)) {
    missing[name] = { get: () => value };
  }
  return missing;
}

/** The methods that read a body: a loss that they notice is one for the signal too (R64). */
function readers(): PropertyDescriptorMap {
  const methods: PropertyDescriptorMap = {};
  for (const name of ["text", "json", "arrayBuffer", "blob", "bytes", "formData"] as const) {
    const native = (prototype as unknown as Record<string, unknown>)[name];
    if (typeof native !== "function") continue;
    const value = function (this: Hosted): Promise<unknown> {
      // R31: workerd would hand over the bytes that came with a GET.
      if (!hasBody(this)) return empty(name, this);
      // Deno's json() stumbles over a byte order mark (2.9.5), its text() drops it.
      const read =
        name === "json"
          ? (nativeText.call(this) as Promise<string>).then((text) => JSON.parse(text) as unknown)
          : (native as () => Promise<unknown>).call(this);
      read.catch((error: unknown) => {
        // A SyntaxError of json() and a TypeError of formData() or a second reading are no loss.
        if (!(error instanceof SyntaxError || error instanceof TypeError)) {
          Hosted.exchange(this).gone();
        }
      });
      return read;
    };
    methods[name] = { value };
  }
  return methods;
}

/** What a request without a body reads as: as the platform reads an empty Response. */
function empty(name: "text" | "json" | "arrayBuffer" | "blob" | "bytes" | "formData", of: Hosted) {
  const type = Hosted.headers(of).get("content-type");
  const response = new Response(null, type === null ? {} : { headers: { "content-type": type } });
  return response[name]() as Promise<unknown>;
}

/** R21: headers that cannot be changed; on Bun and workerd those of a request could. */
class Frozen extends Through {
  readonly #frozen = true;

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #frozen in value && value.#frozen;
  }
}

function freeze(headers: Headers): Headers {
  if (wedge !== undefined) return Object.setPrototypeOf(headers, wedge.headers) as Headers;
  new Frozen(headers);
  return headers;
}

function refuse(): never {
  throw failure("ERR_HEADERS_IMMUTABLE", "Cannot change headers: headers are immutable");
}
