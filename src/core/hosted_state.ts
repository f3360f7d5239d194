/**
 * What is known of a platform's own Request, on the request itself (Bun, Deno, Workers).
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import type { BodyUse } from "./late_body.ts";
import { Through } from "./through.ts";

/** The state of a request, on the request itself: one field, since each costs on every request. */
export class Hosted extends Through {
  readonly #exchange: HostedExchange;

  constructor(request: Request, url: string, exchange: HostedExchange) {
    exchange.url = url;
    exchange.method = nativeMethod.call(request);
    super(request);
    this.#exchange = exchange;
  }

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #exchange in value;
  }

  static url(request: Hosted): string {
    return request.#exchange.url;
  }

  static method(request: Hosted): string {
    return request.#exchange.method;
  }

  static exchange(request: Hosted): HostedExchange {
    return request.#exchange;
  }

  /** The one stream in place of the platform's; `make` runs once. */
  static body(request: Hosted, make: () => ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    return (request.#exchange.body ??= make());
  }

  /** What was done with the body: see late_body.ts. */
  static use(request: Hosted): BodyUse | undefined {
    return request.#exchange.use;
  }

  static headers(request: Hosted): Headers {
    const exchange = request.#exchange;
    return (exchange.headers ??= exchange.keptHeaders() ?? nativeHeaders.call(request));
  }

  /** One field, without the headers as a whole where that is cheaper. */
  static header(request: Hosted, name: string): string | null {
    const { headers } = request.#exchange;
    const field = headers === undefined ? request.#exchange.header(name) : headers.get(name);
    return field === undefined ? Hosted.headers(request).get(name) : field;
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
  throw failure(
    "ERR_RUNTIME_UNSUPPORTED",
    `Cannot adapt requests: this runtime's Request has no ${name}`,
  );
};
/** The platform's own method and URL: what a request says before it is one of ours. */
export const nativeMethod: Getter<string> = getter<string>("method");
export const nativeUrl: Getter<string> = getter<string>("url");

/** The platform's own headers of a request. */
export const nativeHeaders: Getter<Headers> = getter<Headers>("headers");
/** The platform's own body of a request. */
export const nativeBody: Getter<ReadableStream<Uint8Array> | null> =
  getter<ReadableStream<Uint8Array> | null>("body");

/** The platform's own word on whether it was used. */
export const nativeBodyUsed: Getter<boolean> = getter<boolean>("bodyUsed");

/** The platform's own signal of a request. */
export const nativeSignal: Getter<AbortSignal> = getter<AbortSignal>("signal");

/** R31, R33: whether a body was sent with a method that may have one. */
export function hasBody(request: Hosted): boolean {
  const method = Hosted.method(request);
  if (method === "GET" || method === "HEAD" || method === "CONNECT") return false;
  const length = Hosted.header(request, "content-length");
  if (length !== null) return Number(length) !== 0; // over HTTP/2 Deno lets two of them through
  if (Hosted.header(request, "transfer-encoding") !== null) return true;
  return Hosted.exchange(request).hasUnsizedBody;
}
