/** What the tests of the house share: where the project is, and how a tool is run. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The project's folder, with a slash at its end. */
export const ROOT: string = new URL("../../", import.meta.url).pathname;

/** A path inside the project. */
export function inRoot(...parts: string[]): string {
  return join(ROOT, ...parts);
}

/** The entry of a tool in the root's node_modules, to be run by this Node. */
export const TOOLS = {
  attw: inRoot("node_modules/@arethetypeswrong/cli/dist/index.js"),
  oxlint: inRoot("node_modules/oxlint/bin/oxlint"),
  publint: inRoot("node_modules/publint/src/cli.js"),
  tsc: inRoot("node_modules/typescript/bin/tsc"),
} as const;

/** How a process ended and what it wrote. */
export interface Ran {
  status: number | null;
  stdout: string;
  /** Both streams, as they came. */
  output: string;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      // npm is a .cmd on Windows.
      shell: process.platform === "win32" && command === "npm",
    });
    const ran: Ran = { status: null, stdout: "", output: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      ran.stdout += text;
      ran.output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (ran.output += text));
    child.once("error", reject);
    child.once("close", (status) => resolve({ ...ran, status }));
  });
}

/** Runs a tool of {@link TOOLS}. */
export function tool(name: keyof typeof TOOLS, args: string[], cwd: string = ROOT): Promise<Ran> {
  return run(process.execPath, [TOOLS[name], ...args], { cwd });
}

/** A folder that is gone after the tests of a file: hand its `remove` to `afterAll`. */
export async function tempFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "everyserve-house-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
