/**
 * The parser of `ws`, as it is used here.
 *
 * @module
 */
import type { Writable } from "node:stream";
import type { Extensions, Ws } from "./ws.ts";

/** What it tells. */
export interface ReceiverEvents {
  message(data: string | ArrayBuffer): void;
  pinged(payload: Uint8Array): void;
  pong(): void;
  /** The peer's close frame; 1005 where it has no code. */
  concluded(code: number, reason: string): void;
  violated(code: number, why: string): void;
}

/** @param most the size of a message, in bytes; Infinity for any */
export function createReceiver(
  ws: Ws,
  most: number,
  extensions: Extensions,
  events: ReceiverEvents,
): Writable {
  const receiver = new ws.Receiver({
    isServer: true,
    binaryType: "arraybuffer",
    // It reads a 32-bit integer, and 0 as no bound.
    maxPayload: most > 0x7fffffff ? 0 : most,
    // As the server of ws: a message of very many very small pieces costs more than its bytes.
    maxBufferedChunks: 262_144,
    maxFragments: 16_384,
    extensions,
  });
  receiver.on("message", (data: Buffer | ArrayBuffer) => {
    events.message(data instanceof ArrayBuffer ? data : data.toString());
  });
  receiver.on("ping", (payload: Buffer) => events.pinged(payload));
  receiver.on("pong", () => events.pong());
  receiver.on("conclude", (code: number, why: Buffer) => events.concluded(code, why.toString()));
  receiver.on("error", (error) => events.violated(statusOf(error), error.message));
  return receiver;
}

/** The close code of an error of the parser, which keeps it under a symbol. */
function statusOf(error: Error): number {
  const [symbol] = Object.getOwnPropertySymbols(error);
  const status: unknown = symbol && (error as unknown as Record<symbol, unknown>)[symbol];
  return typeof status === "number" ? status : 1002;
}
