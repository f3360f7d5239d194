/**
 * The header Accept-Encoding: which content codings a client takes, and how gladly.
 *
 * @module
 */
import { CODINGS, type ContentCoding } from "./codings.ts";

/**
 * RFC 9110 12.5.3, 12.4.2: a coding, "identity" or "*", and at most a weight. `q` and codings are
 * case-insensitive (C11), white space is allowed around the semicolon only.
 */
const MEMBER =
  /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?:[ \t]*;[ \t]*[qQ]=(?:0(?:\.(\d{0,3}))?|(1)(?:\.0{0,3})?))?$/;

/**
 * The weights by name, in thousandths. Lower case; an alias counts as what it stands for (C12). A
 * member that the grammar does not know is dropped, and no other (C10). Where a name comes twice
 * the least counts, so that what one member forbids is never sent.
 *
 * @param header All lines, joined by commas (C13).
 */
export function parseAcceptEncoding(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.split(",")) {
    const match = MEMBER.exec(trim(part));
    if (match === null) continue;
    const [all, name = "", digits, one] = match;
    const explicit = all.length > name.length;
    const weight = !explicit || one !== undefined ? 1000 : Number((digits ?? "").padEnd(3, "0"));
    const coding = canonical(name.toLowerCase());
    weights.set(coding, Math.min(weight, weights.get(coding) ?? 1000));
  }
  return weights;
}

/** What came of it: a coding, or why there is none. */
export type Choice = ContentCoding | "none" | "identity";

/**
 * The coding that the client likes best among those offered; at equal weights the one that is
 * offered first (C03). `identity` wins only with a weight of its own that is greater (C06). `*` says
 * nothing (C08): a client that names no coding may be one that knows none.
 */
export function chooseCoding(header: string, offered: readonly ContentCoding[]): Choice {
  const weights = parseAcceptEncoding(header);
  let best: ContentCoding | undefined;
  let most = 0;
  for (const coding of offered) {
    const weight = weights.get(coding) ?? 0;
    if (weight <= most) continue; // C05: 0 forbids
    best = coding;
    most = weight;
  }
  if (best === undefined) return "none";
  return (weights.get("identity") ?? 0) > most ? "identity" : best;
}

function canonical(name: string): string {
  for (const { name: coding, alias } of CODINGS) if (name === alias) return coding;
  return name;
}

/** Optional white space is spaces and tabs (RFC 9110 5.6.3), not all that `trim()` takes. */
function trim(text: string): string {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
}
