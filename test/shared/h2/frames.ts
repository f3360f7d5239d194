/**
 * HTTP/2 byte by byte, to send what no client would: frames (RFC 9113 4, 6) and header blocks that
 * need no tables (RFC 7541 6.2.2). A string is bytes, one character each, as in all the rows.
 *
 * @module
 */

/** RFC 9113 3.4. */
export const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

export const DATA = 0;
export const HEADERS = 1;
export const PRIORITY = 2;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const PING = 6;
export const GOAWAY = 7;
export const WINDOW_UPDATE = 8;
export const CONTINUATION = 9;

/** Flags. */
export const END_STREAM = 1;
export const ACK = 1;
export const END_HEADERS = 4;
/** A request without a body, whole in its HEADERS. */
export const GET: number = END_STREAM | END_HEADERS;

/** Error codes (RFC 9113 7). */
export const NO_ERROR = 0;
export const PROTOCOL_ERROR = 1;
export const INTERNAL_ERROR = 2;
export const REFUSED_STREAM = 7;
export const CANCEL = 8;

/** A frame as it came. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: string;
}

/** 32 bits. */
export function word(value: number): string {
  return String.fromCharCode(
    (value >>> 24) & 0xff,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  );
}

/** What {@link word} made, at a place. */
export function wordAt(bytes: string, at = 0): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + bytes.charCodeAt(i);
  return value;
}

/** A frame's bytes. */
export function frame(type: number, flags: number, stream: number, payload = ""): string {
  return word(payload.length).slice(1) + String.fromCharCode(type, flags) + word(stream) + payload;
}

/** RST_STREAM. */
export const reset = (stream: number, code: number): string =>
  frame(RST_STREAM, 0, stream, word(code));

/** One parameter of SETTINGS. */
export const setting = (id: number, value: number): string =>
  String.fromCharCode(id >> 8, id & 0xff) + word(value);

/** The parameters of a SETTINGS frame, by their number. */
export function settingsOf({ payload }: Frame): ReadonlyMap<number, number> {
  const all = new Map<number, number>();
  for (let i = 0; i + 6 <= payload.length; i += 6) {
    all.set(payload.charCodeAt(i) * 256 + payload.charCodeAt(i + 1), wordAt(payload, i + 2));
  }
  return all;
}

/** A header block of literals without indexing or Huffman coding; names may come again. */
export function block(...fields: readonly (readonly [name: string, value: string])[]): string {
  return fields.map(([name, value]) => `\0${literal(name)}${literal(value)}`).join("");
}

function literal(text: string): string {
  if (text.length < 127) return String.fromCharCode(text.length) + text;
  // RFC 7541 5.1: an integer that does not fit into seven bits.
  const length = [127];
  let rest = text.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return String.fromCharCode(...length, rest) + text;
}

/** The head of a request. */
export function head(
  method: string,
  path: string,
  ...more: readonly (readonly [name: string, value: string])[]
): string {
  return block(
    [":method", method],
    [":path", path],
    [":scheme", "http"],
    [":authority", "a.test"],
    ...more,
  );
}

/** HEADERS of a request without a body. */
export const get = (stream: number, path: string): string =>
  frame(HEADERS, GET, stream, head("GET", path));

/** HEADERS of a handshake for a WebSocket, after which frames follow in DATA (RFC 8441 5.1). */
export function extendedConnect(
  stream: number,
  path: string,
  ...more: readonly (readonly [name: string, value: string])[]
): string {
  const fields = [[":protocol", "websocket"] as const, ["sec-websocket-version", "13"] as const];
  return frame(HEADERS, END_HEADERS, stream, head("CONNECT", path, ...fields, ...more));
}

/** The frames that are complete, and the bytes that are left. */
export function readFrames(bytes: string): { frames: Frame[]; rest: string } {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= 9) {
    const length = wordAt(`\0${bytes.slice(at, at + 3)}`);
    if (bytes.length - at < 9 + length) break;
    frames.push({
      type: bytes.charCodeAt(at + 3),
      flags: bytes.charCodeAt(at + 4),
      stream: wordAt(bytes, at + 5) & 0x7fffffff,
      payload: bytes.slice(at + 9, at + 9 + length),
    });
    at += 9 + length;
  }
  return { frames, rest: bytes.slice(at) };
}
