/**
 * What a Response was made of, on hosts whose own objects do not tell (Bun, Deno, Workers).
 *
 * The platform's constructor knows whether a body is a string, bytes or a stream, and how long it
 * is; nothing of that can be asked of the Response afterwards without reading it. The global
 * `Response` is therefore replaced by one that notes it. What it makes is the platform's own.
 *
 * @module
 */

import { Through } from "./through.ts";
import { byteLength } from "./utf8.ts";
import { watchHeaderWrites } from "./wire_headers.ts";

/** What is known of a body. */
export interface KnownBody {
  /** In bytes; undefined for a stream. */
  readonly size: number | undefined;
  /** A lower bound of it that need not be counted. */
  readonly least?: number;
  /** Whether it was a stream. */
  readonly stream: boolean;
  /** The content again, as a stream: for a body that has one of known size. */
  content?(): ReadableStream<Uint8Array>;
  /** The same at once, where it need not be waited for. */
  bytes?(): Uint8Array;
  /** There is no body at all: `null`. */
  readonly none?: boolean;
  /** It was made without headers. */
  bare?: boolean;
}

/**
 * What is known, on the response itself: private state costs 15 ns, an entry in a WeakMap 200 to
 * 450 (Node 20 to 26), and more when it is collected.
 */
class Noted extends Through {
  readonly #body: KnownBody;

  constructor(response: Response, body: KnownBody) {
    super(response);
    this.#body = body;
  }

  static of(response: object): KnownBody | undefined {
    return #body in response ? response.#body : undefined;
  }
}

/** Notes what a response was made of. */
export function noteBody(response: Response, body: KnownBody): void {
  new Noted(response, body);
}

/** What is known of a response's body; undefined for one that was made by other means. */
export function knownBody(response: Response): KnownBody | undefined {
  return Noted.of(response);
}

/** How the platform's constructor differs from the standard. */
export interface ResponseQuirks {
  /** It gives strings no content-type (Bun 1.4.5, oven-sh/bun#8530). */
  untypedStrings: boolean;
  /** It sends bytes as they are when they go out, not as they were (Bun 1.4.5). */
  sharesBytes: boolean;
}

let installed = false;

/** Replaces the global `Response`, once. */
export function installKnownBodies(quirks: ResponseQuirks): void {
  if (installed) return;
  installed = true;
  watchHeaderWrites();
  const Native = globalThis.Response;

  const made = function (this: unknown, body?: unknown, init?: ResponseInit): Response {
    if (new.target === undefined) {
      throw new TypeError("Class constructor Response cannot be invoked without 'new'");
    }
    const target = new.target === made ? Native : new.target;
    const given = quirks.sharesBytes && body instanceof Uint8Array ? body.slice() : body;
    if (given !== body) arguments[0] = given;
    const response = Reflect.construct(Native, arguments, target) as Response;
    const note = describe(given);
    if (note !== undefined) {
      note.bare = init?.headers === undefined;
      noteBody(response, note);
    }
    if (quirks.untypedStrings && typeof body === "string") {
      const { headers } = response;
      if (init?.headers === undefined || !headers.has("content-type")) {
        headers.set("content-type", TEXT);
      }
    }
    return response;
  };
  made.prototype = Native.prototype;
  Object.defineProperties(made, {
    name: { value: "Response", configurable: true },
    length: { value: 0, configurable: true },
    prototype: { writable: false },
    json: { value: json, writable: true, configurable: true },
  });
  Object.setPrototypeOf(made, Native); // `Response.error`, `Response.redirect`
  Object.defineProperty(Native.prototype, "constructor", {
    value: made,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, "Response", {
    value: made,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

const TEXT = "text/plain;charset=UTF-8";

/** WHATWG Fetch 5.5, `Response.json`: Bun says `application/json;charset=utf-8` (1.4.5). */
function json(data: unknown, init?: ResponseInit): Response {
  const text = JSON.stringify(data) as string | undefined;
  if (text === undefined) throw new TypeError("The data is not JSON serializable");
  const headers = new Headers(init?.headers as ConstructorParameters<typeof Headers>[0]);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return new Response(text, { ...init, headers });
}

function describe(body: unknown): KnownBody | undefined {
  if (typeof body === "string") return new KnownText(body);
  if (body === undefined || body === null) return { size: 0, stream: false, none: true };
  if (body instanceof ReadableStream) return { size: undefined, stream: true };
  if (body instanceof Uint8Array) return bytesOf(body);
  if (body instanceof ArrayBuffer) return bytesOf(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) {
    return bytesOf(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  if (body instanceof Blob) {
    return { size: body.size, stream: false, content: () => body.stream() as ReadableStream };
  }
  if (body instanceof URLSearchParams) return new KnownText(String(body));
  return undefined; // FormData: its boundary decides
}

function bytesOf(bytes: Uint8Array): KnownBody {
  return {
    size: bytes.byteLength,
    stream: false,
    content: () => streamOf(bytes),
    bytes: () => bytes,
  };
}

/** Counts only when somebody asks: most sizes are never looked at. */
class KnownText implements KnownBody {
  readonly #text: string;
  readonly stream = false;
  bare = false;

  constructor(text: string) {
    this.#text = text;
  }

  get size(): number {
    return byteLength(this.#text);
  }

  /** A lower bound that costs nothing. */
  get least(): number {
    return this.#text.length;
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode(this.#text);
  }

  content(): ReadableStream<Uint8Array> {
    return streamOf(this.bytes());
  }
}

/** A stream that gives these bytes. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
