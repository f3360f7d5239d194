/**
 * What the rows do not tell: the names of the groups, and why a clause has no row.
 *
 * @module
 */
/** Letter → what the clauses of the group are about. */
export const GROUP_TITLES: Readonly<Record<string, string>> = {
  S: "serve(): arguments, options, the server",
  R: "The request",
  I: "The handler's info",
  P: "The response",
  C: "Automatic compression",
  W: "WebSockets",
  H: "HTTP/2 and HTTPS",
  X: "Stopping",
  E: "What goes beyond",
};

/** Letter → how many clauses it has: an id is never given twice. */
export const NUMBERS: Readonly<Record<string, number>> = {
  S: 43,
  R: 65,
  I: 8,
  P: 47,
  C: 43,
  W: 54, // the last: over HTTP/2, by option
  H: 22,
  X: 15,
  D: 18,
  E: 14,
};

/** Clauses without a row, and why. A range counts all of its letter between the two. */
export const WITHOUT_ROWS: readonly (readonly [clauses: string, reason: string])[] = [
  [
    "C38",
    "a tolerance: which level is used; the defaults are in [decisions/008](../decisions/008-compression.md)",
  ],
  ["C18", "the list of types is a generated file, and a test looks whether it is up to date"],

  ["W53", "`ws` over TLS, a test of its own beside the other real clients"],
  ["H20", "not a row of its own: those of compression are played over HTTP/2 as well"],
  ["D01–D18", "a command line, which is not there yet"],
  [
    "E11",
    "one table for target and Host in `src/core/target.ts`, with unit and property tests beside it; over the wire it is what R01 to R11 ask",
  ],
  [
    "E12",
    "not a row of its own: every row over the wire and inside is compared between the runtimes",
  ],
];

/** Clauses whose rows ask for a part only. */
export const IN_PART: readonly (readonly [clauses: string, reason: string])[] = [
  ["E08", "the codes at run time; that each has its section in errors.md is a test of its own"],
];

/** The single clauses of `R14, R27` or `C01–C43`. */
export function expand(clauses: string): string[] {
  return clauses.split(", ").flatMap((part) => {
    const [first = "", last] = part.split("–");
    if (last === undefined) return first;
    const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
    return Array.from(
      { length: to - from + 1 },
      (_, i) => first.slice(0, 1) + String(from + i).padStart(2, "0"),
    );
  });
}
