/** What a figure depends on besides the code: printed above every table. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadCore, pinned, serverCore } from "./affinity.ts";
import { readCpu } from "./cpu.ts";
import { loadTool } from "./load.ts";
import type { Options } from "./options.ts";
import type { Subject } from "./subjects.ts";
import { title, type Target } from "./targets.ts";

export interface Facts {
  readonly date: string;
  readonly cores: number;
  readonly cpu: string;
  readonly platform: string;
  readonly loadAverage: number;
  readonly pinning: string;
  readonly accounting: string;
  readonly load: string;
  readonly runtimes: readonly string[];
  readonly packages: readonly string[];
  readonly method: string;
  readonly built: string;
  readonly cells: string;
}

function packageVersion(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

/** When ours was built: figures of a build that went away meanwhile are of no use. */
export function builtAt(): string {
  const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
  try {
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
    const times = files.map((file) => statSync(join(dist, file)).mtimeMs);
    return new Date(Math.max(...times)).toISOString();
  } catch {
    return "never";
  }
}

export function facts(
  options: Options,
  targets: readonly Target[],
  subjects: readonly Subject[],
): Facts {
  const sample = readCpu(process.pid);
  const packs = [...new Set(subjects.flatMap(({ pack }) => (pack === undefined ? [] : [pack])))];
  return {
    date: new Date().toISOString(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    platform: `${process.platform} ${process.arch}`,
    loadAverage: loadavg()[0] ?? 0,
    pinning: pinned ? `server on core ${serverCore}, load on core ${loadCore}` : "none",
    accounting:
      sample === undefined || options.inside
        ? "process.cpuUsage of the server"
        : sample.threads.size > 0
          ? "/proc/<pid>/task/*/schedstat"
          : "/proc/<pid>/stat",
    load: options.inside
      ? "a client inside the server's process, 8 connections"
      : `${loadTool}, ${options.connections} connections`,
    runtimes: targets.map(title),
    packages: packs.map((name) => `${name} ${packageVersion(name)}`),
    method:
      `${options.rounds} rounds of ${round(options.seconds)} s in turns after ` +
      `${round(options.warmup)} s of warm-up, fresh processes each`,
    built: builtAt(),
    cells: options.inside
      ? "CPU time per exchange beyond raw's, median of paired turns ± its standard error"
      : "ratio to raw (raw CPU per request ÷ the subject's; higher is faster) ± half the distance " +
        "of the quartiles · server CPU time per request · requests per second",
  };
}

export function factLines(known: Facts): string {
  return [
    `- machine: ${known.cores} cores, ${known.cpu}, ${known.platform}, load average ${known.loadAverage.toFixed(1)}`,
    `- runtimes: ${known.runtimes.join(", ")}`,
    ...(known.packages.length > 0 ? [`- packages: ${known.packages.join(", ")}`] : []),
    `- everyserve: built ${known.built}`,
    `- load: ${known.load}; pinning: ${known.pinning}`,
    `- CPU time: ${known.accounting}; ${known.method}`,
    `- cells: ${known.cells}`,
    "",
  ].join("\n");
}
