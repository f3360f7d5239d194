/**
 * The rows that run inside each runtime, through the package: one process per host.
 */
import { beforeAll, describe, inject, test } from "vitest";
import { differences, show } from "../shared/match.ts";
import type { InsideCase, InsideResult } from "../shared/inside/case.ts";
import { INSIDE_CASES } from "../shared/inside/index.ts";
import { NATIVE_CASES } from "../shared/native/index.ts";
import { BOUND_CASES, TRUST_CASES } from "../shared/trust/index.ts";
import { call } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS, type HostSpec } from "./hosts.ts";
import { launch } from "./launch.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");

/** Each in a process of its own: on Node the default mode changes the platform's classes for good. */
const PARTS = [
  { part: "inside", entry: "inside", rows: INSIDE_CASES },
  { part: "trust", entry: "trust", rows: TRUST_CASES },
  { part: "native", entry: "native", rows: NATIVE_CASES },
  { part: "native strict", entry: "native.strict", rows: NATIVE_CASES },
  // The strict mode changes nothing elsewhere.
  { part: "trust strict", entry: "trust.strict", rows: BOUND_CASES, only: "node" },
] as const;

test("the ids of the inside cases are unique", ({ expect }) => {
  const ids = [...INSIDE_CASES, ...TRUST_CASES, ...NATIVE_CASES].map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of HOSTS.filter(({ binary }) => binary !== undefined)) {
  for (const { part, entry, rows: all, ...where } of PARTS) {
    if ("only" in where && where.only !== host.host) continue;
    const rows = all.filter(({ needs }) => gives(host, needs));
    if (rows.length === 0) continue;
    // Side by side: most of their time is waiting.
    describe.concurrent(`${part} ${host.id}`, () => {
      let told: Told;
      beforeAll(async () => {
        told = await (host.host === "workers"
          ? askWorker(host, entry)
          : runProcess(host, entry, all));
      }, 120_000);

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

/** The line behind the last row. */
const DONE = /^\{"done":true\}$/m;

/** What the rows told, and all that stood on stderr meanwhile. */
interface Told {
  results: Map<string, InsideResult>;
  stderr: string;
}

/** Runs all rows; a row of which the process died is told so, and the next one begins another. */
async function runProcess(
  host: HostSpec,
  entry: string,
  rows: readonly InsideCase[],
): Promise<Told> {
  const told: Told = { results: new Map(), stderr: "" };
  for (let from = 0; from < rows.length;) {
    const running = await launch(host, stage, entry, [], [String(from)]);
    const deadline = Date.now() + 100_000;
    let over = false;
    void running.exited.then(() => (over = true));
    while (!over && !DONE.test(running.stdout()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await running.stop();
    const results = parse(running.stdout());
    for (const [id, result] of results) told.results.set(id, result);
    told.stderr += running.stderr();
    if (DONE.test(running.stdout())) break;
    const last = [...results.keys()].at(-1);
    const killer = rows.findIndex(({ id }) => id === last) + 1;
    const row = rows[Math.max(killer, from)];
    if (row === undefined) break;
    const error = `the process ended: ${running.stderr().trim().slice(-400)}`;
    told.results.set(row.id, { id: row.id, error });
    from = rows.indexOf(row) + 1;
  }
  return told;
}

async function askWorker(host: HostSpec, entry: string): Promise<Told> {
  const running = await launch(host, stage, entry, ["plain"]);
  try {
    const body = await call(running.ports.get("plain") ?? 0, "/", 50_000);
    return {
      results: parse(Buffer.from(body ?? "", "latin1").toString("utf8")),
      stderr: running.stderr(),
    };
  } finally {
    await running.stop();
  }
}

function parse(output: string): Map<string, InsideResult> {
  const lines = output.split("\n").filter((line) => line.startsWith('{"id"'));
  return new Map(
    lines.map((line) => JSON.parse(line) as InsideResult).map((result) => [result.id, result]),
  );
}
