/**
 * `npx tsx bench/http2.ts [major …]`: a hello over HTTP/1, HTTP/2 in cleartext and HTTP/2 over TLS,
 * ours beside bare node:http and both APIs of node:http2, in one run: requests per second, and the
 * server's CPU time for each. The load is h2load's, 8 connections of 10 requests at once. Then
 * HTTP/1 with a connection for each request: what it costs that the port speaks HTTP/2 as well.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { TEST_CERTIFICATE } from "../test/shared/certificate.ts";
import { loadCore, onCore, serverCore } from "./lib/affinity.ts";
import { cpuBetween, readCpu } from "./lib/cpu.ts";
import { findTarget, title, type Target } from "./lib/targets.ts";

/** Fresh processes, and turns of each. */
const ROUNDS = 3;
const TURNS = 5;
const REQUESTS = 10_000;
/** Of one request each. */
const CONNECTIONS = 2_000;

type Version = "h1" | "h2c" | "h2" | "h1 once";

/** What is measured, and beside what. */
const PLAN: readonly (readonly [version: Version, control: string, ...others: string[]])[] = [
  ["h1", "raw", "ours"],
  ["h2c", "raw", "compat", "ours"],
  ["h2", "raw", "compat", "ours"],
  ["h1 once", "raw", "detecting", "peeking", "ours"],
];

interface Running {
  readonly name: string;
  readonly version: Version;
  readonly child: ChildProcess;
  readonly port: number;
}

interface Measured {
  readonly perSecond: number[];
  readonly micros: number[];
  /** To the control of the same turn. */
  readonly ratios: number[];
}

function start(target: Target, name: string, version: Version): Promise<Running> {
  const program = fileURLToPath(new URL("subjects/versions.mjs", import.meta.url));
  const protocol = version === "h1 once" ? "h1" : version;
  const [command = "", ...args] = onCore(serverCore, [target.binary, program, name, protocol]);
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, BENCH_CERT: TEST_CERTIFICATE.cert, BENCH_KEY: TEST_CERTIFICATE.key },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ${version} ended with ${code}`)));
    child.stdout.once("data", (line: Buffer) => {
      const { port } = JSON.parse(String(line)) as { port: number };
      resolve({ name, version, child, port });
    });
  });
}

function load({ version, port }: Running): number {
  const scheme = version === "h2" ? "https" : "http";
  const once = version === "h1 once";
  const how = version.startsWith("h1") ? ["--h1"] : [];
  // Some hundred at a time, each of which asks once and goes.
  const shape = once ? [`-n200`, "-c200"] : [`-n${REQUESTS}`, "-c8", "-m10"];
  const command = ["h2load", ...shape, ...how, `${scheme}://127.0.0.1:${port}/`];
  const [program = "", ...args] = onCore(loadCore, command);
  let perSecond = 0;
  const times = once ? CONNECTIONS / 200 : 1;
  for (let i = 0; i < times; i++) {
    const output = execFileSync(program, args, { encoding: "utf8" });
    if (!output.includes(`${once ? 200 : REQUESTS} succeeded`)) throw new Error(output);
    perSecond += Number(/, ([\d.]+) req\/s/.exec(output)?.[1]) / times;
  }
  return perSecond;
}

/** One turn: requests per second, and microseconds of CPU for each. */
function turn(running: Running): [number, number] {
  const before = readCpu(running.child.pid ?? 0);
  const perSecond = load(running);
  const after = readCpu(running.child.pid ?? 0);
  if (before === undefined || after === undefined) throw new Error("CPU time cannot be read here");
  const requests = running.version === "h1 once" ? CONNECTIONS : REQUESTS;
  return [perSecond, cpuBetween(before, after) / requests];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function round(target: Target, all: Map<string, Measured>): Promise<void> {
  for (const [version, ...names] of PLAN) {
    const running: Running[] = [];
    try {
      for (const name of names) running.push(await start(target, name, version));
      for (const one of running) load(one); // warm
      for (let i = 0; i < TURNS; i++) {
        const seen = running.map(turn);
        for (const [j, [perSecond, micros]] of seen.entries()) {
          const key = `${version} | ${names[j]}`;
          const into = all.get(key) ?? { perSecond: [], micros: [], ratios: [] };
          all.set(key, into);
          into.perSecond.push(perSecond);
          into.micros.push(micros);
          into.ratios.push(seen[0]![1] / micros);
        }
      }
    } finally {
      for (const { child } of running) child.removeAllListeners("exit").kill();
    }
  }
}

async function measure(target: Target): Promise<void> {
  const all = new Map<string, Measured>();
  for (let i = 0; i < ROUNDS; i++) await round(target, all);
  console.log(`\n${title(target)}, medians of ${ROUNDS} rounds of ${TURNS} turns\n`);
  console.log("| version | subject | requests/s | CPU µs per request | to raw |");
  console.log("| ------- | ------- | ---------- | ------------------ | ------ |");
  for (const [key, { perSecond, micros, ratios }] of all) {
    const cells = [
      median(perSecond).toFixed(0),
      median(micros).toFixed(1),
      median(ratios).toFixed(2),
    ];
    console.log(`| ${key} | ${cells.join(" | ")} |`);
  }
}

const majors = process.argv.slice(2);
for (const major of majors.length > 0 ? majors : ["24", "26"]) {
  const target = findTarget("node", major);
  if (target === undefined) throw new Error(`Node ${major} is not installed`);
  await measure(target);
}
