/**
 * What it would take to meet what is listed: whose code has to change, and how.
 *
 * @module
 */
import { table } from "./markdown.ts";
import { byClause, clause, DIFFERENCES, kindOf, type Difference } from "./rows.ts";

/** Those whose code may have to change. */
export const OWNERS: readonly string[] = [
  "everyserve",
  "Node.js",
  "Bun",
  "Deno",
  "h2",
  "llhttp",
  "nghttp2",
  "undici",
  "workerd",
];

/** Stands before the tables. */
export const TAKES_INTRO = `One line for each change that would turn rows green, and whose code it is in; the [differences](differences.md) say where it is known there. A parser of our own, over \`Bun.listen\`, \`Deno.listen\` or \`node:net\`, would meet what a parser or a sender decides as well, at the price of the speed of the platform's, and of its HTTP/2; nothing of ours would help on Workers, which show a program neither connection nor request line.`;

/** `Bun: trailers read in the parser` → the two parts. */
export function parts({ takes }: Pick<Difference, "takes">): [owner: string, what: string] {
  const [owner = "", ...what] = takes.split(": ");
  return [owner, what.join(": ")];
}

/** What a runtime would pass with. What is right but not the same lacks nothing. */
export function takesTable(runtime: Difference["runtime"]): string {
  const rows = new Map<string, string[]>();
  for (const one of DIFFERENCES) {
    if (one.runtime !== runtime || kindOf(one) === "agreement") continue;
    rows.set(one.takes, [...(rows.get(one.takes) ?? []), ...one.rows]);
  }
  const lines = [...rows].map(([takes, ids]) => {
    const names = [...new Set(ids.map((id) => clause(id) ?? id))].sort(byClause);
    return [...parts({ takes }), String(new Set(ids).size), names.join(", ")];
  });
  lines.sort(([a = ""], [b = ""]) => OWNERS.indexOf(a) - OWNERS.indexOf(b));
  return table(["Whose code", "What", "Rows", "Clauses"], lines);
}
