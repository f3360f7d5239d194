/**
 * A platform's own Request, with the members that the contract wants otherwise (Bun, Deno,
 * Workers).
 *
 * The object stays the platform's; between it and `Request.prototype` comes one prototype that
 * answers for what differs. That costs less than properties on each object, and `instanceof`,
 * brand checks, `fetch(request)` and `clone()` see the platform's object as before.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { HostedExchange } from "./hosted_exchange.ts";

/** Hands an object through, so that a subclass can put private fields on it. */
class Through {
  constructor(target: object) {
    return target;
  }
}

/** The state of a request, on the request itself. */
class Hosted extends Through {
  readonly #exchange: HostedExchange;
  readonly #url: string;
  readonly #method: string;
  #headers: Headers | undefined;

  constructor(request: Request, url: string, exchange: HostedExchange) {
    super(request);
    this.#exchange = exchange;
    this.#url = url;
    this.#method = request.method;
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
    return (request.#headers ??= immutable(nativeHeaders.call(request)));
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

/** The platform's own signal of a request. */
export const nativeSignal: Getter<AbortSignal> = getter<AbortSignal>("signal");

/** The same object, as the contract has it. */
export function adaptRequest(native: Request, url: string, exchange: HostedExchange): Request {
  new Hosted(native, url, exchange);
  return Object.setPrototypeOf(native, members) as Request;
}

const members: object = Object.create(prototype, {
  url: { get: like((request) => Hosted.url(request)), configurable: true },
  // R48: Deno 2.9 cannot tell it any more when the response is out.
  method: { get: like((request) => Hosted.method(request)), configurable: true },
  headers: { get: like((request) => Hosted.headers(request)), configurable: true },
  signal: { get: like((request) => Hosted.exchange(request).signal), configurable: true },
  body: {
    get: like((request) => (hasBody(request) ? nativeBody.call(request) : null)),
    configurable: true,
  },
  ...defaults(),
  ...readers(),
});

function like<T>(read: (request: Hosted) => T): (this: Hosted) => T {
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

/** R47: workerd has none of these. */
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
    missing[name] = { get: () => value, configurable: true };
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
      const read = (native as () => Promise<unknown>).call(this);
      read.catch((error: unknown) => {
        // A SyntaxError of json() and a TypeError of formData() or a second reading are no loss.
        if (!(error instanceof SyntaxError || error instanceof TypeError)) {
          Hosted.exchange(this).gone();
        }
      });
      return read;
    };
    Object.defineProperty(value, "name", { value: name, configurable: true });
    methods[name] = { value, writable: true, configurable: true };
  }
  return methods;
}

/** What a request without a body reads as: as the platform reads an empty Response. */
function empty(name: "text" | "json" | "arrayBuffer" | "blob" | "bytes" | "formData", of: Hosted) {
  const type = Hosted.headers(of).get("content-type");
  const response = new Response(null, type === null ? {} : { headers: { "content-type": type } });
  return response[name]() as Promise<unknown>;
}

/** R21: on Bun the headers of a request could be changed. */
function immutable(headers: Headers): Headers {
  for (const name of ["append", "delete", "set"]) {
    Object.defineProperty(headers, name, { value: refuse, configurable: true });
  }
  return headers;
}

function refuse(): never {
  throw failure("ERR_HEADERS_IMMUTABLE", "Cannot change headers: headers are immutable");
}
