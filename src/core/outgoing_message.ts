/**
 * What `send()` takes, and what it makes of it (W25; WHATWG WebSockets 3.1, Web IDL 3.2.24).
 *
 * @module
 */

/** A message as it is handed to the host, or a Blob that has to be read first. */
export type OutgoingMessage = string | Uint8Array<ArrayBuffer> | Blob;

/** Converts an argument of `send()`. Bytes are still the caller's: they are sent or copied at once. */
export function toMessage(data: unknown): OutgoingMessage {
  if (typeof data === "string" || data instanceof Blob) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }
  return `${data as string}`; // a Symbol throws here, as it does on every platform
}

const encoder = new TextEncoder();

/** Its size in bytes, as `bufferedAmount` counts. */
export function sizeOf(message: OutgoingMessage): number {
  if (typeof message === "string") return encoder.encode(message).byteLength;
  return message instanceof Blob ? message.size : message.byteLength;
}
