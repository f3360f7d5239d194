/**
 * `npx tsx bench/http2.ts [major …]`: a hello over HTTP/1, HTTP/2 in cleartext and HTTP/2 over TLS,
 * ours beside bare node:http and node:http2, in one run: requests per second, and the server's CPU
 * time for each. The load is h2load's, 8 connections of 10 requests at once.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { TEST_CERTIFICATE } from "../test/shared/certificate.ts";
import { cpuBetween, readCpu } from "./lib/cpu.ts";
import { findTarget, title, type Target } from "./lib/targets.ts";

const TURNS = 7;
const REQUESTS = 10_000;
const VERSIONS = ["h1", "h2c", "h2"] as const;
const SUBJECTS = ["raw", "ours"] as const;

interface Running {
  readonly name: string;
  readonly version: (typeof VERSIONS)[number];
  readonly child: ChildProcess;
  readonly port: number;
  readonly perSecond: number[];
  readonly micros: number[];
}

function start(target: Target, name: string, version: (typeof VERSIONS)[number]): Promise<Running> {
  const program = fileURLToPath(new URL("subjects/versions.mjs", import.meta.url));
  const child = spawn(target.binary, [program, name, version], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, BENCH_CERT: TEST_CERTIFICATE.cert, BENCH_KEY: TEST_CERTIFICATE.key },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ${version} ended with ${code}`)));
    child.stdout.once("data", (line: Buffer) => {
      const { port } = JSON.parse(String(line)) as { port: number };
      resolve({ name, version, child, port, perSecond: [], micros: [] });
    });
  });
}

function load({ version, port }: Running, requests: number): number {
  const scheme = version === "h2" ? "https" : "http";
  const how = version === "h1" ? ["--h1", "-m10"] : ["-m10"];
  const output = execFileSync(
    "h2load",
    [`-n${requests}`, "-c8", ...how, `${scheme}://127.0.0.1:${port}/`],
    { encoding: "utf8" },
  );
  if (!output.includes(`${requests} succeeded`)) throw new Error(output);
  return Number(/, ([\d.]+) req\/s/.exec(output)?.[1]);
}

function turn(running: Running): void {
  const before = readCpu(running.child.pid ?? 0);
  const perSecond = load(running, REQUESTS);
  const after = readCpu(running.child.pid ?? 0);
  if (before === undefined || after === undefined) throw new Error("CPU time cannot be read here");
  running.perSecond.push(perSecond);
  running.micros.push(cpuBetween(before, after) / REQUESTS);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function measure(target: Target): Promise<void> {
  const all: Running[] = [];
  try {
    for (const version of VERSIONS) {
      for (const name of SUBJECTS) all.push(await start(target, name, version));
    }
    for (const running of all) load(running, REQUESTS); // warm
    for (let i = 0; i < TURNS; i++) for (const running of all) turn(running);
    console.log(`\n${title(target)}, medians of ${TURNS} turns of ${REQUESTS} requests\n`);
    console.log("| version | subject | requests/s | CPU µs per request | to raw |");
    console.log("| ------- | ------- | ---------- | ------------------ | ------ |");
    for (const { name, version, perSecond, micros } of all) {
      const raw = all.find((one) => one.version === version && one.name === "raw");
      const ratio = median(raw?.micros ?? []) / median(micros);
      const cells = [version, name, median(perSecond).toFixed(0), median(micros).toFixed(1)];
      console.log(`| ${[...cells, ratio.toFixed(2)].join(" | ")} |`);
    }
  } finally {
    for (const { child } of all) child.removeAllListeners("exit").kill();
  }
}

const majors = process.argv.slice(2);
for (const major of majors.length > 0 ? majors : ["24", "26"]) {
  const target = findTarget("node", major);
  if (target === undefined) throw new Error(`Node ${major} is not installed`);
  await measure(target);
}
