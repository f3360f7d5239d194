/**
 * One server: a child process from its start to its end.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Plan } from "./stage.ts";

/** A server that was started. */
export interface StartedServer {
  readonly plan: Plan;
  /** Resolves with the version when it answers as the runtime that it should be; else rejects. */
  readonly ready: Promise<string>;
  /** Resolves with how it ended. Never rejects. */
  readonly ended: Promise<string>;
  /** Asks it to end and sees to it that it does. */
  stop(): Promise<void>;
  kill(): void;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A ceiling for a loaded machine; 15 to 200 ms are usual. */
const START_CEILING = 20_000;
/** workerd does not end on SIGTERM while a stream is open. */
const STOP_GRACE = 800;

/** Starts a server; `log` hears each line that it prints. */
export function startServer(
  plan: Plan,
  entry: string,
  hostname: string,
  log: (line: string) => void,
): StartedServer {
  const env = { ...process.env, ...plan.settings, DENO_NO_UPDATE_CHECK: "1" };
  // Meant for the Node that runs this script: others may not know its flags.
  delete (env as NodeJS.ProcessEnv)["NODE_OPTIONS"];
  const child = spawn(plan.runtime.binary, plan.runtime.args(entry), {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) forward(stream, log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
    child.once("close", (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
  });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  return { plan, ready: waitUntilReady(plan, hostname, child, ended), ended, stop, kill };

  async function stop(): Promise<void> {
    child.kill("SIGTERM");
    const timer = setTimeout(kill, STOP_GRACE);
    await ended;
    clearTimeout(timer);
  }
}

function forward(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream }).on("line", (line) => {
    // The table says where each server listens.
    if (line !== "" && !line.startsWith("Listening on ")) log(line);
  });
}

async function waitUntilReady(
  plan: Plan,
  hostname: string,
  child: ChildProcess,
  ended: Promise<string>,
): Promise<string> {
  const { runtime, port } = plan;
  let end: string | undefined;
  void ended.then((how) => (end = how));
  const url = `http://${reachable(hostname)}:${port}/api/runtime`;
  const deadline = Date.now() + START_CEILING;
  while (Date.now() < deadline) {
    if (end !== undefined) throw new Error(end);
    const told = await ask(url);
    if (told !== undefined) {
      if (told.runtime === runtime.name && told.version === runtime.version) return told.version;
      throw new Error(`is ${told.runtime} ${told.version}, not ${runtime.name} ${runtime.version}`);
    }
    await sleep(40);
  }
  child.kill("SIGKILL");
  throw new Error("did not answer in time");
}

/** Asks a server what it is; undefined while nobody answers. */
async function ask(url: string): Promise<{ runtime: string; version: string } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) return undefined;
    return (await response.json()) as { runtime: string; version: string };
  } catch {
    return undefined;
  }
}

/** What `<program> --version` says, without the name before it; empty when it cannot be run. */
export function askVersion(binary: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(binary, ["--version"], (error, stdout) => {
      resolve(error ? "" : (stdout.trim().split(" ").at(-1) ?? ""));
    });
  });
}

/** The address by which this machine reaches a server that listens on `hostname`. */
export function reachable(hostname: string): string {
  if (hostname === "0.0.0.0" || hostname === "::") return "localhost";
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
