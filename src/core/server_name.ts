/**
 * Names of a server that a client asks for in the handshake (SNI), and which certificate is theirs.
 *
 * @module
 */

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const NAME = new RegExp(`^(?:\\*\\.)?(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/**
 * A name of the option `tls.sni`, in lower case; undefined for what cannot be asked for. That is an
 * address (RFC 6066 3), and a name that is not ASCII: on the wire it is in its form with "xn--".
 */
export function readServerName(given: string): string | undefined {
  const name = given.toLowerCase();
  return NAME.test(name) && !/(?:^|\.)\d+$/.test(name) ? name : undefined;
}

/** What is there for the name that was asked for: the name itself, or else a wildcard. */
export function findByName<T>(names: ReadonlyMap<string, T>, asked: string): T | undefined {
  const name = asked.toLowerCase();
  // RFC 9525 6.3: the wildcard stands for the whole leftmost label, and for one alone.
  const dot = name.indexOf(".");
  return names.get(name) ?? (dot < 0 ? undefined : names.get(`*${name.slice(dot)}`));
}
