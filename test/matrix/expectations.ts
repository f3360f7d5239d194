/**
 * The known differences: what a host's own parser or runtime decides before any handler can.
 *
 * A row here makes its test expect a failure; when the host starts to meet the clause the test turns
 * red, and the row must go.
 *
 * @module
 */
import { BUN } from "./differences/bun.ts";
import { DENO } from "./differences/deno.ts";
import { FETCH_STANDARD } from "./differences/fetch_standard.ts";
import { BUN_HTTP2, DENO_HTTP2 } from "./differences/http2.ts";
import { NODE } from "./differences/node.ts";
import { WEBSOCKET } from "./differences/websocket.ts";
import { WORKERS } from "./differences/workers.ts";
import type { HostSpec } from "./hosts.ts";

/** One difference. */
export interface KnownDifference {
  /**
   * A host's id ("node20") or the name of its adapter, which stands for all versions ("node"); or
   * several.
   */
  readonly host: string | readonly string[];
  /** The id of a row, or several. */
  readonly case: string | readonly string[];
  /** What the host does instead, and why JavaScript cannot change it. */
  readonly reason: string;
  /** Where upstream knows about it. */
  readonly link: string;
  /**
   * What it would take to meet the clause, or to be the same: `whose: what`, so short that entries
   * which wait for the same change say the same. Whose: see scripts/differences/takes.ts.
   */
  readonly takes: string;
  /** Meets the clause, but in another way than the rest: only agreement expects the difference. */
  readonly only?: "agreement";
  /** Only in this part of the matrix: "native strict" for what the strict mode cannot do. */
  readonly part?: string;
  /** The host meets the clause by chance: either outcome is taken. */
  readonly unsteady?: boolean;
}

/** A row of a host's file: the host is the file's. */
export type DifferenceRow = Omit<KnownDifference, "host">;

const of = (host: string, rows: readonly DifferenceRow[]): KnownDifference[] =>
  rows.map((row) => ({ host, ...row }));

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...of("node", NODE),
  ...of("bun", BUN),
  ...of("deno", DENO),
  ...of("bun", BUN_HTTP2),
  ...of("deno", DENO_HTTP2),
  ...of("workers", WORKERS),
  ...WEBSOCKET,
  ...FETCH_STANDARD,
];

function isOf({ host }: KnownDifference, { id, host: adapter }: HostSpec): boolean {
  return [host].flat().some((named) => named === id || named === adapter);
}

/** The row that explains why a case fails on a host. */
export function knownDifference(
  host: HostSpec,
  id: string,
  where: "case" | "agreement",
  part?: string,
): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(
    (row) =>
      isOf(row, host) &&
      [row.case].flat().includes(id) &&
      (row.part === undefined || row.part === part) &&
      (where === "agreement" || row.only === undefined),
  );
}

/**
 * The row for a part that shares no differences with the others: another version of HTTP. A row of
 * the part "h2" is one of all parts that begin so.
 */
export function differenceWithin(
  host: HostSpec,
  id: string,
  part: string,
  where: "case" | "agreement" = "case",
): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(
    (row) =>
      isOf(row, host) &&
      [row.case].flat().includes(id) &&
      row.part !== undefined &&
      part.startsWith(row.part) &&
      (where === "agreement" || row.only === undefined),
  );
}
