/**
 * What the rows on automatic compression have in common.
 *
 * @module
 */
import { get, type Expected, type Matcher, type WireCase } from "../case.ts";
import { filler } from "../routes/compress.ts";

/** What `/coded` is to answer with; see its route. */
export interface Coded {
  /** The lines of Accept-Encoding. Absent: none. */
  readonly accept?: string | readonly string[];
  /** More of the request's headers. */
  readonly lines?: readonly string[];
  readonly of?: string;
  readonly n?: number;
  /** Headers of the response. */
  readonly h?: readonly string[];
  readonly status?: number;
}

/** The target for `/coded`. */
export function target({ of = "string", n = 1000, h = [], status }: Coded): string {
  const headers = h.map((line) => `&h=${encodeURIComponent(line)}`).join("");
  return `/coded?of=${of}&n=${n}${headers}${status === undefined ? "" : `&status=${status}`}`;
}

/** Accept-Encoding as lines of a request. */
export function accepting(accept: Coded["accept"]): string[] {
  return [accept ?? []].flat().map((value) => `Accept-Encoding: ${value}`);
}

/** The text of a `/coded` body. */
export function textOf({ of = "string", n = 1000 }: Coded): string {
  if (of === "umlauts") return "\xc3\xa9".repeat(n / 2);
  if (of === "params") return `a=${"b".repeat(n - 2)}`;
  return of === "null" || of === "empty" || of === "emptyStream" ? "" : filler(n);
}

/** A row: `/coded` answers in that coding, or as it is. */
export function coded(
  id: string,
  title: string,
  what: Coded,
  coding: "br" | "gzip" | null,
  more: Expected = {},
): WireCase {
  const text = textOf(what);
  const expected: Expected =
    coding === null
      ? { headers: { "content-encoding": null, ...more.headers }, body: text }
      : {
          headers: { "content-encoding": coding, ...more.headers },
          decoded: text,
          body: smaller(text),
        };
  return {
    id,
    title,
    server: "compress",
    send: get(target(what), ...accepting(what.accept), ...(what.lines ?? [])),
    expect: { status: what.status ?? 200, ...more, ...expected },
    after: "alive",
    // C27: with the length of what was compressed, or in chunks.
    ...(coding === null ? {} : { loose: ["framing"] }),
  };
}

function smaller(text: string): Matcher {
  return {
    says: "smaller than it was, if it was not tiny",
    matches: (value) =>
      typeof value === "string" && (value.length < text.length || text.length < 200),
  };
}

/** A row: `/coded` is sent as it is, and caches need not know of Accept-Encoding. */
export function untouched(id: string, title: string, what: Coded, more: Expected = {}): WireCase {
  return coded(id, title, { accept: "gzip, br", ...what }, null, {
    ...more,
    headers: { vary: null, ...more.headers },
  });
}
