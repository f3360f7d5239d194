/**
 * The `Response` of handlers: keeps what it was made of until somebody asks for more.
 *
 * A real one builds a stream for a string (12 to 16 µs on Node 24) and parses and sorts its
 * headers. Whatever is not plainly right goes to the platform's constructor, so that the errors
 * are the platform's, at the same place.
 *
 * @module
 */
import { Readable } from "node:stream";
import { asPairs, copyHeaders, linesOf, type HeaderLines } from "./header_lines.ts";
import { noteBody } from "../../../core/known_bodies.ts";
import { delegateRest, teachInstanceof } from "../../../core/teach.ts";
import { NativeHeaders, NativeResponse, refuseCloning, teach, watchBodies } from "./native.ts";

/** What a stand-in can hold without becoming real. */
export type PlainBody = string | Uint8Array | ReadableStream<Uint8Array> | null;

/** What the sender needs of a stand-in. */
export interface PlainResponse {
  status: number;
  body: PlainBody;
  lines: HeaderLines;
}

const NO_LINES = copyHeaders(undefined, undefined)!;
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Stands in for a `Response`; installed as the global one. */
export class LazyResponse {
  #status: number;
  #statusText: string;
  #lines: HeaderLines;
  #body: PlainBody;
  /** Handed out: from then on these are the headers, whatever `#lines` say (P33). */
  #headers: Headers | undefined;
  #sent = false;
  #native: Response | undefined;

  constructor(body?: BodyInit | null, init?: ResponseInit) {
    this.#status = 200;
    this.#statusText = "";
    this.#lines = NO_LINES;
    this.#body = null;
    if (new.target !== LazyResponse || !this.#take(body, init)) {
      const target = new.target === LazyResponse ? NativeResponse : new.target;
      const real = Reflect.construct(NativeResponse, arguments, target) as Response;
      // C14: the size of a Blob cannot be asked for any more.
      if (body instanceof Blob) noteBody(real, { size: body.size, stream: false });
      return real as unknown as LazyResponse;
    }
    refuseCloning(this);
  }

  static is(value: unknown): value is LazyResponse {
    return typeof value === "object" && value !== null && #status in value;
  }

  /** A stand-in that can be sent as it is: never used, never made real. */
  static isFresh(value: unknown): value is LazyResponse {
    return LazyResponse.is(value) && value.#native === undefined && !value.#sent;
  }

  /** What to send; from then on the body counts as used (P11). */
  static take(standIn: LazyResponse): PlainResponse {
    standIn.#sent = standIn.#body !== null;
    const lines = standIn.#headers === undefined ? standIn.#lines : linesOf(standIn.#headers);
    return { status: standIn.#status, body: standIn.#body, lines };
  }

  /** What it was made of. */
  static bodyOf(standIn: LazyResponse): PlainBody {
    return standIn.#body;
  }

  /** The real one. */
  static materialise(standIn: LazyResponse): Response {
    const real = (standIn.#native ??= standIn.#make());
    if (standIn.#headers === undefined) standIn.#headers = real.headers;
    else if (standIn.#headers !== real.headers) replaceHeaders(real.headers, standIn.#headers);
    return real;
  }

  get status(): number {
    return this.#status;
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  get statusText(): string {
    return this.#statusText;
  }

  get headers(): Headers {
    return (this.#headers ??= new NativeHeaders(asPairs(this.#lines)));
  }

  get type(): ResponseType {
    return "default";
  }

  get bodyUsed(): boolean {
    if (this.#native !== undefined) return this.#native.bodyUsed;
    if (this.#sent) return true;
    return this.#body instanceof ReadableStream && Readable.isDisturbed(this.#body as never);
  }

  /** Fills the fields; false where only the platform's constructor can say what is right. */
  #take(body: unknown, init: ResponseInit | undefined): boolean {
    let type: string | undefined;
    if (typeof body === "string") {
      type = "text/plain;charset=UTF-8";
      this.#body = body;
    } else if (body === undefined || body === null) {
      this.#body = null;
    } else if (body instanceof Uint8Array) {
      // The platform copies as well: what is sent is what it was at this point.
      this.#body = Uint8Array.prototype.slice.call(body) as Uint8Array;
    } else if (body instanceof ReadableStream) {
      if (body.locked || Readable.isDisturbed(body as never)) return false;
      this.#body = body as ReadableStream<Uint8Array>;
    } else return false;

    if (init === undefined) {
      this.#lines = copyHeaders(undefined, type)!;
      return true;
    }
    if (init === null || typeof init !== "object") return false;
    const { status, statusText, headers } = init;
    if (status !== undefined) {
      if (!Number.isInteger(status) || status < 200 || status > 599) return false;
      if (this.#body !== null && (status === 204 || status === 205 || status === 304)) return false;
      this.#status = status;
    }
    if (statusText !== undefined) {
      if (typeof statusText !== "string" || !REASON.test(statusText)) return false;
      this.#statusText = statusText;
    }
    const lines = copyHeaders(headers, type);
    if (lines === undefined) return false;
    this.#lines = lines;
    return true;
  }

  #make(): Response {
    const body = this.#sent ? "" : this.#body;
    const real = new NativeResponse(body as BodyInit | null, {
      status: this.#status,
      statusText: this.#statusText,
      headers: asPairs(this.#lines),
    });
    if (this.#sent) void real.text(); // used it was, used it stays
    return real;
  }
}

/** Headers that were handed out before the real response existed are the ones that count. */
function replaceHeaders(to: Headers, from: Headers): void {
  for (const name of [...to.keys()]) to.delete(name);
  for (const [name, value] of from) to.append(name, value);
}

/** `Response.json` without a stream; what it cannot do the platform's does. */
function json(data: unknown, init?: ResponseInit): Response {
  const text = JSON.stringify(data) as string | undefined;
  const lines = text === undefined ? undefined : copyHeaders(init?.headers, "application/json");
  if (lines === undefined) return NativeResponse.json(data, init);
  return new LazyResponse(text, { ...init, headers: asPairs(lines) }) as unknown as Response;
}

/** Completes the class by what this version of Node has, and makes it the global one. */
export function installResponse(): void {
  const members = LazyResponse.prototype;
  watchBodies();
  delegateRest(members, NativeResponse.prototype, LazyResponse.materialise);
  teach(NativeResponse, { is: LazyResponse.is, members });
  // The platform's prototype has them all now, and knows what else is a Response: an instance of a
  // subclass has this prototype in its chain, but is the platform's own.
  for (const key of Reflect.ownKeys(members)) {
    if (key !== "constructor") delete (members as unknown as Record<PropertyKey, unknown>)[key];
  }
  // Nothing of the platform takes a Response apart by its private state, so a stand-in may have
  // the platform's prototype in its chain, and `getPrototypeOf(response) === Response.prototype`.
  Object.setPrototypeOf(members, NativeResponse.prototype);
  Object.setPrototypeOf(LazyResponse, NativeResponse);
  teachInstanceof(LazyResponse, NativeResponse, LazyResponse.is);
  for (const [key, value] of Object.entries({ name: "Response", length: 0 })) {
    Object.defineProperty(LazyResponse, key, { value, configurable: true });
  }
  Object.defineProperty(LazyResponse, "json", { value: json, writable: true, configurable: true });
  Object.defineProperty(NativeResponse.prototype, "constructor", {
    value: LazyResponse,
    writable: true,
    configurable: true,
  });
}
