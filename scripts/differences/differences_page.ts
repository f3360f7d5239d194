/**
 * docs/differences.md: what each runtime does otherwise.
 *
 * @module
 */
import { codes, GENERATED, plain, table } from "./markdown.ts";
import { DIFFERENCES, kindOf, RUNTIMES, TITLES, type Difference, type Kind } from "./rows.ts";
import { parts } from "./takes.ts";

const INTRO = `# Known differences

What a runtime's own parser or sender decides before or after any handler, and JavaScript cannot change, is listed here: one entry for each reason, with the ids of the rows of the test matrix that show it. All other rows pass, on every runtime. What a runtime does otherwise and everyserve corrects is in [clauses.md](clauses.md#corrected).

An entry cannot outlive its reason: the matrix expects these rows to fail, and turns red when one of them passes. Where a runtime does one or the other by chance, either outcome is taken, and the entry says so.`;

const SECTIONS: readonly (readonly [kind: Kind, title: string | undefined, text: string])[] = [
  ["listed", undefined, ""],
  [
    "strict",
    "In the strict mode only",
    "With `strict: true` handlers get objects that the platform's own constructors made. In the default mode these rows pass.",
  ],
  [
    "http2",
    "Over HTTP/2",
    "Rows of HTTP/1 that are played over HTTP/2 as well. Those about HTTP/2 itself stand above.",
  ],
  [
    "agreement",
    "Right, but not the same",
    "These rows pass: the clause leaves room, or both are right. They differ from what the other runtimes do.",
  ],
];

/** The page. */
export function differencesPage(): string {
  return [GENERATED, INTRO, summary(), ...RUNTIMES.flatMap(runtimeSection), ""].join("\n\n");
}

function summary(): string {
  const head = ["", "Listed rows", "In strict mode only", "Over HTTP/2", "Right, but not the same"];
  const rows = RUNTIMES.map((runtime) => {
    const of = (kind: Kind): string => {
      const n = entries(runtime, kind).flatMap(({ rows: ids }) => ids).length;
      return n === 0 ? "–" : String(n);
    };
    return [TITLES[runtime], of("listed"), of("strict"), of("http2"), of("agreement")];
  });
  return table(head, rows);
}

function runtimeSection(runtime: Difference["runtime"]): string[] {
  const parts = SECTIONS.flatMap(([kind, title, text]) => {
    const found = entries(runtime, kind);
    if (found.length === 0) return [];
    const heading = title === undefined ? [] : [`### ${TITLES[runtime]}: ${lower(title)}`, text];
    return [...heading, found.map(entry).join("\n")];
  });
  return [`## ${TITLES[runtime]}`, ...parts];
}

function entries(runtime: Difference["runtime"], kind: Kind): Difference[] {
  return DIFFERENCES.filter((one) => one.runtime === runtime && kindOf(one) === kind);
}

function entry(difference: Difference): string {
  const { rows, reason, link, unsteady } = difference;
  const chance = unsteady === true ? "; either outcome is taken" : "";
  const [owner, what] = parts(difference);
  return `- ${codes(rows)}: ${plain(reason)}${chance} ([${source(link)}](${link})). It takes, of ${owner}: ${plain(what)}.`;
}

/** What a link leads to, in short: `oven-sh/bun#6556`, `capnproto/capnproto`, or the host's name. */
function source(link: string): string {
  const { hostname, pathname } = new URL(link);
  if (hostname !== "github.com") return hostname;
  const [, owner = "", name = "", kind = "", number = ""] = pathname.split("/");
  return `${owner}/${name}${/^(?:issues|pull)$/.test(kind) ? `#${number}` : ""}`;
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
