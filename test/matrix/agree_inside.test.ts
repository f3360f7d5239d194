/**
 * Agreement inside the runtimes: what a row observed on one host is compared with what it observed on
 * the others, beyond what the row asks.
 */
import { beforeAll, describe, inject, test } from "vitest";
import type { InsideResult } from "../shared/inside/case.ts";
import { normaliseInside } from "../shared/normal.ts";
import { knownDifference } from "./expectations.ts";
import { judgeAgreement } from "./groups.ts";
import { HOSTS } from "./hosts.ts";
import { PARTS, runPart } from "./inside_run.ts";
import { recorded } from "./record.ts";

const stage = inject("stage");
const hosts = HOSTS.filter(({ binary }) => binary !== undefined);
// Those of one adapter have nobody to agree with.
const parts = PARTS.filter(({ part }) => !part.endsWith("strict"));

/** Where right hosts may see different things. */
const FREE = [
  // The clause says so: when a name is resolved, whether 100 is sent before 413, what Workers tell.
  /^(S15\.unresolvable|E06\.body-continue|S18\.undefined)/,
  // How many of a hundred clients a race lets in.
  /^(R37|R57|R60)\.(resets|halves)|^H14\.reset-upload/,
  // What the platform's fetch() says of a body that was cut off, or of a method.
  /^(P10\.after|E09\.fetch-(trace|connect))/,
  // Which bounds the platform has of its own.
  /^E04\.unbounded/,
  // How many others are served while a slow client reads.
  /^P39\.sips/,
  // What classes make that are the platform's own.
  /^E09\.(captured-type|derived-object|read-form|sent-captured|static-json-bad|captured-request)/,
];

type Results = Record<string, InsideResult>;

for (const one of parts) {
  const { part, rows } = one;
  describe(`agreement ${part}`, () => {
    const records = new Map<string, Results>();
    beforeAll(async () => {
      for (const host of hosts) {
        const play = async (): Promise<Results> =>
          Object.fromEntries((await runPart(host, stage, one)).results);
        records.set(host.id, await recorded(stage, host, play, part));
      }
    }, 600_000);

    for (const row of rows.filter(({ id }) => !FREE.some((pattern) => pattern.test(id)))) {
      test(`${row.id} ${row.title}`, ({ task }) => {
        task.meta.part = `agreement ${part}`;
        const seen = hosts.flatMap((host) => {
          const result = records.get(host.id)?.[row.id];
          // What failed is told by the row itself.
          if (result === undefined || result.error !== undefined) return [];
          const value = normaliseInside(result.value);
          if (value === undefined && result.value !== undefined) return [];
          return { host, listed: knownDifference(host, row.id, "agreement", part), value };
        });
        judgeAgreement(task, seen);
      });
    }
  });
}
