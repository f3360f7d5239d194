/** The load: `wrk` where it is installed, else a generator of our own in its own process. */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadCore, onCore } from "./affinity.ts";
import type { Exchange } from "./scenarios.ts";

export interface LoadResult {
  /** Answers received whole. */
  readonly requests: number;
  readonly seconds: number;
  /** Answers that were not 2xx or 3xx, and connections that broke. */
  readonly failures: number;
}

export interface Load {
  readonly port: number;
  readonly exchange: Exchange;
  readonly seconds: number;
  readonly connections: number;
  /** A folder for the files that the tool needs. */
  readonly folder: string;
}

const generator = fileURLToPath(new URL("../load/generator.mjs", import.meta.url));

/** wrk prints its version on the usage page, with status 1. */
const wrkSays = String(spawnSync("wrk", ["--version"], { encoding: "utf8" }).stdout ?? "");

export const loadTool: string =
  process.env["BENCH_LOAD"] !== "own" && wrkSays.startsWith("wrk")
    ? (wrkSays.split(" [")[0] as string)
    : "own generator";

export async function applyLoad(load: Load): Promise<LoadResult> {
  return loadTool.startsWith("wrk") ? parseWrk(await runWrk(load)) : runOwn(load);
}

function script(exchange: Exchange): string {
  // A JSON string of ASCII text is a Lua string too.
  const lines = [`wrk.method = ${JSON.stringify(exchange.method)}`];
  for (const [name, value] of Object.entries(exchange.headers)) {
    lines.push(`wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`);
  }
  if (exchange.body !== undefined) lines.push(`wrk.body = ${JSON.stringify(exchange.body)}`);
  return lines.join("\n");
}

function runWrk(load: Load): Promise<string> {
  const file = join(load.folder, "load.lua");
  writeFileSync(file, script(load.exchange));
  const url = `http://127.0.0.1:${load.port}${load.exchange.target}`;
  const args = ["-t", "1", "-c", String(load.connections), "-s", file, url];
  // Its -d takes whole seconds only; SIGINT ends it early, with an honest report.
  const command = onCore(loadCore, ["wrk", "-d", `${Math.ceil(load.seconds) + 5}s`, ...args]);
  return run(command, (kill) => setTimeout(() => kill("SIGINT"), load.seconds * 1000));
}

function parseWrk(report: string): LoadResult {
  const total = /(\d+) requests in ([\d.]+)(us|ms|s|m),/.exec(report);
  if (total === null) throw new Error(`wrk reported nothing: ${report.trim().slice(0, 200)}`);
  const unit = { us: 1e-6, ms: 1e-3, s: 1, m: 60 }[total[3] as "us" | "ms" | "s" | "m"];
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(
    report,
  );
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(report);
  const failures = [...(broken ?? []).slice(1), ...(refused ?? []).slice(1)].map(Number);
  return {
    requests: Number(total[1]),
    seconds: Number(total[2]) * unit,
    failures: failures.reduce((sum, count) => sum + count, 0),
  };
}

async function runOwn(load: Load): Promise<LoadResult> {
  const { port, exchange, seconds, connections } = load;
  const task = JSON.stringify({ port, exchange, seconds, connections });
  const command = onCore(loadCore, [process.execPath, generator, task]);
  return JSON.parse(await run(command, () => undefined)) as LoadResult;
}

type Kill = (signal: NodeJS.Signals) => void;

function run(command: readonly string[], started: (kill: Kill) => unknown): Promise<string> {
  const [file, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file as string, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", reject);
    child.on("close", () => resolve(output));
    child.on("spawn", () => started((signal) => child.kill(signal)));
  });
}
