/**
 * Takes the content coding off a body, strictly: a body that is cut off is told from a whole one.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import * as zlib from "node:zlib";
import { linesOf } from "../shared/check.ts";
import type { Decoded, Message } from "../shared/case.ts";
import { ALL_HOSTS } from "./hosts.ts";

type Decoder = (bytes: Buffer, cut: boolean) => Buffer;
/** What `info: true` gives: the types know only the buffer. */
type Informed = { buffer: Buffer; engine: { bytesWritten: number } };

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;

/** By coding. With `cut`, as much as there is; without, only a whole. */
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: (bytes, cut) => {
    const options = cut ? { finishFlush: Z_SYNC_FLUSH } : {};
    return entirely(bytes, zlib.gunzipSync(bytes, { ...options, info: true }));
  },
  br: (bytes, cut) => {
    const options = cut ? { finishFlush: BROTLI_OPERATION_FLUSH } : {};
    return entirely(bytes, zlib.brotliDecompressSync(bytes, { ...options, info: true }));
  },
  zstd: (bytes) => elsewhere(bytes),
};

/** The decoded body; undefined where there is no coding, or it is not what it says. */
export function decode(message: Message): Decoded | undefined {
  const [coding = "", ...more] = linesOf(message, "content-encoding");
  const decoder = more.length === 0 ? DECODERS[coding] : undefined;
  if (decoder === undefined) return undefined;
  // The response to a HEAD (C33).
  if (message.framing === "none" && message.body === "") return undefined;
  const bytes = Buffer.from(message.body, "latin1");
  const attempt = (cut: boolean): string | undefined => {
    try {
      return decoder(bytes, cut).toString("latin1");
    } catch {
      return undefined;
    }
  };
  const whole = bytes.byteLength > 0 ? attempt(false) : undefined;
  if (whole !== undefined) return { text: whole, whole: true };
  const part = bytes.byteLength > 0 ? attempt(true) : "";
  return part === undefined ? undefined : { text: part, whole: false };
}

/** Throws for bytes behind the end. */
function entirely(bytes: Buffer, decoded: unknown): Buffer {
  const { buffer, engine } = decoded as Informed;
  if (engine.bytesWritten !== bytes.byteLength) throw new Error("bytes behind the end");
  return buffer;
}

/** Node 20 has no zstd: the newest Node of the matrix has. */
function elsewhere(bytes: Buffer): Buffer {
  const { binary } = ALL_HOSTS.find(({ id }) => id === "node26") ?? {};
  if (binary === undefined) throw new Error("nothing here decodes zstd");
  const script =
    'process.stdout.write(require("node:zlib").zstdDecompressSync(require("node:fs").readFileSync(0)))';
  return execFileSync(binary, ["-e", script], { input: bytes, stdio: ["pipe", "pipe", "ignore"] });
}
