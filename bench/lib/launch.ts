/** Starts one subject for one scenario, and hears from it where it listens and what it is. */
import { spawn, type ChildProcess } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onCore, serverCore } from "./affinity.ts";
import { readCpu, type CpuSample } from "./cpu.ts";
import type { Subject } from "./subjects.ts";
import type { Target } from "./targets.ts";
import { workerdCommand } from "./workerd.ts";

/** A subject that cannot take part; the message says why. */
export class Skipped extends Error {
  override name = "Skipped";
}

export interface Running {
  readonly pid: number;
  readonly port: number;
  cpu(): Promise<CpuSample>;
  /** What a client inside the process measured; see `subjects/inside.mjs`. */
  inside(): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface LaunchOptions {
  readonly folder: string;
  /** Flags for the runtime itself, before the program. */
  readonly flags?: readonly string[];
  /** Arguments after the subject's own. */
  readonly extra?: readonly string[];
  /** The task of a client inside the process. */
  readonly inside?: object;
}

const startupLimit = 15_000;
const answerLimit = 20_000;
const programs = new URL("../subjects/", import.meta.url);
const children = new Set<ChildProcess>();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

async function command(
  target: Target,
  subject: Subject,
  scenario: string,
  options: LaunchOptions,
): Promise<string[]> {
  const program = fileURLToPath(new URL(subject.program, programs));
  const args = [scenario, ...subject.args, ...(options.extra ?? [])];
  const flags = options.flags ?? [];
  switch (target.runtime) {
    case "node":
    case "bun":
      return [target.binary, ...flags, program, ...args];
    case "deno":
      return [target.binary, "run", "-A", "--node-modules-dir=manual", ...flags, program, ...args];
    case "workerd":
      return workerdCommand(target.binary, program, scenario, options.folder);
  }
}

interface Message {
  bench?: "listening" | "skip" | "cpu" | "inside";
  event?: string;
  socket?: string;
  port?: number;
  runtime?: string;
  version?: string;
  reason?: string;
  user?: number;
  system?: number;
  cpu?: number;
}

export async function launch(
  target: Target,
  subject: Subject,
  scenario: string,
  options: LaunchOptions,
): Promise<Running> {
  const [file, ...args] = onCore(serverCore, await command(target, subject, scenario, options));
  const ask = readCpu(process.pid) === undefined;
  const talks = ask || options.inside !== undefined;
  const child = spawn(file as string, args, {
    stdio: [talks ? "pipe" : "ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      BENCH_ASK_CPU: ask ? "1" : "0",
      BENCH_INSIDE: options.inside === undefined ? "" : JSON.stringify(options.inside),
    },
  });
  children.add(child);
  let complaints = "";
  child.stderr?.on("data", (data) => (complaints = (complaints + data).slice(-2000)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void ended.then(() => children.delete(child));
  const waiting: ((message: Message) => void)[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });

  const stop = async (signal: NodeJS.Signals = "SIGKILL"): Promise<void> => {
    child.kill(signal);
    // One that does not follow a polite signal is ended all the same.
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
  };

  try {
    const port = await new Promise<number>((resolve, reject) => {
      const late = new Error(`did not listen within ${startupLimit / 1000} s`);
      const timer = setTimeout(() => reject(late), startupLimit);
      const settle = (outcome: () => void): void => (clearTimeout(timer), outcome());
      child.once("error", (error) => settle(() => reject(error)));
      void ended.then(() =>
        settle(() => reject(new Error(`ended before it listened: ${lastLines(complaints)}`))),
      );
      lines.on("line", (line) => {
        const message = parse(line);
        if (message.bench === "cpu" || message.bench === "inside") waiting.shift()?.(message);
        else if (message.bench === "skip") settle(() => reject(new Skipped(message.reason)));
        else if (isListening(message)) {
          const wrong = impostor(target, message);
          settle(() => (wrong ? reject(new Error(wrong)) : resolve(message.port ?? 0)));
        }
      });
    });
    const question = async (): Promise<Message> => {
      child.stdin?.write("?\n");
      return new Promise((resolve, reject) => {
        const late = new Error(`said nothing for ${answerLimit / 1000} s`);
        const timer = setTimeout(() => reject(late), answerLimit);
        waiting.push((message) => (clearTimeout(timer), resolve(message)));
        void ended.then(() => reject(new Error(`ended: ${lastLines(complaints)}`)));
      });
    };
    const cpu = async (): Promise<CpuSample> => {
      const sample = readCpu(child.pid as number);
      if (sample !== undefined) return sample;
      if (target.runtime === "workerd") throw new Skipped("its CPU time cannot be read here");
      const { user, system } = await question();
      return { process: (user ?? 0) + (system ?? 0), threads: new Map() };
    };
    const inside = async (): Promise<number> => {
      if (target.runtime === "workerd") throw new Skipped("has no room for a client inside");
      return (await question()).cpu ?? Number.NaN;
    };
    return { pid: child.pid as number, port, cpu, inside, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function parse(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {};
  }
}

/** workerd announces each of its sockets itself. */
function isListening(message: Message): boolean {
  return message.bench === "listening" || message.event === "listen";
}

/** A bench that silently ran on another runtime would compare nothing. */
function impostor(target: Target, message: Message): string | undefined {
  if (target.runtime === "workerd") return undefined;
  const same = message.runtime === target.runtime && message.version === target.version;
  const said = `${message.runtime} ${message.version}`;
  return same ? undefined : `is ${said}, not ${target.runtime} ${target.version}`;
}

function lastLines(text: string): string {
  const lines = text.split("\n").filter((line) => /\S/.test(line) && !/^\s+at /.test(line));
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "no message").slice(0, 200);
}
