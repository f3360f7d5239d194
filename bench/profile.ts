/** `tsx bench/profile.ts`: where one subject on Node spends its time, or its memory, under load. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { launch, type Running } from "./lib/launch.ts";
import { applyLoad, type LoadResult } from "./lib/load.ts";
import { selfSizes, selfTimes, type Row } from "./lib/profiles.ts";
import { scenarios, type Scenario } from "./lib/scenarios.ts";
import { subjects } from "./lib/subjects.ts";
import { findTarget, title } from "./lib/targets.ts";

const help = `Usage: tsx bench/profile.ts [flags]

  --subject <name>   ${subjects.flatMap((each) => (each.runtime === "node" ? [each.name] : [])).join(", ")}
                     (default: everyserve)
  --scenario <name>  ${scenarios.map(({ name }) => name).join(", ")} (default: hello)
  --node <major>     20, 22, 24 or 26 (default: 24)
  --kind <what>      cpu:   self time by function, V8's sampler
                     alloc: bytes allocated per request by function
                     perf:  self time with native code and the kernel, by Linux perf
                     (default: cpu)
  --seconds <n>      seconds under load (default: 4)
  --top <n>          rows (default: 40)
  --help             this text`;

const string = { type: "string" } as const;

function fail(message: string): never {
  console.error(`profile: ${message}`);
  process.exit(2);
}

function flags(): Record<string, string | boolean | undefined> {
  try {
    return parseArgs({
      options: {
        subject: string,
        scenario: string,
        node: string,
        kind: string,
        seconds: string,
        top: string,
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    return fail(String((error as Error).message).split(/\.\s|\n/)[0] ?? "");
  }
}

const { subject: name = "everyserve", scenario: wanted = "hello", ...rest } = flags();
const { node: major = "24", kind = "cpu", seconds = "4", top = "40" } = rest;
if (rest["help"]) {
  console.log(help);
  process.exit(0);
}
const subject =
  subjects.find((each) => each.runtime === "node" && each.name === name) ??
  fail(`no subject is called "${name}"`);
const scenario: Scenario =
  scenarios.find((each) => each.name === wanted) ?? fail(`no scenario is called "${wanted}"`);
const target = findTarget("node", String(major)) ?? fail(`Node ${major} is not installed`);
if (!["cpu", "alloc", "perf"].includes(String(kind))) fail(`no kind is called "${kind}"`);
if (!(Number(seconds) > 0 && Number(seconds) <= 60)) fail("--seconds takes a number up to 60");
if (!(Number(top) > 0)) fail("--top takes a number");

const folder = mkdtempSync(join(tmpdir(), "everyserve-profile-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function print(rows: readonly Row[], unit: string, divisor: number, result: LoadResult): void {
  const total = rows.reduce((sum, { value }) => sum + value, 0);
  const perRequest = (value: number): string => (value / divisor).toFixed(unit === "µs" ? 2 : 0);
  console.log(
    `${title(target)}, ${subject.name}, ${scenario.name}: ${result.requests} requests, ` +
      `${perRequest(total)} ${unit} per request\n`,
  );
  for (const row of rows.slice(0, Number(top))) {
    const share = ((row.value / total) * 100).toFixed(1).padStart(5);
    console.log(
      `${share} %  ${perRequest(row.value).padStart(8)} ${unit}  ${row.name}  ${row.place}`,
    );
  }
}

function load(running: Running, duration: number): Promise<LoadResult> {
  const { exchange } = scenario;
  return applyLoad({ port: running.port, exchange, seconds: duration, connections: 16, folder });
}

async function withV8(): Promise<void> {
  const file = join(folder, "profile.json");
  Object.assign(process.env, { BENCH_PROFILE: file, BENCH_PROFILE_KIND: String(kind) });
  const preload = new URL("subjects/profiler.mjs", import.meta.url).href;
  const running = await launch(target, subject, scenario.name, {
    folder,
    flags: ["--import", preload],
  });
  await load(running, 2);
  process.kill(running.pid, "SIGUSR2");
  const result = await load(running, Number(seconds));
  await running.stop("SIGTERM");
  const profile = JSON.parse(readFileSync(file, "utf8"));
  if (kind === "alloc") print(selfSizes(profile), "bytes", result.requests, result);
  else print(selfTimes(profile), "µs", result.requests, result);
}

async function withPerf(): Promise<void> {
  const running = await launch(target, subject, scenario.name, {
    folder,
    flags: ["--perf-basic-prof", "--interpreted-frames-native-stack"],
  });
  await load(running, 2);
  const data = join(folder, "perf.data");
  const args = ["record", "-q", "-F", "1999", "-e", "cpu-clock", "-p", String(running.pid)];
  const perf = spawn("perf", [...args, "-o", data], { stdio: "ignore" });
  perf.on("error", () => fail("perf is not installed"));
  await load(running, Number(seconds));
  perf.kill("SIGINT");
  await new Promise((resolve) => perf.once("close", resolve));
  // A separator, or perf pads every line to the longest symbol.
  const report = ["report", "-i", data, "--stdio", "--no-children", "-s", "sym,dso", "-t", "|"];
  try {
    // The map of compiled code is the server's own: perf reads it while the process is there.
    const lines = execFileSync("perf", report, {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      stdio: ["ignore", "pipe", "ignore"],
    }).split("\n");
    for (const line of lines.filter((each) => /^\s*\d/.test(each)).slice(0, Number(top))) {
      const [share, symbol, object] = line.split("|").map((field) => field.trim());
      console.log(`${share?.padStart(7)}  ${symbol?.slice(0, 100)}  ${object}`);
    }
  } finally {
    await running.stop();
    rmSync(`/tmp/perf-${running.pid}.map`, { force: true });
  }
}

await (kind === "perf" ? withPerf() : withV8());
