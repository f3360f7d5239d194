/**
 * Hosts × programs: each a process of its own, run as a user would.
 */
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, inject, test } from "vitest";
import { differences, show } from "../shared/match.ts";
import { PROGRAMS, type ProgramCase } from "../shared/programs/index.ts";
import { call } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import { HOSTS, type HostSpec } from "./hosts.ts";
import { launch, type Running } from "./launch.ts";
import { judge } from "./outcome.ts";
import { config, forWorkers } from "./stage.ts";

const stage = inject("stage");
/** How long a program must go on to count as one that stays. */
const STAYS = 400;
/** How long a program may take to end; in a row that is listed it does not. */
const CEILING = 12_000;
const LISTED_CEILING = 2000;

for (const host of HOSTS.filter(({ binary }) => binary !== undefined)) {
  // Side by side: they mostly wait for whether they end.
  describe.concurrent(`programs ${host.id}`, () => {
    for (const row of PROGRAMS) {
      if (row.needs === "listen" && host.host === "workers") continue;
      const listed = knownDifference(host, row.id, "case");
      const ends = listed === undefined ? CEILING : LISTED_CEILING;
      const ceiling = row.ends === "stays" ? STAYS : ends;
      test(`${row.id} ${row.title}`, { timeout: 30_000 }, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "programs" });
        judge(task, await run(host, row, ceiling), listed);
      });
    }
  });
}

async function run(host: HostSpec, row: ProgramCase, ceiling: number): Promise<string[]> {
  const entry = await write(host, row);
  const wanted = row.answers === undefined ? [] : ["plain"];
  const complaints: string[] = [];
  let running: Running;
  try {
    running = await launch(host, stage, entry, wanted);
  } catch (error) {
    return [String(error)];
  }
  try {
    if (row.answers !== undefined) {
      const answer = await call(running.ports.get("plain") ?? 0, "/");
      complaints.push(...differences(row.answers, answer, "answer"));
    }
    const ended = await Promise.race([running.exited, sleep(ceiling).then(() => "stays" as const)]);
    complaints.push(...differences(row.ends, ended, "end"));
  } finally {
    await running.stop();
  }
  const lines = running
    .stdout()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("{"));
  if (row.stdout !== undefined) complaints.push(...differences(row.stdout, lines, "stdout"));
  const said = running.stderr();
  if (row.stderr?.length === 0 && said !== "") complaints.push(`stderr says ${show(said)}`);
  for (const pattern of row.stderr ?? []) {
    if (!pattern.test(said)) complaints.push(`stderr ${show(said)} does not match ${pattern}`);
  }
  return complaints;
}

/** Writes the program into the stage; bundled for workerd. */
async function write(host: HostSpec, row: ProgramCase): Promise<string> {
  const name = `program-${row.id.toLowerCase()}-${host.id}`;
  const source = row.source.replaceAll("/HOST", `/${host.host}`);
  if (host.host !== "workers") {
    writeFileSync(join(stage, `${name}.mjs`), source);
    return name;
  }
  await build({
    ...forWorkers(stage),
    stdin: { contents: source, resolveDir: stage, sourcefile: `${name}.mjs` },
    outfile: join(stage, `${name}.workers.js`),
  });
  writeFileSync(join(stage, `${name}.capnp`), config(`${name}.workers.js`, ["plain"]));
  return name;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
