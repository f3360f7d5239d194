/**
 * docs/clauses.md: each clause, and what each runtime makes of it.
 *
 * @module
 */
import type { HostName } from "../../src/core/host.ts";
import { CORRECTIONS } from "./corrections.ts";
import { GROUP_TITLES, IN_PART, WITHOUT_ROWS } from "./data.ts";
import { capital, count, GENERATED, plain, table } from "./markdown.ts";
import {
  byClause,
  clause,
  DIFFERENCES,
  GROUPS,
  kindOf,
  ROWS,
  RUNTIMES,
  TITLES,
  type Kind,
  type Row,
} from "./rows.ts";
import { TAKES_INTRO, takesTable } from "./takes.ts";

const INTRO = `# Clauses

A clause is a sentence about what a user can observe; [CONTRIBUTING.md](../CONTRIBUTING.md#tests) says what the letters mean. A row asks for one case of a clause, over the wire or inside a runtime, and is played on four versions of Node.js, and on Bun, Deno and workerd; those over the wire and about native objects also in the strict mode of Node.js, and those over the wire also over HTTP/2, in cleartext and over TLS, where the runtime speaks it and the row means anything there; of most clauses one is also played over TLS and HTTP/1.1. Each of the tables below is made from the rows and from the [known differences](differences.md), not from a run: the matrix is red where they are wrong.

- **met**: every row passes.
- **corrected**: every row passes, because everyserve changes in JavaScript what the runtime does ([how](#corrected)).
- **n listed**: that many of the rows are known differences; the others pass.
- **n strict**: that many rows fail in the strict mode only, **n over HTTP/2**: there only.
- **≠** after it: the clause is met, but in another way than on the other runtimes.
- **(n of m)** after it: only n of the rows apply to the runtime. On Workers the platform listens, and what is about listening is not asked.
- **not asked**: no row applies to the runtime.`;

/** The page. */
export function clausesPage(): string {
  return [
    GENERATED,
    INTRO,
    summary(),
    ...GROUPS.flatMap((group) => [`## ${group}: ${GROUP_TITLES[group] ?? ""}`, groupTable(group)]),
    "## Examples",
    `The examples of the guide are rows as well: ${count(examples().length, "row")}, met on every runtime.`,
    "## Corrected",
    "What a runtime does by itself, and does not do under everyserve. Where a clause is met on all runtimes because the core does it, such as the errors of `serve()`, nothing is said here.",
    ...RUNTIMES.flatMap((runtime) => [`### ${TITLES[runtime]} by itself …`, corrected(runtime)]),
    "## Asked in part",
    "Rows exist, but they ask for less than the clause says.",
    table(["Clauses", "What the rows ask"], IN_PART),
    "## Without rows",
    table(["Clauses", "Why"], WITHOUT_ROWS),
    "## What the listed ones would take",
    TAKES_INTRO,
    ...RUNTIMES.flatMap((runtime) => [
      `### ${TITLES[runtime]} would pass with …`,
      takesTable(runtime),
    ]),
    "",
  ].join("\n\n");
}

/** The clauses that have rows, in order. */
export function clausesWithRows(): string[] {
  return [...new Set(ROWS.flatMap(({ id }) => clause(id) ?? []))].sort(byClause);
}

/** What a runtime makes of a clause: a cell of the table. */
export function verdict(name: string, runtime: HostName): string {
  const all = rowsOf(name);
  const asked = all.filter(({ hosts }) => hosts.includes(runtime));
  if (asked.length === 0) return "not asked";
  const n = (kind: Kind): number => asked.filter((row) => differs(row, runtime, kind)).length;
  const [listed, strict, http2] = [n("listed"), n("strict"), n("http2")];
  const otherwise = n("agreement");
  const words = [
    ...(listed > 0 ? [`${listed} listed`] : []),
    ...(strict > 0 ? [`${strict} strict`] : []),
    ...(http2 > 0 && listed === 0 ? [`${http2} over HTTP/2`] : []),
  ];
  if (words.length === 0) words.push(isCorrected(name, runtime) ? "corrected" : "met");
  const part = asked.length < all.length ? ` (${asked.length} of ${all.length})` : "";
  return words.join(", ") + (otherwise > 0 ? " ≠" : "") + part;
}

function rowsOf(name: string): Row[] {
  return ROWS.filter(({ id }) => clause(id) === name);
}

function examples(): Row[] {
  return ROWS.filter(({ id }) => clause(id) === undefined);
}

function differs({ id }: Row, runtime: HostName, kind: Kind): boolean {
  return DIFFERENCES.some(
    (one) => one.runtime === runtime && kindOf(one) === kind && one.rows.includes(id),
  );
}

function isCorrected(name: string, runtime: HostName): boolean {
  return CORRECTIONS[runtime].some(([, clauses]) => clauses.includes(name));
}

function summary(): string {
  const clauses = clausesWithRows();
  const head = [
    "",
    "Clauses",
    "met",
    "corrected",
    "with listed rows",
    "strict or HTTP/2 only",
    "not asked",
  ];
  const rows = RUNTIMES.map((runtime) => {
    const verdicts = clauses.map((name) => verdict(name, runtime));
    const n = (pattern: RegExp): string =>
      String(verdicts.filter((text) => pattern.test(text)).length);
    return [
      TITLES[runtime],
      String(clauses.length),
      n(/^met/),
      n(/^corrected/),
      n(/listed/),
      n(/^\d+ (?:strict|over)/),
      n(/^not asked/),
    ];
  });
  return `${count(ROWS.length, "row")} ask for ${clauses.length} clauses.\n\n${table(head, rows)}`;
}

function groupTable(group: string): string {
  const names = clausesWithRows().filter((name) => name.startsWith(group));
  const rows = names.map((name) => {
    const all = rowsOf(name);
    const cells = RUNTIMES.map((runtime) => verdict(name, runtime));
    return [name, String(all.length), plain(all[0]?.title ?? ""), ...cells];
  });
  const titles = RUNTIMES.map((runtime) => TITLES[runtime]);
  return table(["Clause", "Rows", "The first of them", ...titles], rows);
}

function corrected(runtime: HostName): string {
  return CORRECTIONS[runtime]
    .map(([what, clauses]) => item(clauses.length === 0 ? what : `${what} (${clauses.join(", ")})`))
    .join("\n");
}

function item(text: string): string {
  return `- ${capital(text).replace(/\.$/, "")}.`;
}
