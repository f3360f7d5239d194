/**
 * Hosts in groups that did the same, for the tests of agreement.
 *
 * @module
 */
import type { TestContext } from "vitest";
import { differences } from "../shared/match.ts";
import type { KnownDifference } from "./expectations.ts";

/** What one host did, without what may differ. */
export interface Seen {
  readonly host: { readonly id: string };
  readonly value: unknown;
}

/** Fails when hosts disagree, or when one agrees that is listed as right, but not the same. */
export function judgeAgreement(
  task: TestContext["task"],
  seen: readonly (Seen & { readonly listed: KnownDifference | undefined })[],
): void {
  const groups = groupsOf(seen.filter(({ listed }) => listed === undefined));
  if (groups.length > 1) throw new Error(disagreement(groups));
  const [common] = groups;
  for (const { host, listed, value } of seen) {
    if (listed?.only !== "agreement" || common === undefined) continue;
    task.meta.listed = listed;
    if (JSON.stringify(value) !== common.text) continue;
    throw new Error(`${host.id} agrees now, remove its row from expectations.ts: ${listed.reason}`);
  }
}

/** Hosts that did the same. */
export interface Group {
  readonly text: string;
  readonly value: unknown;
  readonly hosts: string[];
}

/** The largest first. */
export function groupsOf(seen: readonly Seen[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { host, value } of seen) {
    const text = JSON.stringify(value);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { text, value, hosts: [host.id] });
    else group.hosts.push(host.id);
  }
  return [...groups.values()].sort((a, b) => b.hosts.length - a.hosts.length);
}

/** Names the groups, and where each departs from the largest. */
export function disagreement([most, ...others]: readonly Group[]): string {
  const lines = others.map(({ hosts: names, value }) => {
    const where = differences(json(most?.value), json(value)).slice(0, 4);
    return `${names.join(", ")} differ: ${where.join("; ") || JSON.stringify(value)}`;
  });
  return [`${most?.hosts.join(", ")} agree`, ...lines].join("\n");
}

function json(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
