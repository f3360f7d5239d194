/**
 * What may not go on the wire although `Headers` allows it.
 *
 * @module
 */
import { failure } from "./errors.ts";

// RFC 9110 5.5: field values have no control characters but tab. `Headers` refuses NUL, CR and LF
// only (WHATWG Fetch 2.2). Deno 2.9 panics on the others, Bun 1.4.5 and workerd send them. P30: beyond
// latin-1 there is no byte to send; workerd's `Headers` take it all the same.
// oxlint-disable-next-line no-control-regex
const UNSENDABLE = /[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/;

/** P31: throws for a value that would be a malformed header line. */
export function checkWireHeaders(headers: Headers): void {
  for (const [name, value] of headers) {
    if (UNSENDABLE.test(value)) {
      throw failure(
        "ERR_RESPONSE_HEADER",
        `Cannot send header "${name}": its value has a character that may not be sent`,
      );
    }
  }
}
