/**
 * Which responses can be sent as they are: about most there is nothing to decide, and looking at
 * their headers to find that out costs more than the rest of a small exchange.
 *
 * @module
 */
import type { KnownBody } from "./body_facts.ts";
import { TELLING_HEADERS } from "./compression.ts";
import { isNullBodyStatus } from "./head.ts";
import { like } from "./teach.ts";
import { isSendable, isToken } from "./wire_headers.ts";

/** Members of a Response that give nothing into anybody's hands. */
const HARMLESS: ReadonlySet<PropertyKey> = new Set([
  "constructor",
  "bodyUsed",
  "ok",
  "redirected",
  "status",
  "statusText",
  "type",
  "url",
]);

/** What somebody has of a response. */
export type Hand = "reading" | "stream" | "else";

/** Those that read the body as a whole. */
const READINGS: ReadonlySet<string> = new Set([
  "arrayBuffer",
  "blob",
  "bytes",
  "formData",
  "json",
  "text",
]);

/**
 * The members of a platform's `Response.prototype` by which its headers and its body are reached, each
 * telling of it: the other ones, so that a member which is yet to come tells too.
 *
 * @param made What `clone()` made, and what `body` is.
 */
export function watchedMembers(
  prototype: object,
  used: (response: object, by: Hand) => void,
  made: { cloned(from: object, to: unknown): void; body?(of: object, body: unknown): void },
): PropertyDescriptorMap {
  const members: PropertyDescriptorMap = {};
  // On workerd some stand on the prototype of a parent class.
  for (let of = prototype; of !== Object.prototype; of = Object.getPrototypeOf(of) as object) {
    for (const name of Object.getOwnPropertyNames(of)) {
      if (HARMLESS.has(name) || name in members) continue;
      const theirs = Object.getOwnPropertyDescriptor(of, name)!;
      const part = theirs.get === undefined ? "value" : "get";
      const native = theirs[part] as ((this: unknown, ...args: unknown[]) => unknown) | undefined;
      if (typeof native !== "function") continue;
      const by = READINGS.has(name) ? "reading" : name === "body" ? "stream" : "else";
      const member = function (this: unknown, ...args: unknown[]): unknown {
        const value = native.apply(this, args); // throws for what is no Response
        used(this as object, by);
        if (name === "clone") made.cloned(this as object, value);
        else if (name === "body") made.body?.(this as object, value);
        return value;
      };
      members[name] = { ...theirs, [part]: like(native, member) };
    }
  }
  return members;
}

/** What a header does; 0 for most. */
const DECIDES = 1;
const TELLS = 2;
const TYPES = 4;

/** The headers that decide how a response is sent (P17, P18, P22 to P25, P32, H09), on some host. */
const DECISIVE: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "date",
  "te",
  "transfer-encoding",
]);

/** By the name as it was written. Names are few, and come from the program. */
const kinds = new Map<string, number>();

function kindOf(name: string): number {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  let kind = 0;
  if (DECISIVE.has(lower) || !isToken(name)) kind = DECIDES;
  else if (TELLING_HEADERS.has(lower)) kind = TELLS;
  else if (lower === "content-type") kind = TYPES;
  if (kinds.size >= 1000) kinds.clear();
  kinds.set(name, kind);
  return kind;
}

/** Notes what the second argument of `new Response()` tells; see `KnownBody.plain`. */
export function noteInit(note: KnownBody, init: ResponseInit | undefined): void {
  if (init === undefined) {
    note.plain = true;
    return;
  }
  if (typeof init !== "object" || init === null) return;
  const { status, statusText, headers } = init;
  if (statusText !== undefined && statusText !== "") return; // P28
  if (status !== undefined) {
    if (typeof status !== "number" || status < 200 || isNullBodyStatus(status)) return;
    if (status === 205) return; // P21
  }
  if (headers === undefined) {
    note.plain = true;
    return;
  }
  // A record as people write it; anything else is looked at when it is sent.
  if (typeof headers !== "object" || headers === null) return;
  if (Object.getPrototypeOf(headers) !== Object.prototype) return;
  const record = headers as Record<string, unknown>;
  if (Symbol.iterator in record) return;
  let type = note.type;
  let typed = false;
  let told: Record<string, string> | undefined;
  for (const name in record) {
    const value = record[name];
    if (typeof value !== "string" || !isSendable(value)) return;
    const kind = kindOf(name);
    if (kind === DECIDES) return;
    if (kind === TELLS) {
      const lower = name.toLowerCase();
      told ??= Object.create(null) as Record<string, string>;
      if (lower in told) return; // twice, as below
      told[lower] = value;
    } else if (kind === TYPES) {
      if (typed) return; // twice, in another case: `Headers` has both
      typed = true;
      type = value;
    }
  }
  note.type = type;
  note.told = told;
  note.plain = true;
}
