/**
 * Runs `npm start` as a user does, but on free ports.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One row of the printed table. */
export interface Row {
  readonly runtime: string;
  readonly version: string;
  readonly url: string;
  readonly status: string;
}

/** The start script, running. */
export interface Started {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves with the rows when the table was printed; rejects when the script ends before. */
  table(): Promise<Row[]>;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  /** As Ctrl-C in a terminal: the signal reaches the whole group of processes. */
  interrupt(): void;
  /** Only the script itself. */
  signal(name: NodeJS.Signals): void;
  /** Whether any process of the group is left. */
  isAlive(): boolean;
}

/** The root of the project. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

const SCRIPT = [process.execPath, "--import", "tsx", "scripts/start.ts"];

/** Starts the script with these options. */
export function runStart(options: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  return run([...SCRIPT, ...options], env, ROOT);
}

/** The same in another folder. */
export function runStartIn(cwd: string, options: readonly string[]): Started {
  return run([...SCRIPT, ...options], {}, cwd);
}

/** The same by npm, as the README says. */
export function runNpmStart(options: readonly string[]): Started {
  return run(["npm", "start", "--silent", "--", ...options], {}, ROOT);
}

function run(command: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Started {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd,
    // A group of its own, as a shell makes one for each command.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("Cannot run the start script");
  let stdout = "";
  let stderr = "";
  let ended = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  void exited.then(() => (ended = true));

  const table = async (): Promise<Row[]> => {
    while (!stdout.includes("Ctrl-C stops them all.")) {
      if (ended) throw new Error(`The start script has ended:\n${stdout}${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return parseTable(stdout);
  };
  return {
    pid,
    stdout: () => stdout,
    stderr: () => stderr,
    table,
    exited,
    interrupt: () => process.kill(-pid, "SIGINT"),
    signal: (name) => child.kill(name),
    isAlive: () => groupRuns(pid),
  };
}

function parseTable(text: string): Row[] {
  const lines = text.split("\n");
  const rule = lines.findIndex((line) => line.includes("───"));
  const rows = lines.slice(rule + 1, lines.indexOf("", rule));
  return rows.map((line) => {
    const [runtime = "", version = "", url = "", status = ""] = line.trim().split(/ {3,}/);
    return { runtime, version, url, status };
  });
}

/** Whether a process of the group runs. One that has ended but that nobody has reaped does not. */
function groupRuns(group: number): boolean {
  if (process.platform !== "linux") return groupExists(group);
  return readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      // pid (name) state parent group …, where the name may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(pgrp) === group && state !== "Z";
    } catch {
      return false;
    }
  });
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
