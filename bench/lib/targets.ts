/** The runtimes that are measured: where their binaries are, and what they say they are. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export type RuntimeName = "node" | "bun" | "deno" | "workerd";

export interface Target {
  readonly runtime: RuntimeName;
  /** The major of Node; undefined for the others, of which there is one. */
  readonly major?: string;
  readonly binary: string;
  readonly version: string;
}

export const runtimeNames: readonly RuntimeName[] = ["node", "bun", "deno", "workerd"];
export const nodeMajors: readonly string[] = ["20", "22", "24", "26"];

const modules = fileURLToPath(new URL("../../test/runtimes/node_modules/", import.meta.url));

/** Node for the machine at hand comes from npm under one of these names. */
function nodeBinaries(major: string): string[] {
  const platform = `${process.platform}-${process.arch}`;
  return [join(modules, `node${major}-${platform}`, "bin", "node")];
}

function binaries(runtime: RuntimeName, major: string | undefined): string[] {
  switch (runtime) {
    case "node":
      return nodeBinaries(major ?? "");
    case "bun":
      return [join(modules, "bun", "bin", "bun.exe")];
    case "deno":
      return [join(modules, "deno", "deno"), join(modules, "deno", "deno.exe")];
    case "workerd":
      return [join(modules, "workerd", "bin", "workerd")];
  }
}

/** Finds a runtime; undefined when it is not installed. */
export function findTarget(runtime: RuntimeName, major?: string): Target | undefined {
  const binary = binaries(runtime, major).find((path) => existsSync(path));
  if (binary === undefined) return undefined;
  const said = execFileSync(binary, ["--version"], { encoding: "utf8", timeout: 10_000 });
  const version = /v?\d[\w.-]*/.exec(said)?.[0] ?? said.trim();
  return { runtime, binary, version, ...(major === undefined ? {} : { major }) };
}

export function title(target: Target): string {
  const names = { node: "Node", bun: "Bun", deno: "Deno", workerd: "workerd" };
  return `${names[target.runtime]} ${target.version}`;
}
