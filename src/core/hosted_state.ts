/**
 * What is known of a platform's own Request, on the request itself (Bun, Deno, Workers).
 *
 * @module
 */
import type { HostedExchange } from "./hosted_exchange.ts";
import { Through } from "./through.ts";

/** The state of a request, on the request itself. */
export class Hosted extends Through {
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
    return (request.#headers ??= nativeHeaders.call(request));
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
/** The platform's own body of a request. */
export const nativeBody: Getter<ReadableStream<Uint8Array> | null> =
  getter<ReadableStream<Uint8Array> | null>("body");

/** The platform's own signal of a request. */
export const nativeSignal: Getter<AbortSignal> = getter<AbortSignal>("signal");

/** R31, R33: whether a body was sent with a method that may have one. */
export function hasBody(request: Hosted): boolean {
  const method = Hosted.method(request);
  if (method === "GET" || method === "HEAD" || method === "CONNECT") return false;
  const headers = Hosted.headers(request);
  if (headers.has("transfer-encoding")) return true;
  const length = headers.get("content-length");
  return length !== null && Number(length) > 0;
}
