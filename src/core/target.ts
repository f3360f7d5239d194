/**
 * Which URL a request line and a Host make, or that they make none (E11, R01 to R14): one policy
 * for all hosts.
 *
 * RFC 9112 3.2 has the four forms of a target, RFC 9112 3.3 how they become a URL. What cannot be
 * a URL is refused instead of repaired: a Host of `good.com/x#` must never rewrite the path.
 *
 * @module
 */
import { isLoopbackOrAny, urlHost } from "./hostname.ts";
import type { Addr } from "./types.ts";

/** What a URL is made of. */
export interface TargetParts {
  method: string;
  /** The request target as sent. */
  target: string;
  /** The Host field, or `:authority`; undefined when there was none. */
  authority: string | undefined;
  scheme: "http" | "https" | "http+unix";
  /** The authority when the request has none; see {@link fallbackAuthority}. */
  fallback: string;
}

/** The serialised URL without fragment, or undefined: answer 400. */
export function requestUrl(parts: TargetParts): string | undefined {
  const { method, target } = parts;
  if (method === "CONNECT") return authorityForm(target);
  if (target.charCodeAt(0) === SLASH) {
    const origin = originOf(parts);
    if (origin === undefined) return undefined;
    if (PLAIN_PATH.test(target)) return origin + target;
    return NO_TARGET.test(target) ? undefined : serialise(origin + target);
  }
  if (ABSOLUTE.test(target) && !NO_TARGET.test(target)) {
    // R02: the target wins over Host; RFC 9112 3.2: which must be valid all the same.
    return originOf(parts) === undefined ? undefined : serialise(target);
  }
  if (target === "*" && method === "OPTIONS") {
    const origin = originOf(parts);
    return origin === undefined ? undefined : `${origin}/*`; // R09
  }
  return undefined; // R10
}

/**
 * The authority for a request that names none (R04, R13): `localhost` where the listener is
 * reached by it, and no default port.
 */
export function fallbackAuthority(addr: Addr, secure: boolean): string {
  if (addr.transport === "unix") return encodeAll(addr.path);
  if (addr.transport === "platform") return "localhost";
  const name = isLoopbackOrAny(addr.hostname) ? "localhost" : urlHost(addr.hostname);
  return addr.port === (secure ? 443 : 80) ? name : `${name}:${addr.port}`;
}

const SLASH = 0x2f;
// With an authority: the URL parser would take "http:///a" for "http://a/" (RFC 9110 4.2.1).
const ABSOLUTE = /^https?:\/\/[^/\\?#]/i;
// R10: what no target holds; the URL parser would strip or encode it.
// oxlint-disable-next-line no-control-regex
const NO_TARGET = /[\x00-\x20\x7f]/;
// Paths and queries that the URL serialiser gives back as they are: no dot segment (a "." after a
// "/", or an encoded one), nothing to encode, no fragment.
const PLAIN_PATH =
  /^(?:\/(?![.%])[A-Za-z0-9\-_.~!$&()*+,;=:@]*)+(?:\?[A-Za-z0-9\-._~!$&()*+,;=:@/?%]*)?$/;
// RFC 3986 3.2.2 reg-name or IP-literal, then RFC 9110 7.2: a port, and no userinfo. Non-ASCII is
// refused here: a Host field is ASCII, internationalised names come as A-labels. The comma of
// reg-name is left out: hosts that join repeated fields show two Hosts by it (R05).
const AUTHORITY = /^(?:[A-Za-z0-9\-._~%!$&'()*+;=]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?$/;

/** `scheme://authority`, normalised, or undefined where the authority is no authority. */
function originOf(parts: TargetParts): string | undefined {
  const authority = parts.authority || parts.fallback; // an empty Host counts as none (R04)
  if (authority === latest.authority && parts.scheme === latest.scheme) return latest.origin;
  const origin = knownOrigin(parts.scheme, authority);
  if (origin === undefined) return undefined;
  const given = `${parts.scheme}://${authority}`;
  latest = { authority, scheme: parts.scheme, given, origin, url: "" };
  return origin;
}

/** The authority of the request before: nearly always the same. And its URL: often the same. */
let latest = { authority: "", scheme: "", given: "", origin: "", url: "" };

/**
 * The short way for nearly every request of a host that makes the URL itself: that URL, where it is
 * the authority of the request before, and a target with nothing to normalise. Undefined: look
 * closer.
 */
export function plainUrl(
  scheme: TargetParts["scheme"],
  authority: string,
  url: string,
): string | undefined {
  const { given, origin } = latest;
  if (authority !== latest.authority || scheme !== latest.scheme) return undefined;
  if (url === latest.url) return url;
  if (!url.startsWith(given)) return undefined;
  const target = url.slice(given.length);
  if (!PLAIN_PATH.test(target)) return undefined;
  if (given !== origin) return origin + target;
  latest.url = url;
  return url;
}

function knownOrigin(scheme: string, authority: string): string | undefined {
  const key = `${scheme}://${authority}`;
  const known = origins.get(key);
  if (known !== undefined) return known;
  // The fallback of a unix listener is percent-encoded and fits the pattern as well.
  if (!AUTHORITY.test(authority)) return undefined;
  const url = parse(key);
  if (url === undefined) return undefined;
  // `URL.origin` is "null" for http+unix.
  const origin = `${url.protocol}//${url.host}`;
  // Clients choose these keys: bound them.
  if (origins.size >= 256) origins.clear();
  origins.set(key, origin);
  return origin;
}

/** Authorities seen so far: nearly every request of a server names one of a few. */
const origins = new Map<string, string>();

/** R11: `host:port`, the port required (RFC 9110 9.3.6). */
function authorityForm(target: string): string | undefined {
  if (!AUTHORITY.test(target) || !/:\d+$/.test(target)) return undefined;
  return serialise(`http://${target}`);
}

function serialise(text: string): string | undefined {
  const hash = text.indexOf("#");
  const url = parse(hash < 0 ? text : text.slice(0, hash));
  // RFC 9110 4.2.4: userinfo in a received URI is an error.
  if (url === undefined || url.username !== "" || url.password !== "") return undefined;
  return url.href;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** R13: every character but letters and digits, so that "." cannot be read as a name's dot. */
function encodeAll(path: string): string {
  return Array.from(new TextEncoder().encode(path), (byte) => {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9]/.test(char)) return char;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
