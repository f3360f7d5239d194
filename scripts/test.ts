/**
 * `npm test`: every gate and every test, and one line at the end that counts them.
 *
 * `--fast` leaves out what takes long: unit tests and the machine's Node only.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

interface Counts {
  passed: number;
  failed: number;
}

/** Of vitest's JSON report, what is read here. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** What a gate is called, and its command. */
const GATES: readonly (readonly [name: string, command: readonly string[]])[] = [
  ["build", ["turbo", "run", "build"]],
  ["typecheck", ["turbo", "run", "typecheck"]],
  ["lint", ["turbo", "run", "lint"]],
];

const FAST = ["unit", "matrix"];
const ALL = ["unit", "house", "matrix", "demo"];

/** Of failed tests, so many are told once more at the end: a log of CI often keeps its tail alone. */
const TOLD = 30;

const fast = process.argv.includes("--fast");
const started = Date.now();
const results: [name: string, counts: Counts, seconds: number][] = [];
const failures: string[] = [];

for (const [name, command] of GATES) {
  const passed = run(command, {}) === 0;
  record(name, { passed: passed ? 1 : 0, failed: passed ? 0 : 1 });
}
for (const project of fast ? FAST : ALL) record(project, vitest(project));

console.log();
for (const [name, { passed, failed }, seconds] of results) {
  console.log(
    `${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s   ${passed} passed, ${failed} failed`,
  );
}
const total = results.reduce<Counts>(
  (sum, [, { passed, failed }]) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
  { passed: 0, failed: 0 },
);
console.log(`${"all".padEnd(12)}${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s`);
for (const failure of failures.slice(0, TOLD)) console.log(`\n${failure}`);
if (failures.length > TOLD) console.log(`\nand ${failures.length - TOLD} more`);
if (failures.length > 0) console.log();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function record(name: string, counts: Counts): void {
  const before = results.reduce((sum, [, , seconds]) => sum + seconds, 0);
  results.push([name, counts, (Date.now() - started) / 1000 - before]);
}

/** Runs a project of vitest.config.ts; no test at all is a failure, and so is a crash. */
function vitest(project: string): Counts {
  const folder = mkdtempSync(join(tmpdir(), "everyserve-test-"));
  const report = join(folder, "report.json");
  const status = run(["vitest", "run", "--project", project], {
    EVERYSERVE_REPORT: report,
    ...(fast && { EVERYSERVE_HOSTS: `node${process.versions.node.split(".")[0]}` }),
  });
  try {
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      testResults,
    } = JSON.parse(readFileSync(report, "utf8")) as Report;
    for (const { name, assertionResults } of testResults) {
      for (const { status: state, fullName, failureMessages } of assertionResults) {
        if (state !== "failed") continue;
        failures.push(`FAILED ${relative("", name)} > ${fullName}\n${failureMessages.join("\n")}`);
      }
    }
    const broken = status !== 0 && failed === 0;
    return { passed, failed: failed + (broken || passed + failed === 0 ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run([command, ...args]: readonly string[], env: Record<string, string>): number {
  const { status } = spawnSync(join("node_modules", ".bin", command!), args, {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", ...env },
    shell: process.platform === "win32",
  });
  return status ?? 1;
}
