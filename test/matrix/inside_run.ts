/**
 * Runs the rows that run inside a runtime: one process per host and part.
 *
 * @module
 */
import type { HostName } from "../../src/core/host.ts";
import type { InsideCase, InsideResult } from "../shared/inside/case.ts";
import { INSIDE_CASES } from "../shared/inside/index.ts";
import { NATIVE_CASES } from "../shared/native/index.ts";
import { BOUND_CASES, TRUST_CASES } from "../shared/trust/index.ts";
import { call } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import type { HostSpec } from "./hosts.ts";
import { launch, type Running } from "./launch.ts";

/** A part of the matrix: rows of one process. */
export interface Part {
  readonly part: string;
  readonly entry: string;
  readonly rows: readonly InsideCase[];
  /** The one adapter that it is for. */
  readonly only?: HostName;
}

/** Each in a process of its own: on Node the default mode changes the platform's classes for good. */
export const PARTS: readonly Part[] = [
  { part: "inside", entry: "inside", rows: INSIDE_CASES },
  { part: "trust", entry: "trust", rows: TRUST_CASES },
  { part: "native", entry: "native", rows: NATIVE_CASES },
  { part: "native strict", entry: "native.strict", rows: NATIVE_CASES },
  // The strict mode changes nothing elsewhere.
  { part: "trust strict", entry: "trust.strict", rows: BOUND_CASES, only: "node" },
];

/** How long a host may be silent between two rows: none may take so long. */
const SILENCE = 40_000;

/** All rows of a part on a host. */
export function runPart(host: HostSpec, stage: string, part: Part): Promise<Told> {
  return host.host === "workers"
    ? askWorker(host, stage, part.entry)
    : runProcess(host, stage, part);
}

/** The line behind the last row. */
const DONE = /^\{"done":true\}$/m;

/** What the rows told, and all that stood on stderr meanwhile. */
export interface Told {
  results: Map<string, InsideResult>;
  stderr: string;
}

/** Runs all rows; a row of which the process died is told so, and the next one begins another. */
async function runProcess(
  host: HostSpec,
  stage: string,
  { part, entry, rows }: Part,
): Promise<Told> {
  const told: Told = { results: new Map(), stderr: "" };
  const ids = rows.map(({ id }) => id);
  const listed = ids.filter((id) => knownDifference(host, id, "case", part) !== undefined);
  for (let from = 0; from < rows.length;) {
    const running = await launch(host, stage, entry, [], [String(from), ...listed]);
    const hung = await untilDone(running);
    await running.stop();
    const results = parse(running.stdout());
    for (const [id, result] of results) told.results.set(id, result);
    told.stderr += running.stderr();
    if (DONE.test(running.stdout())) break;
    const last = [...results.keys()].at(-1);
    const killer = rows.findIndex(({ id }) => id === last) + 1;
    const row = rows[Math.max(killer, from)];
    if (row === undefined) break;
    const what = hung ? `no row came to its end for ${SILENCE} ms` : "the process ended";
    const error = `${what}: ${running.stderr().trim().slice(-400)}`;
    told.results.set(row.id, { id: row.id, error });
    from = rows.indexOf(row) + 1;
  }
  return told;
}

/** Waits for the end of the last row, or of the process; true when there was no end of either. */
async function untilDone(running: Running): Promise<boolean> {
  let over = false;
  void running.exited.then(() => (over = true));
  let heard = 0;
  let deadline = Date.now() + SILENCE;
  while (!over && !DONE.test(running.stdout().slice(-100))) {
    const { length } = running.stdout();
    if (length > heard) deadline = Date.now() + SILENCE;
    else if (Date.now() > deadline) return true;
    heard = length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function askWorker(host: HostSpec, stage: string, entry: string): Promise<Told> {
  const running = await launch(host, stage, entry, ["plain"]);
  try {
    const body = await call(running.ports.get("plain") ?? 0, "/", 100_000);
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
