/**
 * Which of the mistakes with a name a byte has made that is another one.
 *
 * @module
 */
import {
  CONTINUATION,
  END_HEADERS,
  END_STREAM,
  GOAWAY,
  HEADERS,
  readFrames,
  wordAt,
} from "../../test/shared/h2/frames.ts";

/**
 * The name of what is wrong with a frame now; "another byte" where it is none of those below. `before`
 * is the frame in front of it, which may hold the begin of its head.
 */
export function mistakeOf(bytes: string, before = ""): string {
  const { frames, rest } = readFrames(bytes);
  const [frame] = frames;
  const isOne = frame !== undefined && frames.length === 1 && rest === "";
  if (!isOne) return OTHER;
  const { type, flags, payload } = frame;
  if (type === GOAWAY) return wordAt(payload, 4) > 0 ? "goaway of an error" : OTHER;
  const whole = headOf(type, flags, payload, before);
  const fields = whole === undefined ? undefined : fieldsOf(whole);
  return fields?.map(ofField).find((name) => name !== undefined) ?? OTHER;
}

const OTHER = "another byte";

/** RFC 9110 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The whole block of a head that ends here. */
function headOf(type: number, flags: number, payload: string, before: string): string | undefined {
  if (type === HEADERS && (flags & ~END_STREAM) === END_HEADERS) return payload;
  if (type !== CONTINUATION || flags !== END_HEADERS) return undefined;
  const [first] = readFrames(before).frames;
  return first?.type === HEADERS && (first.flags & ~END_STREAM) === 0
    ? first.payload + payload
    : undefined;
}

function ofField([name, value]: readonly [string, string]): string | undefined {
  if (name === ":scheme") {
    if (value === "http" || value === "https") return undefined;
    return /^[a-z][a-z0-9+.-]*$/i.test(value) ? "another scheme" : "scheme that is none";
  }
  if (name === ":method") {
    if (["GET", "POST", "HEAD"].includes(value)) return undefined;
    return TOKEN.test(value) ? "another method" : undefined;
  }
  if (name === ":path") {
    if (!value.startsWith("/")) return "path without a slash";
    if (value.includes("\x7f")) return "DEL in the path";
    return /[\x80-\xff]/.test(value) ? "byte beyond ASCII in the path" : undefined;
  }
  if (/[\x80-\xff]/.test(name)) return "byte beyond ASCII in a name";
  return name.startsWith(":") || TOKEN.test(name) ? undefined : "name that is no token";
}

/** The fields of a block as `block()` makes it; undefined where it is no such block any more. */
function fieldsOf(payload: string): (readonly [string, string])[] | undefined {
  const fields: (readonly [string, string])[] = [];
  let at = 0;
  const literal = (): string | undefined => {
    const length = payload.charCodeAt(at++);
    if (!(length < 127) || at + length > payload.length) return undefined;
    return payload.slice(at, (at += length));
  };
  while (at < payload.length) {
    if (payload.charCodeAt(at++) !== 0) return undefined;
    const name = literal();
    const value = literal();
    if (name === undefined || value === undefined) return undefined;
    fields.push([name, value]);
  }
  return fields;
}
