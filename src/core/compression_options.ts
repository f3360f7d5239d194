/**
 * The options `compression` and `automaticCompression`: checked, and with their defaults.
 *
 * @module
 */
import { CODINGS, type ContentCoding } from "./codings.ts";
import { isListed } from "./compressible.ts";
import type { CompressionSettings } from "./compression.ts";
import { failure } from "./errors.ts";
import type { Host } from "./host.ts";

/** What the options say, by whatever host. */
export interface ReadCompression {
  /** As asked for; undefined means what the host offers by itself. */
  readonly encodings: readonly ContentCoding[] | undefined;
  readonly threshold: number;
  /** The levels that were asked for. */
  readonly levels: Readonly<Partial<Record<ContentCoding, number>>>;
  readonly compresses: (type: string) => boolean;
}

/** 64 bytes: a smaller body gains nothing (C14). */
const THRESHOLD = 64;

/** Checks the option `compression`. */
export function readCompression(value: unknown): ReadCompression {
  if (
    value !== undefined &&
    value !== null &&
    (typeof value !== "object" || Array.isArray(value))
  ) {
    throw invalid("", "an object; `automaticCompression` switches it");
  }
  const { encodings, threshold, level, types } = (value ?? {}) as Record<string, unknown>;
  return {
    encodings: readEncodings(encodings),
    threshold: readThreshold(threshold),
    levels: readLevels(level),
    compresses: readTypes(types),
  };
}

/** The name of the part that a host cannot honour (E04), if there is one. */
export function unsupportedCompression(read: ReadCompression, host: Host): string | undefined {
  if (Object.keys(read.levels).length > 0 && host.encoder?.whole === undefined) {
    return "compression.level"; // the platform encodes
  }
  const missing = read.encodings?.find((name) => !host.capabilities.compression.includes(name));
  return missing === undefined ? undefined : `compression.encodings: ${missing}`;
}

/** What a host decides by. */
export function compressionSettings(read: ReadCompression, host: Host): CompressionSettings {
  const { threshold, compresses } = read;
  const offered = CODINGS.filter(({ offered }) => offered).map(({ name }) => name);
  const encodings = read.encodings ?? offered;
  return {
    encodings: encodings.filter((name) => host.capabilities.compression.includes(name)),
    threshold,
    compresses,
    streams: host.encoder !== undefined,
    levels: Object.fromEntries(
      CODINGS.map(({ name, level }) => [name, read.levels[name] ?? level]),
    ) as Record<ContentCoding, number>,
    choices: new Map(),
    types: new Map(),
  };
}

function readEncodings(value: unknown): readonly ContentCoding[] | undefined {
  if (value === undefined || value === null) return undefined;
  const known = new Set<unknown>(CODINGS.map(({ name }) => name));
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => known.has(name))) {
    throw invalid(".encodings", 'an array of "br", "gzip" and "zstd"');
  }
  return [...new Set(value as ContentCoding[])];
}

function readThreshold(value: unknown): number {
  if (value === undefined || value === null) return THRESHOLD;
  if (typeof value !== "number") throw invalid(".threshold", "a number of bytes");
  if (value >= 0) return value;
  throw failure(
    "ERR_COMPRESSION_OUT_OF_RANGE",
    `Invalid compression.threshold (out of range): ${value}`,
  );
}

function readLevels(value: unknown): ReadCompression["levels"] {
  if (value === undefined || value === null) return {};
  const given: Record<string, unknown> = {};
  if (typeof value === "number") for (const { name } of CODINGS) given[name] = value;
  else if (typeof value === "object" && !Array.isArray(value)) Object.assign(given, value);
  else throw invalid(".level", "a number, or an object with numbers by coding");
  const levels: Partial<Record<ContentCoding, number>> = {};
  for (const [name, level] of Object.entries(given)) {
    const row = CODINGS.find((coding) => coding.name === name);
    if (row === undefined) throw invalid(".level", `by coding; there is no "${name}"`);
    if (level === undefined) continue;
    if (typeof level !== "number") throw invalid(`.level.${name}`, "a number");
    const [least, greatest] = row.levels;
    if (!Number.isInteger(level) || level < least || level > greatest) {
      throw failure(
        "ERR_COMPRESSION_OUT_OF_RANGE",
        `Invalid compression.level (out of range): ${level}; ${name} has ${least} to ${greatest}`,
      );
    }
    levels[row.name] = level;
  }
  return levels;
}

function readTypes(value: unknown): (type: string) => boolean {
  if (value === undefined || value === null) return isListed;
  if (typeof value === "function") {
    return (type) => Boolean((value as (...given: unknown[]) => unknown)(type, isListed(type)));
  }
  if (!Array.isArray(value) || !value.every(isPattern)) {
    throw invalid(".types", 'an array of media types ("text/html", "text/*") or a function');
  }
  const wanted = new Set((value as string[]).map((type) => type.toLowerCase()));
  return (type) => wanted.has(type) || wanted.has(`${type.split("/")[0]}/*`);
}

function isPattern(value: unknown): boolean {
  return typeof value === "string" && /^[^\s/;,*]+\/(?:\*|[^\s/;,*]+)$/.test(value);
}

function invalid(what: string, wanted: string): Error {
  return failure("ERR_COMPRESSION_INVALID", `Invalid compression${what}: it must be ${wanted}`);
}
