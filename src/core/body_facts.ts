/**
 * What the argument of `new Response()` tells of the body that it makes.
 *
 * @module
 */
import { byteLength } from "./utf8.ts";

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
  /**
   * Its Response was made with a status that has a body and with headers that decide nothing: none
   * of those that the framing looks at, none that may not be sent.
   */
  plain?: boolean;
  /** Its headers or its body have been in somebody's hands since. */
  touched?: boolean;
  /** Its stream was given to somebody. */
  shown?: boolean;
  /** It was read as a whole, or is sent. */
  read?: boolean;
  /** The content-type that a Response so made has; of use while it is plain and not touched. */
  type?: string | undefined;
  /**
   * The headers that automatic compression looks at, of those that it was made with, by their names in
   * lower case; undefined: none of them.
   */
  told?: Readonly<Record<string, string>> | undefined;
  /** The same of a copy of it. */
  copy?(): KnownBody;
}

/** What can be told of what a Response is made of; undefined where that is not known before. */
export function describe(body: unknown): KnownBody | undefined {
  if (typeof body === "string") return new KnownText(body);
  if (body === undefined || body === null) return { size: 0, stream: false, none: true };
  if (body instanceof ReadableStream) return { size: undefined, stream: true };
  if (body instanceof Uint8Array) return bytesOf(body);
  if (body instanceof ArrayBuffer) return bytesOf(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) {
    return bytesOf(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  if (body instanceof Blob) {
    const type = body.type === "" ? undefined : body.type;
    return { size: body.size, stream: false, content: () => body.stream() as ReadableStream, type };
  }
  if (body instanceof URLSearchParams) return new KnownText(String(body), FORM);
  return undefined; // FormData: its boundary decides
}

/** The content types of WHATWG Fetch 5.2 for texts (P16). */
export const TEXT = "text/plain;charset=UTF-8";
const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

/** What is known of a copy, made by `clone()`; its headers are looked at when it is sent. */
export function copyOf(known: KnownBody): KnownBody {
  return known.copy?.() ?? { ...known, plain: false };
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
  plain = false;
  touched = false;
  told: Readonly<Record<string, string>> | undefined;
  type: string | undefined;

  constructor(text: string, type: string = TEXT) {
    this.#text = text;
    this.type = type;
  }

  copy(): KnownBody {
    return new KnownText(this.#text, this.type);
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
