/**
 * Reading the whole body of a request without a stream.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";

/** Resolves with the converted bytes; rejects when the client hangs up before the end (R37). */
export function readBytes<T>(exchange: Exchange, convert: (bytes: Buffer) => T): Promise<T> {
  const whole = exchange.takeBody();
  return whole === undefined ? readOn(exchange, convert) : converted(convert, whole);
}

/** A conversion that throws rejects. Without an executor, whose closures cost 200 bytes. */
export function converted<T>(convert: (bytes: Buffer) => T, bytes: Buffer): Promise<T> {
  try {
    return Promise.resolve(convert(bytes)) as Promise<T>;
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/** The same of what still comes. */
function readOn<T>(exchange: Exchange, convert: (bytes: Buffer) => T): Promise<T> {
  const { input } = exchange;
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] | undefined;
    let only: Buffer | undefined;
    let settled = false;
    const fail = (reason: unknown): void => {
      settled = true;
      reject(reason);
    };
    exchange.onGone(fail);
    exchange.onBodyBroken(fail);
    if (settled) return;
    exchange.bodyBegun();
    let left = exchange.bodyLength ?? Infinity;
    let room = exchange.bodyRoom;
    input.on("data", (chunk: Buffer) => {
      if (settled) return;
      room -= chunk.byteLength;
      if (room < 0) {
        exchange.bodyTooLarge();
        return;
      }
      if (only === undefined) only = chunk;
      else (chunks ??= [only]).push(chunk);
      left -= chunk.byteLength;
      // With the last declared byte the body is whole; 'end' comes some turns later (2 to 5 µs).
      if (left === 0) done();
    });
    input.on("end", () => {
      if (exchange.inputComplete) done();
    });
    input.on("error", () => {
      exchange.gone();
      fail(exchange.cut());
    });
    const done = (): void => {
      if (settled) return;
      settled = true;
      exchange.bodyRead();
      try {
        resolve(convert(chunks === undefined ? (only ?? EMPTY) : Buffer.concat(chunks)));
      } catch (error) {
        reject(error); // json()
      }
    };
  });
}

export function asJson(bytes: Buffer): unknown {
  return JSON.parse(asText(bytes)) as unknown;
}

export function asBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** UTF-8 decode of the Fetch standard: invalid bytes become U+FFFD, one BOM is dropped. */
export function asText(bytes: Buffer): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString("utf8", start);
}

const EMPTY = Buffer.alloc(0);
