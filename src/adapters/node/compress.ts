/**
 * Automatic compression of what is about to be written, whatever the version of HTTP.
 *
 * @module
 */
import * as zlib from "node:zlib";
import { decide, type Candidate, type CompressionSettings } from "../../core/compression.ts";
import { AT_ONCE, encodeStream, type HostEncoder } from "../../core/encode.ts";
import type { CompressionDecision, ContentCoding } from "../../core/types.ts";
import { variantHeaders } from "../../core/variant.ts";
import { zlibCodings, zlibEncoder, type ZlibLibrary } from "../../core/zlib.ts";
import type { Exchange } from "./exchange.ts";
import type { HeaderLines } from "./lazy/header_lines.ts";
import type { PlainBody, PlainResponse } from "./lazy/response.ts";

const library = zlib as unknown as ZlibLibrary;
/** By what this version of Node has. */
export const codingsOfVersion: readonly ContentCoding[] = zlibCodings(library);
export const encoder: Required<HostEncoder> = zlibEncoder(library);

/**
 * The response to write: the same one unless compression changes it.
 *
 * @param size That of the body, where it is a stream and its size is known all the same.
 */
export function compress(
  exchange: Exchange,
  plain: PlainResponse,
  settings: CompressionSettings | undefined,
  size?: number,
): PlainResponse {
  if (settings === undefined) return plain;
  const candidate = new Sendable(
    exchange,
    plain,
    size ?? roughSize(plain.body, settings.threshold),
  );
  const decision = decide(candidate, settings);
  if (!decision.vary) return plain;
  const lines = changeLines(plain.lines, decision, candidate);
  const { encoding } = decision;
  if (encoding === null) return { ...plain, lines };
  const body = encode(exchange, plain.body, encoding, settings.levels[encoding]);
  return { status: plain.status, body, lines };
}

/** What the decision wants to know of a response that is about to be written. */
class Sendable implements Candidate {
  readonly status: number;
  readonly size: number | undefined;
  readonly #exchange: Exchange;
  readonly #lines: HeaderLines;

  constructor(exchange: Exchange, { status, lines }: PlainResponse, size: number | undefined) {
    this.status = status;
    this.size = size;
    this.#exchange = exchange;
    this.#lines = lines;
  }

  header(name: string): string | null {
    return valueOf(this.#lines.flat, name);
  }

  accepts(): string | null {
    return valueOf(this.#exchange.rawHeaders, "accept-encoding");
  }
}

/** In UTF-8, which a text of more characters than that exceeds in any case. */
function roughSize(body: PlainBody, threshold: number): number | undefined {
  if (typeof body === "string") {
    return body.length > threshold ? body.length : Buffer.byteLength(body);
  }
  return bodySize(body);
}

/** The size of a body in bytes, where it is known. */
export function bodySize(body: PlainBody): number | undefined {
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body === null) return 0;
  return body instanceof Uint8Array ? body.byteLength : undefined;
}

function encode(
  { method }: Exchange,
  body: PlainBody,
  coding: ContentCoding,
  level: number,
): PlainBody {
  // C33: the same headers, and nothing to encode. A stream is left to be cancelled (P19).
  if (method === "HEAD") return body instanceof ReadableStream ? body : new ReadableStream();
  if (body instanceof ReadableStream) return encodeStream(body, encoder.start(coding, level));
  const bytes = typeof body === "string" ? Buffer.from(body) : (body as Uint8Array);
  if (bytes.byteLength <= AT_ONCE) return encoder.whole(bytes, coding, level);
  return encodeStream(streamOf(bytes), encoder.start(coding, level, bytes.byteLength));
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** The values of all lines of that name, joined by commas. */
function valueOf(flat: readonly string[], wanted: string): string | null {
  let found: string | null = null;
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!;
    if (name.length !== wanted.length || name.toLowerCase() !== wanted) continue;
    found = found === null ? flat[i + 1]! : `${found}, ${flat[i + 1]!}`;
  }
  return found;
}

function changeLines(
  { flat, special }: HeaderLines,
  decision: CompressionDecision,
  candidate: Candidate,
): HeaderLines {
  const changes = variantHeaders(decision, (name) => candidate.header(name));
  const changed = new Set(changes.map(([name]) => name));
  const lines: string[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    if (!changed.has(flat[i]!.toLowerCase())) lines.push(flat[i]!, flat[i + 1]!);
  }
  for (const [name, value] of changes) if (value !== null) lines.push(name, value);
  return { flat: lines, special };
}
