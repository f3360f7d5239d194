/**
 * Every row again, without its expectation: what one host did is compared with what the others did.
 * It finds what no expectation thought of.
 */
import { beforeAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { normalise } from "../shared/normal.ts";
import { knownDifference } from "./expectations.ts";
import { judgeAgreement } from "./groups.ts";
import { HOSTS } from "./hosts.ts";
import { playWire, recorded, type Record } from "./record.ts";

const stage = inject("stage");
const hosts = HOSTS.filter(({ binary }) => binary !== undefined);

describe("agreement", () => {
  const records = new Map<string, Record>();
  beforeAll(async () => {
    for (const host of hosts) {
      const play = (): Promise<Record> => playWire(stage, host, WIRE_CASES);
      records.set(host.id, await recorded(stage, host, play));
    }
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
      judgeAgreement(task, seen);
    });
  }
});
