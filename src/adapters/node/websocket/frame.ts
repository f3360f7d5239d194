/**
 * Frames from server to client (RFC 6455 5.2): one frame a message, never masked (5.1), head and
 * payload in one piece.
 *
 * @module
 */

/** With the FIN bit. */
export const TEXT = 0x81;
export const BINARY = 0x82;
const CLOSE = 0x88;
export const PING = 0x89;
export const PONG = 0x8a;

/** Gives memory for a frame. */
export type Allocate = (size: number) => Buffer;

/** A frame of text; lone surrogates become U+FFFD (W25). */
export function textFrame(text: string, allocate: Allocate = fresh): Buffer {
  const size = Buffer.byteLength(text);
  const frame = head(TEXT, size, allocate);
  const at = frame.byteLength - size;
  // As many bytes as characters: ASCII, which is quicker to write.
  frame.write(text, at, size === text.length ? "latin1" : "utf8");
  return frame;
}

/** A frame of bytes, which are copied. */
export function bytesFrame(opcode: number, bytes: Uint8Array, allocate: Allocate = fresh): Buffer {
  const frame = head(opcode, bytes.byteLength, allocate);
  frame.set(bytes, frame.byteLength - bytes.byteLength);
  return frame;
}

/** A close frame; without a code an empty one (RFC 6455 5.5.1). */
export function closeFrame(code: number | undefined, reason: string): Buffer {
  if (code === undefined) return head(CLOSE, 0, fresh);
  const size = 2 + Buffer.byteLength(reason);
  const frame = head(CLOSE, size, fresh);
  frame.writeUInt16BE(code, 2);
  frame.write(reason, 4);
  return frame;
}

/** A frame whose payload is still to be filled in. */
function head(opcode: number, size: number, allocate: Allocate): Buffer {
  const start = size < 126 ? 2 : size < 65_536 ? 4 : 10;
  const frame = allocate(start + size);
  frame[0] = opcode;
  if (start === 2) frame[1] = size;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(size, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(size / 2 ** 32), 2);
    frame.writeUInt32BE(size % 2 ** 32, 6);
  }
  return frame;
}

function fresh(size: number): Buffer {
  return Buffer.allocUnsafe(size);
}

/** How many bytes of a frame are no payload. */
export function headOf(frame: Buffer): number {
  return frame[1] === 127 ? 10 : frame[1] === 126 ? 4 : 2;
}
