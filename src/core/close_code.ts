/**
 * The arguments of `close()` (W36 to W39; WHATWG WebSockets 3.1, RFC 6455 7.4).
 *
 * @module
 */

const MOST = 123; // RFC 6455 5.5: a control frame has 125 bytes, two are the code

/** Checks and converts them. */
export function checkClose(
  code: unknown,
  reason: unknown,
): [code: number | undefined, reason: string] {
  let number: number | undefined;
  if (code !== undefined) {
    number = clamp(Number(code));
    if (!isAllowed(number)) {
      throw new DOMException(
        `The close code must be 1000, 1001, 1003, 1007 to 1011, or 3000 to 4999: ${number}`,
        "InvalidAccessError",
      );
    }
  }
  const text = reason === undefined ? "" : `${reason as string}`;
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength > MOST) {
    throw new DOMException(`The close reason must not be longer than ${MOST} bytes`, "SyntaxError");
  }
  // Well-formed, as a USVString is.
  return [number, new TextDecoder("utf-8", { ignoreBOM: true, fatal: false }).decode(bytes)];
}

/** W38: browsers allow 1000 and the upper range; a server also says that it goes or has failed. */
function isAllowed(code: number): boolean {
  if (code === 1000 || code === 1001 || code === 1003) return true;
  return (code >= 1007 && code <= 1011) || (code >= 3000 && code <= 4999);
}

/** W35: what a peer may send (RFC 6455 7.4). */
export function isReceivable(code: number): boolean {
  if (code === 1005) return true; // there was none
  if (code >= 1000 && code <= 1014) return code !== 1004 && code !== 1006;
  return code >= 3000 && code <= 4999;
}

/** Web IDL 3.2.4.9, `[Clamp] unsigned short`: rounds to the even number. */
function clamp(value: number): number {
  if (Number.isNaN(value)) return 0;
  const bounded = Math.min(Math.max(value, 0), 65_535);
  const floor = Math.floor(bounded);
  const half = bounded - floor;
  if (half === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return half < 0.5 ? floor : floor + 1;
}
