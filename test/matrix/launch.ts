/**
 * Starts a host as a child process and waits until it has told its ports.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { HostSpec } from "./hosts.ts";

/** A host that runs. */
export interface Running {
  readonly host: HostSpec;
  readonly pid: number;
  /** Server name → port. */
  readonly ports: ReadonlyMap<string, number>;
  stdout(): string;
  stderr(): string;
  /** False once the process has ended by itself. */
  alive(): boolean;
  /** Resolves with the exit code when the process has ended and its output is complete. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** How long a host may take to start: a ceiling for a loaded machine, 15 to 200 ms are usual. */
const START_CEILING = 15_000;

/**
 * Runs an entry of the stage on a host; resolves when `servers` have announced themselves. `more` are
 * arguments for the entry.
 */
export async function launch(
  host: HostSpec,
  stage: string,
  entry: string,
  servers: readonly string[],
  more: readonly string[] = [],
): Promise<Running> {
  if (host.binary === undefined) {
    throw new Error(`Cannot start ${host.id}: it is not installed (npm run prepare)`);
  }
  const child = spawn(host.binary, [...host.args(join(stage, entry)), ...more], {
    cwd: stage,
    stdio: ["ignore", "pipe", "pipe"],
    // From scratch: a test runner's NODE_ENV and NODE_OPTIONS change what a runtime does.
    env: {
      HOME: stage,
      PATH: process.env["PATH"],
      TMPDIR: process.env["TMPDIR"],
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      DENO_DIR: join(stage, "deno"),
    },
  });
  let stdout = "";
  let stderr = "";
  const ports = new Map<string, number>();
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  exited.catch(() => {});
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill("SIGKILL");
      reject(new Error(`Cannot start ${host.id}: ${why}\n${stdout}${stderr}`));
    };
    const timer = setTimeout(
      () => fail(`no announcement within ${START_CEILING} ms`),
      START_CEILING,
    );
    const settle = (): void => {
      clearTimeout(timer);
      resolve();
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      readPorts(stdout, ports);
      if (servers.every((name) => ports.has(name))) settle();
    });
    exited.then(
      (code) => fail(`it ended with code ${code}`),
      (error: Error) => fail(error.message),
    );
    if (servers.length === 0) settle();
  });

  let running = true;
  void exited.finally(() => (running = false)).catch(() => {});

  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    // workerd does not end on SIGTERM while a stream is open.
    const killer = setTimeout(() => child.kill("SIGKILL"), 500);
    await exited;
    clearTimeout(killer);
  };
  const { pid = 0 } = child;
  return {
    host,
    pid,
    ports,
    stdout: () => stdout,
    stderr: () => stderr,
    alive: () => running,
    exited,
    stop,
  };
}

/**
 * Our entries print `{"server","port"}`, workerd prints `{"event":"listen","socket","port"}`, and
 * `{"event":"listen-inspector","port"}` where it was asked for one.
 */
function readPorts(output: string, ports: Map<string, number>): void {
  for (const line of output.split("\n").slice(0, -1)) {
    if (!line.startsWith("{")) continue;
    const told = JSON.parse(line) as Told;
    const inspector = told.event === "listen-inspector" ? "inspector" : undefined;
    const name = told.server ?? told.socket ?? inspector;
    if (name !== undefined && told.port !== undefined) ports.set(name, told.port);
  }
}

interface Told {
  event?: string;
  server?: string;
  socket?: string;
  port?: number;
}
