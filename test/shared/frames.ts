/**
 * WebSocket handshakes and frames as bytes, one character each (RFC 6455 4.1, 5.2).
 *
 * @module
 */
import { request, utf8 } from "./case.ts";

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

/** The fields of a good handshake. */
export const HANDSHAKE: Readonly<Record<string, string>> = {
  Upgrade: "websocket",
  Connection: "Upgrade",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version": "13",
};

/** What the server answers to that key. */
export const ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/** The bytes of a handshake; null takes a field out. */
export function handshake(
  target: string,
  change: Readonly<Record<string, string | null>> = {},
  method = "GET",
): string {
  const fields = Object.entries({ ...HANDSHAKE, ...change })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`);
  return request(method, target, fields);
}

/** What is unusual about a frame. */
export interface Unusual {
  /** More fragments follow. */
  more?: boolean;
  rsv?: number;
  unmasked?: boolean;
  /** How its length is written: 0, 2 or 8 further bytes. */
  extended?: 0 | 2 | 8;
}

/** The bytes of a frame of the client. */
export function frame(opcode: number, payload = "", how: Unusual = {}): string {
  const size = payload.length;
  const extended = how.extended ?? (size < 126 ? 0 : size < 65_536 ? 2 : 8);
  const mask = how.unmasked ? [] : [0x37, 0xfa, 0x21, 0x3d];
  const first = (how.more ? 0 : 0x80) | ((how.rsv ?? 0) << 4) | opcode;
  const length = extended === 0 ? size : extended === 2 ? 126 : 127;
  const bytes = [first, (how.unmasked ? 0 : 0x80) | length];
  for (let i = extended - 1; i >= 0; i--) bytes.push(Math.floor(size / 256 ** i) % 256);
  const head = String.fromCharCode(...bytes, ...mask);
  if (how.unmasked) return head + payload;
  const masked = Array.from(payload, (byte, i) =>
    String.fromCharCode(byte.charCodeAt(0) ^ mask[i % 4]!),
  );
  return head + masked.join("");
}

/** The bytes of a frame of the server, as it should be. */
export function reply(opcode: number, payload = ""): string {
  return frame(opcode, payload, { unmasked: true });
}

/** The payload of a close frame. */
export function closing(code: number, reason = ""): string {
  return String.fromCharCode(code >> 8, code & 255) + utf8(reason);
}
