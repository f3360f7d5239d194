/**
 * The parser of `ws`, as it is used here.
 *
 * @module
 */
import type { Writable } from "node:stream";
import type { Extensions, Ws } from "./ws.ts";

/** @param most the size of a message, in bytes; Infinity for any */
export function createReceiver(ws: Ws, most: number, extensions: Extensions): Writable {
  return new ws.Receiver({
    isServer: true,
    binaryType: "arraybuffer",
    // It reads a 32-bit integer, and 0 as no bound.
    maxPayload: most > 0x7fffffff ? 0 : most,
    // As the server of ws: a message of very many very small pieces costs more than its bytes.
    maxBufferedChunks: 262_144,
    maxFragments: 16_384,
    extensions,
  });
}

/** The close code of an error of the parser, which keeps it under a symbol. */
export function statusOf(error: Error): number {
  const [symbol] = Object.getOwnPropertySymbols(error);
  const status: unknown = symbol && (error as unknown as Record<symbol, unknown>)[symbol];
  return typeof status === "number" ? status : 1002;
}
