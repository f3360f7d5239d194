/**
 * The headers of a request, read from the lines as they came: nothing is parsed, joined or sorted
 * before somebody asks for more than single fields.
 *
 * @module
 */
import { failure } from "../../../core/errors.ts";
import { requestHeaders } from "../request.ts";
import { delegateRest } from "../../../core/teach.ts";
import { NativeHeaders, teach } from "./native.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Stands in for an immutable `Headers` (R21). */
export class LazyHeaders {
  /** Names and values in turn, as `IncomingMessage.rawHeaders` has them. */
  readonly #lines: readonly string[];
  #native: Headers | undefined;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  static is(value: unknown): value is LazyHeaders {
    return typeof value === "object" && value !== null && #lines in value;
  }

  /** A real `Headers` with the same fields; it may not be handed out, since it can be changed. */
  static materialise(standIn: LazyHeaders): Headers {
    return (standIn.#native ??= requestHeaders(standIn.#lines));
  }

  get(name: string): string | null {
    if (typeof name !== "string" || !TOKEN.test(name)) {
      const headers = LazyHeaders.materialise(this);
      return headers.get.apply(headers, arguments as never); // the platform's error or conversion
    }
    const lines = this.#lines;
    const wanted = name.toLowerCase();
    let found: string | null = null;
    for (let i = 0; i < lines.length; i += 2) {
      const line = lines[i]!;
      if (line.length !== wanted.length || line.toLowerCase() !== wanted) continue;
      const value = lines[i + 1]!;
      if (found === null) found = value;
      // R18, R19.
      else found += wanted === "cookie" ? `; ${value}` : `, ${value}`;
    }
    return found;
  }

  has(name: string): boolean {
    if (typeof name !== "string" || !TOKEN.test(name)) {
      const headers = LazyHeaders.materialise(this);
      return headers.has.apply(headers, arguments as never);
    }
    return this.get(name) !== null;
  }

  set(): never {
    throw immutable();
  }

  append(): never {
    throw immutable();
  }

  delete(): never {
    throw immutable();
  }

  forEach(callback: (value: string, name: string, headers: unknown) => void, self?: unknown): void {
    if (typeof callback !== "function") {
      LazyHeaders.materialise(this).forEach(callback); // throws the platform's error
    }
    for (const [name, value] of LazyHeaders.materialise(this)) {
      callback.call(self, value, name, this);
    }
  }
}

function immutable(): Error {
  return failure("ERR_HEADERS_IMMUTABLE", "Cannot change headers: headers are immutable");
}

/** Completes the class by what this version of Node has, and teaches the platform's. */
export function installHeaders(): void {
  const members = LazyHeaders.prototype;
  delegateRest(members, NativeHeaders.prototype, LazyHeaders.materialise);
  Object.defineProperty(members, "constructor", {
    value: NativeHeaders,
    writable: true,
    configurable: true,
  });
  // Of the platform these two are one function, and undici compares them: see HeadersInit.
  teach(NativeHeaders, { is: LazyHeaders.is, members });
  const { entries } = NativeHeaders.prototype;
  Object.defineProperty(NativeHeaders.prototype, Symbol.iterator, {
    value: entries,
    writable: true,
    configurable: true,
  });
}
