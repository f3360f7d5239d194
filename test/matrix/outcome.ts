/**
 * Turns complaints into a test's result, with the known differences in mind.
 *
 * @module
 */
import type { TestContext, TestOptions } from "vitest";
import { CEILING, LISTED_CEILING } from "./client.ts";
import type { KnownDifference } from "./expectations.ts";

declare module "vitest" {
  interface TaskMeta {
    /** The column of the table that the test counts in. */
    host?: string;
    /** The row of the table: which part of the matrix. */
    part?: string;
    /** Set by the first test of a host: what the runtime said it is. */
    runtime?: string;
    /** The known difference that the test expects. */
    listed?: KnownDifference;
  }
}

/**
 * The hosts run side by side, as they mostly wait; the rows of one after the other, so that no row
 * meets what another does to its process. The option for a test in such a `describe.concurrent`.
 */
export const ONE_BY_ONE: TestOptions = { concurrent: false };

/**
 * The rows one after the other, then those that are listed, side by side: each of them waits for the
 * ceiling of what its host does not do, and would be most of the time that a host takes.
 */
export function listedLast<R extends { readonly id: string }>(
  rows: readonly R[],
  listed: (row: R) => KnownDifference | undefined,
): {
  row: R;
  difference: KnownDifference | undefined;
  options: TestOptions;
  ceiling: number;
}[] {
  const all = rows.map((row) => {
    const difference = listed(row);
    const isListed = difference !== undefined;
    const ceiling = isListed ? LISTED_CEILING : CEILING;
    return { row, difference, options: { concurrent: isListed }, ceiling };
  });
  return [
    ...all.filter(({ difference }) => difference === undefined),
    ...all.filter(({ difference }) => difference !== undefined),
  ];
}

/** Fails when there are complaints; the other way round where a known difference is listed. */
export function judge(
  task: TestContext["task"],
  complaints: readonly string[],
  listed: KnownDifference | undefined,
): void {
  if (listed === undefined) {
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    return;
  }
  task.meta.listed = listed;
  if (complaints.length > 0 || listed.unsteady) return;
  throw new Error(
    `The known difference is gone, remove its row from expectations.ts: ${listed.reason} (${listed.link})`,
  );
}
