/**
 * Every row again, without its expectation: what one host did is compared with what the others did.
 * It finds what no expectation thought of.
 */
import { beforeAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { normalise } from "../shared/normal.ts";
import { differences } from "../shared/match.ts";
import { knownDifference } from "./expectations.ts";
import { HOSTS } from "./hosts.ts";
import { recorded, type Record } from "./record.ts";

const stage = inject("stage");
const hosts = HOSTS.filter(({ binary }) => binary !== undefined);

describe("agreement", () => {
  const records = new Map<string, Record>();
  beforeAll(async () => {
    for (const host of hosts) records.set(host.id, await recorded(stage, host, WIRE_CASES));
  }, 300_000);

  for (const row of WIRE_CASES) {
    test(`${row.id} ${row.title}`, ({ task }) => {
      task.meta.part = "agreement";
      const seen = hosts.flatMap((host) => {
        const exchange = records.get(host.id)?.[row.id];
        // A host that did not start has failed the wire test already.
        if (exchange === undefined) return [];
        return {
          host,
          listed: knownDifference(host, row.id, "agreement"),
          value: normalise(row, exchange),
        };
      });
      const groups = groupsOf(seen.filter(({ listed }) => listed === undefined));
      if (groups.length > 1) throw new Error(disagreement(groups));
      const [common] = groups;
      for (const { host, listed, value } of seen) {
        if (listed?.only !== "agreement" || common === undefined) continue;
        task.meta.listed = listed;
        if (JSON.stringify(value) === common.text) {
          throw new Error(
            `${host.id} agrees now, remove its row from expectations.ts: ${listed.reason}`,
          );
        }
      }
    });
  }
});

interface Group {
  text: string;
  value: unknown;
  hosts: string[];
}

function groupsOf(seen: readonly { host: { id: string }; value: unknown }[]): Group[] {
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
function disagreement([most, ...others]: readonly Group[]): string {
  const lines = others.map(({ hosts: names, value }) => {
    const where = differences(json(most?.value), json(value)).slice(0, 4);
    return `${names.join(", ")} differ: ${where.join("; ") || JSON.stringify(value)}`;
  });
  return [`${most?.hosts.join(", ")} agree`, ...lines].join("\n");
}

function json(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
