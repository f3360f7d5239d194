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
import { bodySize } from "./lazy/body_size.ts";
import { changed, type HeaderLines } from "./lazy/header_lines.ts";
import type { PlainBody, PlainResponse } from "./lazy/response.ts";

const library = zlib as unknown as ZlibLibrary;
/** By what this version of Node has. */
export const codingsOfVersion: readonly ContentCoding[] = zlibCodings(library);
export const encoder: Required<HostEncoder> = zlibEncoder(library);

/**
 * The response to write: the same one unless compression changes it.
 *
 * @param known The size of the body, where it is a stream and its size is known all the same.
 */
export function compress(
  exchange: Exchange,
  plain: PlainResponse,
  settings: CompressionSettings | undefined,
  known?: number,
): PlainResponse {
  if (settings === undefined) return plain;
  const size = known ?? roughSize(plain.body, settings.threshold);
  // Most responses of an API: the decision would be the same, and costs a microsecond.
  if (size !== undefined && size <= settings.threshold && plain.status !== 304) return plain;
  const candidate = new Sendable(exchange, plain, size);
  const decision = decide(candidate, settings);
  if (!decision.vary) return plain;
  const lines = changeLines(plain.lines, decision, candidate);
  const { encoding } = decision;
  const { status, body } = plain;
  if (encoding === null) return { status, body, lines };
  return { status, body: encode(exchange, body, encoding, settings.levels[encoding]), lines };
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
    const lines = this.#lines;
    if (name === "content-type") return lines.type ?? null;
    if (name === "content-length" ? !lines.special : !lines.telling) return null;
    return joined(lines.flat, name);
  }

  accepts(): string | null {
    return joined(this.#exchange.rawHeaders, "accept-encoding");
  }
}

/** The size of a body; of one that exceeds `enough`, a lower bound will do. */
function roughSize(body: PlainBody, enough: number): number | undefined {
  return typeof body === "string" && body.length > enough ? body.length : bodySize(body);
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
function joined(flat: readonly string[], wanted: string): string | null {
  let found: string | null = null;
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!;
    if (name.length !== wanted.length || name.toLowerCase() !== wanted) continue;
    found = found === null ? flat[i + 1]! : `${found}, ${flat[i + 1]!}`;
  }
  return found;
}

function changeLines(
  lines: HeaderLines,
  decision: CompressionDecision,
  candidate: Candidate,
): HeaderLines {
  if (decision.encoding === null && !lines.telling) {
    // As variantHeaders() has it where there is no Vary yet: nearly always.
    const { flat, special, telling, type } = lines;
    return { flat: [...flat, "vary", "Accept-Encoding"], special, telling, type };
  }
  const changes = variantHeaders(decision, (name) => candidate.header(name));
  return changes.length === 0 ? lines : changed(lines, changes);
}
