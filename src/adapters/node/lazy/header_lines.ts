/**
 * The headers of a response as the handler gave them, checked and copied, but not yet sorted or
 * joined.
 *
 * @module
 */
import { TELLING_HEADERS } from "../../../core/compression.ts";
import { checkWireValue } from "../../../core/wire_headers.ts";
import { NativeHeaders } from "./native.ts";

/** Header lines in the form that node:http takes: names and values in turn. */
export interface HeaderLines {
  readonly flat: readonly string[];
  /** A header that decides framing or connection is among them. */
  readonly special: boolean;
  /** A header that automatic compression looks at, beside the type, is among them. */
  readonly telling: boolean;
  /** The Content-Type. */
  readonly type: string | undefined;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Without C0 controls and DEL, which `Headers` allows but the wire does not (P31), and without
// outer white space, which `Headers` trims: both are left to the platform's.
const VALUE = /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/;

const PLAIN = 0;
const CONTENT_TYPE = 1;
const SPECIAL = 2;
const TELLING = 3;
const UNUSABLE = 4;

/** What was found out about a name; handlers use the same few over and over. */
const kinds = new Map<string, number>();

function kindOf(name: string): number {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  let kind = NAME.test(name) ? PLAIN : UNUSABLE;
  const lower = name.toLowerCase();
  if (lower === "content-type") kind = CONTENT_TYPE;
  else if (SPECIAL_NAMES.has(lower)) kind = SPECIAL;
  else if (TELLING_HEADERS.has(lower)) kind = TELLING;
  if (kinds.size >= 1000) kinds.clear(); // names may come from anywhere
  kinds.set(name, kind);
  return kind;
}

/** The headers that decide framing and connection; see core/framing.ts. */
const SPECIAL_NAMES = new Set([
  "content-length",
  "transfer-encoding",
  "connection",
  // HTTP/2 has none of these.
  "keep-alive",
  "proxy-connection",
  "upgrade",
  "te",
  "http2-settings",
]);

const NO_LINES = justType(undefined);
const TEXT = "text/plain;charset=UTF-8";
const TEXT_LINES = justType(TEXT);

function justType(type: string | undefined): HeaderLines {
  const flat = type === undefined ? [] : ["content-type", type];
  return { flat, special: false, telling: false, type };
}

/**
 * Copies `headers` and adds the type of the body where they name none. Undefined where only the
 * platform can say what they mean, or which error they are.
 */
export function copyHeaders(headers: unknown, type: string | undefined): HeaderLines | undefined {
  if (headers === undefined) {
    if (type === undefined) return NO_LINES;
    return type === TEXT ? TEXT_LINES : justType(type);
  }
  if (headers === null || typeof headers !== "object") return undefined;
  const flat: string[] = [];
  let special = false;
  let telling = false;
  let given: string | undefined;
  const add = (name: unknown, value: unknown): boolean => {
    if (typeof name !== "string" || typeof value !== "string" || !VALUE.test(value)) return false;
    const kind = kindOf(name);
    if (kind === UNUSABLE) return false;
    if (kind === SPECIAL) special = true;
    else if (kind === TELLING) telling = true;
    else if (kind === CONTENT_TYPE) given = value;
    flat.push(name, value);
    return true;
  };
  const prototype: unknown = Object.getPrototypeOf(headers);
  if (prototype === Object.prototype) {
    // Symbols are no names: the platform says so.
    if (Object.getOwnPropertySymbols(headers).length > 0) return undefined;
    for (const name of Object.keys(headers)) {
      if (!add(name, (headers as Record<string, unknown>)[name])) return undefined;
    }
  } else if (prototype === NativeHeaders.prototype) {
    for (const [name, value] of headers as Headers) if (!add(name, value)) return undefined;
  } else if (Array.isArray(headers)) {
    for (const pair of headers as unknown[]) {
      if (!Array.isArray(pair) || pair.length !== 2 || !add(pair[0], pair[1])) return undefined;
    }
  } else return undefined;
  if (type !== undefined && given === undefined) flat.push("content-type", type);
  return { flat, special, telling, type: given ?? type };
}

/** Lines as `new Headers()` takes them. */
export function asPairs(lines: HeaderLines): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < lines.flat.length; i += 2) pairs.push([lines.flat[i]!, lines.flat[i + 1]!]);
  return pairs;
}

/**
 * Lines of a `Headers`: names in lower case, `set-cookie` apart (P29). Throws for what may not be
 * sent (P31).
 */
export function linesOf(headers: Headers): HeaderLines {
  const flat: string[] = [];
  let special = false;
  let telling = false;
  let type: string | undefined;
  for (const [name, value] of headers) {
    checkWireValue(name, value);
    if (SPECIAL_NAMES.has(name)) special = true;
    else if (TELLING_HEADERS.has(name)) telling = true;
    else if (name === "content-type") type = value;
    flat.push(name, value);
  }
  return { flat, special, telling, type };
}

/** The first value of a field; `wanted` in lower case. */
export function valueOf({ flat }: HeaderLines, wanted: string): string | null {
  for (let i = 0; i < flat.length; i += 2) {
    if (flat[i]!.toLowerCase() === wanted) return flat[i + 1]!;
  }
  return null;
}

/** The lines after changes: names in lower case, null for one that goes away. */
export function changed(
  lines: HeaderLines,
  changes: readonly (readonly [name: string, value: string | null])[],
): HeaderLines {
  const flat = lines.telling || lines.special ? without(lines.flat, changes) : lines.flat.slice();
  for (const [name, value] of changes) if (value !== null) flat.push(name, value);
  return { ...lines, flat };
}

function without(
  flat: readonly string[],
  names: readonly (readonly [string, unknown])[],
): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const lower = flat[i]!.toLowerCase();
    if (names.every(([name]) => name !== lower)) kept.push(flat[i]!, flat[i + 1]!);
  }
  return kept;
}
