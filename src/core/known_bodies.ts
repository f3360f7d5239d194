/**
 * What a Response was made of, on hosts whose own objects do not tell (Bun, Deno, Workers).
 *
 * The platform's constructor knows whether a body is a string, bytes or a stream, and how long it
 * is; nothing of that can be asked of the Response afterwards without reading it. The global
 * `Response` is therefore replaced by one that notes it. What it makes is the platform's own.
 *
 * @module
 */

import { copyOf, describe, TEXT, type KnownBody } from "./body_facts.ts";
import { noteFetchedBody } from "./fetched_copies.ts";
import { noteInit, watchedMembers, type Hand } from "./plain_response.ts";
import { apart, copied, type ResponseQuirks } from "./response_quirks.ts";
import { Through } from "./through.ts";
import { watchHeaderWrites } from "./wire_headers.ts";

/**
 * What is known, on the response itself: private state costs 15 ns, an entry in a WeakMap 200 to
 * 450 (Node 20 to 26), and more when it is collected.
 */
class Noted extends Through {
  readonly #body: KnownBody;

  constructor(response: Response, body: KnownBody) {
    super(response);
    this.#body = body;
  }

  static of(response: object): KnownBody | undefined {
    return #body in response ? response.#body : undefined;
  }
}

/** Notes what a response was made of. */
export function noteBody(response: Response, body: KnownBody): void {
  new Noted(response, body);
}

/** What is known of a response's body; undefined for one that was made by other means. */
export function knownBody(response: Response): KnownBody | undefined {
  return Noted.of(response);
}

/**
 * Whether a value is a Response that nobody has had in hand since it was made: there is nothing to
 * check about it. Not one that was sent before.
 */
export function isAsMade(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const known = Noted.of(value);
  if (known === undefined || known.plain !== true || known.touched === true) return false;
  return !asksUse || !(value as Response).bodyUsed; // P05
}

let asksUse = true;

/** Before anybody watches it: what we set may be sent. */
const nativeSet = Headers.prototype.set;

let installed = false;

/** Replaces the global `Response`, once. */
export function installKnownBodies(quirks: ResponseQuirks): void {
  if (installed) return;
  installed = true;
  watchHeaderWrites();
  asksUse = quirks.usesUnseen;
  const Native = globalThis.Response;
  const members = watchedMembers(Native.prototype, touch, {
    cloned(from, to) {
      const note = Noted.of(from);
      if (note !== undefined && !knownBody(to as Response)) noteBody(to as Response, copyOf(note));
    },
    body(of, body) {
      if (Noted.of(of) === undefined) noteFetchedBody(of as Response, body);
    },
  });
  const { get: nativeHeaders } = Object.getOwnPropertyDescriptor(Native.prototype, "headers")!;
  const Target = watched(Native, members);
  const text = { headers: new Headers() };
  nativeSet.call(text.headers, "content-type", TEXT);

  const made = function (this: unknown, body?: unknown, init?: ResponseInit): Response {
    if (new.target === undefined) {
      throw new TypeError("Class constructor Response cannot be invoked without 'new'");
    }
    let given = body;
    if (quirks.sharesBytes && typeof body !== "string") given = copied(body);
    if (quirks.halfCharacters && typeof body === "string") given = wellFormed(body);
    const ours = new.target === made;
    const untyped = quirks.untypedStrings && typeof given === "string";
    // Copied by the constructor, for less than a change of its headers costs afterwards.
    const typed = untyped && ours && init === undefined;
    let response: Response;
    if (!ours) response = Reflect.construct(Native, [given, init], new.target) as Response;
    else if (Target === Native) response = new Native(given as never, apart(init, quirks));
    else response = Reflect.construct(Native, [given, typed ? text : init], Target) as Response;
    if (untyped && !typed) {
      const headers = nativeHeaders!.call(response) as Headers;
      if (init?.headers === undefined || !headers.has("content-type")) {
        nativeSet.call(headers, "content-type", TEXT);
      }
    }
    const note = describe(given);
    if (note !== undefined) {
      if (ours) noteInit(note, init); // a subclass may have members that say otherwise
      noteBody(response, note);
    }
    return response;
  };
  made.prototype = Native.prototype;
  Object.defineProperties(made, {
    name: { value: "Response", configurable: true },
    length: { value: 0, configurable: true },
    prototype: { writable: false },
    json: { value: json, writable: true, configurable: true },
  });
  Object.setPrototypeOf(made, Native); // `Response.error`, `Response.redirect`
  Object.defineProperty(Native.prototype, "constructor", {
    value: made,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, "Response", {
    value: made,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

/** Somebody has a response in hand: it may not be as it was made any more. */
export function touch(response: object, by: Hand = "else"): void {
  const note = Noted.of(response);
  if (note === undefined) return;
  note.touched = true;
  if (by === "reading") note.read = true;
  else if (by === "stream") note.shown = true;
}

/**
 * The class to make a watched Response with. Where its members cannot be changed (Bun 1.4.5), they
 * stand on a prototype between the object and the platform's, as those of requests do.
 */
function watched(Native: typeof Response, members: PropertyDescriptorMap): typeof Response {
  const { prototype } = Native;
  if (Object.getOwnPropertyDescriptor(prototype, "headers")?.configurable !== false) {
    Object.defineProperties(prototype, members);
    return Native;
  }
  for (const member of Object.values(members)) member.configurable = true;
  const Target = function (): void {};
  Target.prototype = Object.create(prototype, members) as object;
  return Target as unknown as typeof Response;
}

const JSON_INIT = { headers: { "content-type": "application/json" } };

/** WHATWG Fetch 5.5, `Response.json`: Bun says `application/json;charset=utf-8` (1.4.5). */
function json(data: unknown, init?: ResponseInit): Response {
  const text = JSON.stringify(data) as string | undefined;
  if (text === undefined) throw new TypeError("The data is not JSON serializable");
  if (init === undefined) return new Response(text, JSON_INIT);
  const headers = new Headers(init?.headers as ConstructorParameters<typeof Headers>[0]);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return new Response(text, { ...init, headers });
}

/** A string as USVString, which is what bodies are made of (WHATWG Fetch 5.2). */
function wellFormed(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed();
}
