/**
 * The rows that run inside each runtime, through the package: one process per host.
 */
import { beforeAll, describe, inject, test } from "vitest";
import { differences, show } from "../shared/match.ts";
import type { InsideCase, InsideResult } from "../shared/inside/case.ts";
import { INSIDE_CASES } from "../shared/inside/index.ts";
import { NATIVE_CASES } from "../shared/native/index.ts";
import { TRUST_CASES } from "../shared/trust/index.ts";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { PARTS, runPart, type Told } from "./inside_run.ts";
import { judge } from "./outcome.ts";
import { keep } from "./record.ts";

const stage = inject("stage");

test("the ids of the inside cases are unique", ({ expect }) => {
  const ids = [...INSIDE_CASES, ...TRUST_CASES, ...NATIVE_CASES].map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of HOSTS.filter(({ binary }) => binary !== undefined)) {
  for (const one of PARTS) {
    const { part, rows: all, only } = one;
    if (only !== undefined && only !== host.host) continue;
    const rows = all.filter(({ needs }) => gives(host, needs));
    if (rows.length === 0) continue;
    // Side by side: most of their time is waiting.
    describe.concurrent(`${part} ${host.id}`, () => {
      let told: Told;
      beforeAll(async () => {
        told = await runPart(host, stage, one);
        keep(stage, host, Object.fromEntries(told.results), part);
      }, 300_000);

      for (const row of rows) {
        test(`${row.id} ${row.title}`, ({ task }) => {
          Object.assign(task.meta, { host: host.id, part });
          const complaints = complain(row, told.results.get(row.id), told.stderr);
          judge(task, complaints, knownDifference(host, row.id, "case", part));
        });
      }
    });
  }
}

function complain(row: InsideCase, result: InsideResult | undefined, stderr: string): string[] {
  if (result === undefined) return [`no result; stderr: ${stderr.slice(-2000)}`];
  const complaints = result.error === undefined ? [] : [result.error];
  if (result.error === undefined) complaints.push(...differences(row.expect, result.value));
  if (row.stderr !== undefined) {
    const said = between(stderr, `<<< ${row.id}\n`, `>>> ${row.id}\n`);
    if (row.stderr.length === 0 && said !== "") complaints.push(`stderr says ${show(said)}`);
    for (const pattern of row.stderr) {
      if (!pattern.test(said)) complaints.push(`stderr ${show(said)} does not match ${pattern}`);
    }
  }
  return complaints;
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  return from < 0 || to < 0 ? "" : text.slice(from + start.length, to);
}
