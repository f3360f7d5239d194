/**
 * Stands in for a `Request`, and becomes a real one for good when something needs it.
 *
 * A real one costs 6 to 20 µs with its headers and signal; most handlers read its method, URL and
 * a header. See decisions/003-native-objects.md.
 *
 * @module
 */
import { failure } from "../../../core/errors.ts";
import { Readable } from "node:stream";
import { requestBody } from "../body_in.ts";
import type { Exchange } from "../exchange.ts";
import { canConstruct, dropHopByHop, requestHeaders, tellMethod } from "../request.ts";
import { LazyHeaders } from "./headers.ts";
import { exchangeKey } from "../../../core/proxied.ts";
import { delegateRest } from "../../../core/teach.ts";
import { NativeRequest, refuseCloning, teach } from "./native.ts";
import { asBuffer, asJson, asText, converted, readBytes } from "./read.ts";

/** Stands in for a `Request`. */
export class LazyRequest {
  readonly #exchange: Exchange;
  readonly #url: string;
  #headers: LazyHeaders | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #native: Request | undefined;
  /** The body was read without a stream. */
  #used = false;

  constructor(exchange: Exchange, url: string) {
    this.#exchange = exchange;
    this.#url = url;
    refuseCloning(this);
  }

  static is(value: unknown): value is LazyRequest {
    return typeof value === "object" && value !== null && #exchange in value;
  }

  /** The exchange behind it. */
  static exchange(standIn: LazyRequest): Exchange {
    return standIn.#exchange;
  }

  /** The real one. */
  static materialise(standIn: LazyRequest): Request {
    if (standIn.#native !== undefined) return standIn.#native;
    const made = standIn.#make();
    // While somebody holds the body, nothing can be done with the request; afterwards it can.
    if (standIn.#stream?.locked !== true || standIn.bodyUsed) standIn.#native = made;
    return made;
  }

  get method(): string {
    return this.#exchange.method;
  }

  get url(): string {
    return this.#url;
  }

  get headers(): Headers {
    return (this.#headers ??= new LazyHeaders(this.#exchange.rawHeaders)) as unknown as Headers;
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#native !== undefined) return this.#native.body as ReadableStream<Uint8Array> | null;
    if (this.#used) return LazyRequest.materialise(this).body as ReadableStream<Uint8Array> | null;
    if (!this.#exchange.hasBody) return null;
    return (this.#stream ??= requestBody(this.#exchange));
  }

  get bodyUsed(): boolean {
    if (this.#native !== undefined) return this.#native.bodyUsed;
    return this.#stream === undefined ? this.#used : Readable.isDisturbed(this.#stream as never);
  }

  text(): Promise<string> {
    return this.#read(asText) ?? LazyRequest.materialise(this).text();
  }

  json(): Promise<unknown> {
    const parsed = this.#read(asJson);
    return parsed ?? LazyRequest.materialise(this).json();
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    const copied = this.#read(asBuffer);
    return copied ?? LazyRequest.materialise(this).arrayBuffer();
  }

  clone(): Request {
    const copy = NativeRequest.prototype.clone.call(LazyRequest.materialise(this));
    return tellMethod(copy, this.method);
  }

  /** What `String(request)` gives; see below. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string" && calledByUndici()) {
      throw failure(
        "ERR_FETCH_CAPTURED",
        "Cannot use this request with a fetch or Request taken from the platform before everyserve " +
          "served: use globalThis.fetch and globalThis.Request, pass new Request(request), or " +
          "serve with { strict: true }",
      );
    }
    return "[object Request]";
  }

  /** The quick way of reading, without a stream; undefined where the real one must do it. */
  #read<T>(convert: (bytes: Buffer) => T): Promise<T> | undefined {
    const exchange = this.#exchange;
    if (this.#stream !== undefined || this.#used) return undefined; // a real one has the stream
    if (!exchange.hasBody) return converted(convert, NO_BYTES);
    this.#used = true;
    return readBytes(exchange, convert);
  }

  #make(): Request {
    const exchange = this.#exchange;
    const { method } = exchange;
    const headers = dropHopByHop(requestHeaders(exchange.rawHeaders));
    const unusable = this.bodyUsed || this.#stream?.locked === true;
    const body = unusable ? new ReadableStream<Uint8Array>() : this.body;
    const constructible = canConstruct(method);
    const init: RequestInit & { duplex: "half" } = {
      method: constructible ? method : body === null ? "GET" : "POST",
      headers,
      body,
      duplex: "half",
      signal: exchange.signal,
    };
    const request = new NativeRequest(this.#url, init);
    // A body that was read stays one: reading again, cloning and sending on must fail.
    if (unusable)
      request.body
        ?.getReader()
        .cancel()
        .catch(() => {});
    return tellMethod(request, method);
  }
}

const NO_BYTES = Buffer.alloc(0);

/**
 * Whether the platform's own fetch or Request, taken aside before, is looking at a stand-in. It
 * asks whether `Request.prototype` is in its chain and would then read private state that only its
 * own constructor makes (Node 24 and newer): "Cannot read private member". Told that it is not, it
 * takes the stand-in for a URL and converts it to a string, where we can say what is wrong. Both
 * questions are rare enough to look at the stack.
 */
function calledByUndici(): boolean {
  const lines = new Error().stack?.split("\n", 6) ?? [];
  return lines.some((line) => line.includes("node:internal/deps/undici"));
}

/** `Request.prototype`, for everybody but the platform's constructor. */
function guardedPrototype(prototype: object): object {
  return new Proxy(prototype, {
    getPrototypeOf: (target) => (calledByUndici() ? Object.prototype : target),
  });
}

/** Completes the class by what this version of Node has, and teaches the platform's. */
export function installRequest(): void {
  const members = LazyRequest.prototype;
  delegateRest(members, NativeRequest.prototype, LazyRequest.materialise);
  Object.defineProperty(members, exchangeKey, {
    get(this: unknown) {
      return LazyRequest.is(this) ? LazyRequest.exchange(this) : undefined;
    },
    configurable: true,
  });
  // undici 6 (Node 20, 22) keeps a request's state under symbols, and asks `instanceof` first: with
  // these even a fetch that was taken aside before works.
  for (const symbol of Object.getOwnPropertySymbols(new NativeRequest("http://localhost/"))) {
    Object.defineProperty(members, symbol, {
      get(this: LazyRequest) {
        return (LazyRequest.materialise(this) as unknown as Record<symbol, unknown>)[symbol];
      },
      configurable: true,
    });
  }
  teach(NativeRequest, { is: LazyRequest.is, members });
  Object.setPrototypeOf(members, guardedPrototype(NativeRequest.prototype));
}
