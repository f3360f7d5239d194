/**
 * A platform's own Request, with the members that the contract wants otherwise (Bun, Deno,
 * Workers).
 *
 * The object stays the platform's: it gets private state, and the members of `Request.prototype`
 * are changed in place to look at it. That costs less than properties on each object, and
 * `instanceof`, brand checks, `fetch(request)` and `clone()` see the platform's object as before.
 *
 * @module
 */
import { asByteBody } from "./byte_reader.ts";
import { failure } from "./errors.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import { readers, type ReaderQuirks } from "./hosted_readers.ts";
import { Hosted, hasBody } from "./hosted_state.ts";
import { exchangeKey } from "./proxied.ts";
import { teachMembers } from "./teach.ts";
import { Through } from "./through.ts";
import { isUsed, shownBody } from "./hosted_use.ts";

const { prototype } = globalThis.Request;

/** The same object, as the contract has it. */
export function adaptRequest(native: Request, url: string, exchange: HostedExchange): Request {
  new Hosted(native, url, exchange);
  return wedge === undefined ? native : (Object.setPrototypeOf(native, wedge) as Request);
}

/** The exchange of a request that came through {@link adaptRequest}. */
export function hostedExchangeOf(request: Request): HostedExchange | undefined {
  return isHosted(request) ? Hosted.exchange(request as never) : undefined;
}

/** Whether a request came through {@link adaptRequest}. */
export function isHosted(value: unknown): value is Request {
  return Hosted.is(value);
}

/**
 * Where the members of `Request.prototype` cannot be changed (Bun 1.4.5: not configurable), ours
 * stand on a prototype of their own, between the object and the platform's.
 */
let wedge: object | undefined;
let installed = false;

/** Changes the platform's classes, once. */
export function installHostedRequests(quirks: ReaderQuirks = {}): void {
  if (installed) return;
  installed = true;
  const shown = (request: Hosted): ReadableStream<Uint8Array> | null => {
    const body = shownBody(request);
    return quirks.noByteBodies === true && body !== null ? asByteBody(body) : body;
  };
  const members: PropertyDescriptorMap = {
    url: { get: of((request) => Hosted.url(request)) },
    // R48: Deno 2.9 cannot tell it any more when the response is out.
    method: { get: of((request) => Hosted.method(request)) },
    headers: { get: of((request) => freeze(Hosted.headers(request))) },
    signal: { get: of((request) => Hosted.exchange(request).signal) },
    body: { get: of((request) => (hasBody(request) ? shown(request) : null)) },
    bodyUsed: { get: of((request) => isUsed(request)) },
    [exchangeKey]: { get: of((request) => hostedExchangeOf(request as never)) },
    ...defaults(),
    ...readers(quirks),
  };
  const refusing: PropertyDescriptorMap = {
    append: { value: refuse },
    delete: { value: refuse },
    set: { value: refuse },
  };
  // Those of Headers.prototype can be changed on every host.
  teachMembers(Headers.prototype, {
    is: Frozen.is,
    members: Object.create(null, refusing) as object,
  });
  if (Object.getOwnPropertyDescriptor(prototype, "url")?.configurable === false) {
    for (const member of Object.values(members)) member.enumerable = true; // Web IDL 3.7.6
    wedge = Object.create(prototype, members) as object;
    return;
  }
  teachMembers(prototype, { is: Hosted.is, members: Object.create(null, members) as object });
}

function of<T>(read: (request: Hosted) => T): (this: Hosted) => T {
  return function () {
    return read(this);
  };
}

/** R47: workerd has none of these, Bun others. */
function defaults(): PropertyDescriptorMap {
  const wanted = {
    mode: "cors",
    credentials: "same-origin",
    cache: "default",
    referrer: "about:client",
    referrerPolicy: "",
    integrity: "",
    keepalive: false,
  };
  const missing: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(wanted)) {
    missing[name] = { get: () => value };
  }
  return missing;
}

/** R21: headers that cannot be changed; on Bun and workerd those of a request could. */
class Frozen extends Through {
  readonly #frozen = true;

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #frozen in value && value.#frozen;
  }
}

function freeze(headers: Headers): Headers {
  if (!Frozen.is(headers)) new Frozen(headers);
  return headers;
}

function refuse(): never {
  throw failure("ERR_HEADERS_IMMUTABLE", "Cannot change headers: headers are immutable");
}
