/**
 * Automatic compression: whether a response is compressed, and with which coding. One decision for
 * all hosts, which is also what the public `explainCompression()` tells (E05).
 *
 * @module
 */
import { chooseCoding, type Choice } from "./accept_encoding.ts";
import type { ContentCoding } from "./codings.ts";
import { essenceOf } from "./compressible.ts";
import { parseLength } from "./framing.ts";
import { isNullBodyStatus } from "./head.ts";
import { saysNoTransform } from "./no_transform.ts";
import type { CompressionDecision } from "./types.ts";

/** The options after validation. */
export interface CompressionSettings {
  /** What is offered, the preferred first. */
  readonly encodings: readonly ContentCoding[];
  /** A body of known size is compressed if it is larger, in bytes. */
  readonly threshold: number;
  /** Whether a stream can be encoded so that each chunk can be decoded at once (C37). */
  readonly streams: boolean;
  readonly levels: Readonly<Record<ContentCoding, number>>;
  /** Whether a media type is worth it; in lower case, without parameters. */
  readonly compresses: (type: string) => boolean;
  /** What was decided before, by Accept-Encoding: clients send the same few over and over. */
  readonly choices: Map<string, CompressionDecision>;
  /** Likewise by Content-Type. */
  readonly types: Map<string, boolean>;
}

/** What the decision depends on. */
export interface Candidate {
  readonly status: number;
  /**
   * In bytes; 0 without a body; undefined for a stream. Of a body that is larger than the threshold
   * a lower bound will do.
   */
  readonly size: number | undefined;
  /** A field of the response, all its lines joined by commas. */
  header(name: string): string | null;
  /** The request's Accept-Encoding, likewise. */
  accepts(): string | null;
}

/** Digests of the bytes as they are (RFC 9530; RFC 3230 and 1864 before it): C32. */
const DIGESTS = ["content-digest", "repr-digest", "digest", "content-md5"];

/**
 * The response headers that the decision reads, beside those of type and framing: where none of them
 * is there, nobody need look for them.
 */
export const TELLING_HEADERS: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-range",
  "cache-control",
  "vary",
  "etag",
  ...DIGESTS,
]);

/** Decides. Undefined settings: it is switched off. The method does not matter (C33, C34). */
export function decide(
  candidate: Candidate,
  settings: CompressionSettings | undefined,
): CompressionDecision {
  if (settings === undefined) return skip("automaticCompression is off");
  const { status } = candidate;
  const never = isNullBodyStatus(status);
  if (never && status !== 304) return skip(`status ${status} has no body`); // C35, C43
  // C14: a stream whose length the handler has told is as good as known. C35: a 304 speaks of the
  // body that a 200 would have had.
  const size =
    (never ? undefined : candidate.size) ?? parseLength(candidate.header("content-length"));
  if (size === 0) return skip("no body"); // C16
  if (size !== undefined && size <= settings.threshold) {
    return skip(`not larger than ${settings.threshold} bytes`);
  }
  if (size === undefined && !never && !settings.streams) return skip("streams cannot be flushed");
  if (candidate.header("content-encoding") !== null) return skip("content-encoding is set"); // C21
  if (candidate.header("content-range") !== null) return skip("content-range is set"); // C22
  const type = candidate.header("content-type");
  if (type === null) return skip("content-type is missing");
  if (!compresses(type, settings)) return skip(`content-type ${type}`);
  const cacheControl = candidate.header("cache-control");
  if (cacheControl !== null && saysNoTransform(cacheControl)) {
    return skip("cache-control no-transform");
  }
  for (const name of DIGESTS) {
    if (candidate.header(name) !== null) return skip(`${name} is set`);
  }
  // From here on it is the request that decides, so caches must know (C30).
  if (never) return { encoding: null, vary: true, reason: `skipped: status ${status} has no body` };
  return byRequest(candidate.accepts(), settings);
}

function byRequest(header: string | null, settings: CompressionSettings): CompressionDecision {
  const accepted = header ?? "";
  const known = settings.choices.get(accepted);
  if (known !== undefined) return known;
  const made = decisionOf(accepted, chooseCoding(accepted, settings.encodings));
  remember(settings.choices, accepted, made);
  return made;
}

function decisionOf(header: string, choice: Choice): CompressionDecision {
  if (choice === "none" || choice === "identity") {
    const reason = header.trim() === "" ? "accept-encoding is missing" : REFUSALS[choice];
    return Object.freeze({ encoding: null, vary: true, reason: `skipped: ${reason}` });
  }
  return Object.freeze({ encoding: choice, vary: true, reason: choice });
}

const REFUSALS = {
  none: "accept-encoding names nothing that is offered",
  identity: "accept-encoding prefers identity",
} as const;

function compresses(contentType: string, settings: CompressionSettings): boolean {
  const known = settings.types.get(contentType);
  if (known !== undefined) return known;
  const essence = essenceOf(contentType);
  const made = essence !== undefined && settings.compresses(essence); // C17, C19
  remember(settings.types, contentType, made);
  return made;
}

function skip(reason: string): CompressionDecision {
  return { encoding: null, vary: false, reason: `skipped: ${reason}` };
}

/** Keeps what may come from anywhere within bounds. */
function remember<T>(known: Map<string, T>, key: string, value: T): void {
  if (key.length > 200) return;
  if (known.size >= 200) known.clear();
  known.set(key, value);
}
