/** `npm run bench`: server CPU time per request, beside rivals and the runtimes' own servers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Cell } from "./lib/cells.ts";
import { builtAt, factLines, facts } from "./lib/facts.ts";
import { help, parseOptions, UsageError, type Options } from "./lib/options.ts";
import { controlOf, figures, table } from "./lib/report.ts";
import { cellSeconds, measure } from "./lib/rounds.ts";
import { scenarios } from "./lib/scenarios.ts";
import { subjects, type Subject } from "./lib/subjects.ts";
import { findTarget, title, type RuntimeName, type Target } from "./lib/targets.ts";

const quickLimit = 52;

function chooseTargets(options: Options): Target[] {
  const find = (runtime: RuntimeName, major?: string): Target => {
    const target = findTarget(runtime, major);
    if (target !== undefined) return target;
    const name = major === undefined ? runtime : `Node ${major}`;
    throw new UsageError(`${name} is not installed; run npm ci --prefix test/runtimes`);
  };
  return options.runtimes.flatMap((runtime) =>
    runtime === "node" ? options.nodes.map((major) => find(runtime, major)) : [find(runtime)],
  );
}

function chooseSubjects(options: Options, runtime: RuntimeName): Subject[] {
  const wanted = options.subjects;
  return subjects.filter(
    (subject) =>
      subject.runtime === runtime &&
      (subject.control || (wanted.length > 0 ? wanted.includes(subject.name) : true)) &&
      (!options.quick || wanted.length > 0 || subject.quick),
  );
}

/** The seconds that each measurement may take so that all of them end in time. */
function fitted(options: Options, cells: number): Options {
  const each = cellSeconds(options);
  const room = quickLimit / (cells * options.rounds);
  if (!options.quick || each <= room) return options;
  const loaded = options.seconds + options.warmup;
  const scale = (room - (each - loaded)) / loaded;
  if (options.seconds * scale < 0.2) {
    throw new UsageError("--quick has no room for so much; choose fewer of anything");
  }
  return { ...options, seconds: options.seconds * scale, warmup: options.warmup * scale };
}

function save(
  known: object,
  results: readonly { target: Target; cells: readonly Cell[] }[],
): string {
  const folder = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}.json`);
  const rows = results.flatMap(({ target, cells }) =>
    cells.map((cell) => ({
      runtime: title(target),
      subject: cell.subject.name,
      scenario: cell.scenario.name,
      ...figures(cell, controlOf(cell, cells)),
      framing: cell.framing,
      note: cell.note,
      samples: cell.samples,
    })),
  );
  writeFileSync(file, `${JSON.stringify({ facts: known, rows }, undefined, 2)}\n`);
  return file;
}

const log = (line: string): boolean => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  let options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(help);
  const targets = chooseTargets(options);
  const chosen = new Map(targets.map(({ runtime }) => [runtime, chooseSubjects(options, runtime)]));
  const perTarget = targets.map(({ runtime }) => (chosen.get(runtime) ?? []).length);
  const cells = perTarget.reduce((sum, count) => sum + count, 0) * options.scenarios.length;
  options = fitted(options, cells);

  const known = facts(options, targets, [...chosen.values()].flat());
  log(`about ${Math.ceil(cells * options.rounds * cellSeconds(options))} s`);
  console.log(factLines(known));

  const folder = mkdtempSync(join(tmpdir(), "everyserve-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

  const results = [];
  for (const target of targets) {
    const measured = await measure({
      ...options,
      target,
      folder,
      subjects: chosen.get(target.runtime) ?? [],
      scenarios: scenarios.filter(({ name }) => options.scenarios.includes(name)),
      progress: (line) => log(`${title(target)}: ${line}`),
    });
    console.log(table(target, measured, options.inside));
    results.push({ target, cells: measured });
  }
  if (builtAt() !== known.built) console.log("everyserve was built anew during this run\n");
  log(`samples: ${save(known, results)}`);
  // Ours answering wrongly must not look like a successful run to a script.
  const wrong = results.flatMap((result) => result.cells).filter((cell) => cell.failed);
  if (wrong.some(({ subject }) => subject.control || !subject.pack)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}
