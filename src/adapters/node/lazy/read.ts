/**
 * Reading the whole body of a request without a stream.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";

/** Resolves with the converted bytes; rejects when the client hangs up before the end (R37). */
export function readBytes<T>(exchange: Exchange, convert: (bytes: Buffer) => T): Promise<T> {
  const { incoming } = exchange;
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
    incoming.on("data", (chunk: Buffer) => {
      if (only === undefined) only = chunk;
      else (chunks ??= [only]).push(chunk);
    });
    incoming.on("end", () => {
      if (settled || !incoming.complete) return;
      settled = true;
      try {
        resolve(convert(chunks === undefined ? (only ?? EMPTY) : Buffer.concat(chunks)));
      } catch (error) {
        reject(error); // json()
      }
    });
    incoming.on("error", () => exchange.gone());
  });
}

const EMPTY = Buffer.alloc(0);
