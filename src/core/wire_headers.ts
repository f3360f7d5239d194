/**
 * What may not go on the wire although `Headers` allows it.
 *
 * @module
 */
import { failure } from "./errors.ts";
import { like } from "./teach.ts";

// RFC 9110 5.5: field values have no control characters but tab. `Headers` refuses NUL, CR and LF
// only (WHATWG Fetch 2.2). Deno 2.9 panics on the others, Bun 1.4.5 and workerd send them. P30: beyond
// latin-1 there is no byte to send; workerd's `Headers` take it all the same.
// oxlint-disable-next-line no-control-regex
const UNSENDABLE = /[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/;

// RFC 9110 5.1. workerd's `Headers` take other names too (P30).
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** P30, P31: throws for what would be a malformed header line. */
export function checkWireHeaders(headers: Headers): void {
  for (const [name, value] of headers) {
    if (!isToken(name)) {
      throw failure("ERR_RESPONSE_HEADER", `Cannot send header "${name}": its name is no token`);
    }
    checkWireValue(name, value);
  }
}

/** P31, of a header whose name the platform has checked. */
export function checkWireValue(name: string, value: string): void {
  if (!UNSENDABLE.test(value)) return;
  throw failure(
    "ERR_RESPONSE_HEADER",
    `Cannot send header "${name}": its value has a character that may not be sent`,
  );
}

/** Whether a value may stand in a header line. */
export function isSendable(value: string): boolean {
  return !UNSENDABLE.test(value);
}

/** Whether this may be the name of a header. */
export function isToken(name: string): boolean {
  return TOKEN.test(name);
}

/** Whether what may not be sent was ever set, or may have been without our knowledge. */
let suspicious = false;
let watching = false;

/**
 * Whether headers that were empty when their Response was made can have come to hold such a thing.
 * Walking the headers of every response would cost 8 µs each on Deno, more than half of a hello.
 */
export function mayBeUnsendable(): boolean {
  return suspicious;
}

/** From now on notices such a value when it is set. */
export function watchHeaderWrites(): void {
  if (watching) return;
  watching = true;
  for (const name of ["append", "set"] as const) {
    const { prototype } = Headers;
    const theirs = prototype[name];
    const ours = like(theirs as never, function (this: Headers, ...args: [string, string]): void {
      if (UNSENDABLE.test(String(args[1])) || !TOKEN.test(String(args[0]))) suspicious = true;
      theirs.apply(this, args);
    });
    const before = Object.getOwnPropertyDescriptor(prototype, name);
    if (before?.configurable === false && before.writable === false) suspicious = true;
    else (prototype as unknown as Record<string, unknown>)[name] = ours;
  }
}
