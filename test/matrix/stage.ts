/**
 * Makes the folder in which the hosts run: the package as it would be published, and the entries.
 *
 * @module
 */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { SERVERS } from "../shared/servers.ts";
import { ALL_HOSTS, workerdDate } from "./hosts.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of this run. */
    stage: string;
  }
}

const ROOT = new URL("../../", import.meta.url).pathname;
const WORK = new URL(".work/", import.meta.url).pathname;
const ENTRIES = new URL("entries/", import.meta.url).pathname;

/** What runs in the stage: `<name>.mjs`, or `<name>.capnp` on workerd. */
const ENTRY_NAMES = ["app", "inside", "native", "native.strict"];

/** vitest's globalSetup. Each run has a folder of its own, so two runs do not meet. */
export default async function setup(project: TestProject): Promise<() => void> {
  const stage = join(WORK, `run-${process.pid}`);
  sweep();
  mkdirSync(stage, { recursive: true });
  installPackage(stage);
  await bundleEntries(stage);
  project.provide("stage", stage);
  return () => rmSync(stage, { recursive: true, force: true });
}

/** Folders of runs that were killed. */
function sweep(): void {
  for (const name of existsSync(WORK) ? readdirSync(WORK) : []) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (Number.isNaN(pid)) continue;
    try {
      process.kill(pid, 0);
    } catch {
      rmSync(join(WORK, name), { recursive: true, force: true });
    }
  }
}

/** `npm pack` and extract: what is tested is what is published, its exports map included. */
function installPackage(stage: string): void {
  const target = join(stage, "node_modules", "everyserve");
  mkdirSync(target, { recursive: true });
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", stage], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  execFileSync("tar", ["-xzf", join(stage, filename), "--strip-components=1", "-C", target]);
  for (const file of exported(join(target, "package.json"))) {
    if (existsSync(join(target, file))) continue;
    throw new Error(`Cannot run the matrix: the package lacks ${file}, run \`npm run build\` first`);
  }
  // Deno looks into node_modules only where there is a package.json.
  writeFileSync(join(stage, "package.json"), '{ "private": true, "type": "module" }\n');
  // Bun obeys the `paths` of the nearest tsconfig.json, which here map the package to its sources.
  writeFileSync(join(stage, "tsconfig.json"), "{}\n");
}

/** Every file that the exports map names. */
function exported(manifest: string): string[] {
  const files = (value: unknown): string[] =>
    typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(files);
  return files((JSON.parse(readFileSync(manifest, "utf8")) as { exports: unknown }).exports);
}

/** The entries: `<name>.mjs` for hosts with a file system, `<name>.capnp` for workerd. */
async function bundleEntries(stage: string): Promise<void> {
  const common = {
    bundle: true,
    format: "esm",
    target: "es2022",
    // The paths of the folder's tsconfig.json are for the type checker.
    tsconfigRaw: {},
    absWorkingDir: stage,
    logLevel: "warning",
  } satisfies BuildOptions;
  const entry = (name: string): string => join(ENTRIES, `${name}.ts`);
  await build({
    ...common,
    entryPoints: ENTRY_NAMES.map(entry),
    outdir: stage,
    outExtension: { ".js": ".mjs" },
    platform: "neutral",
    // Resolved at run time, so the package's own exports choose the adapter.
    external: ["everyserve", "node:*"],
  });
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: ENTRY_NAMES.map((name) => entry(`${name}.workers`)),
    outdir: stage,
    platform: "neutral",
    conditions: ["workerd", "worker"],
    plugins: [packedPackage(stage)],
    external: ["node:*", "cloudflare:*"],
  });
  if (metafile.inputs["node_modules/everyserve/dist/adapters/workers/index.js"] === undefined) {
    throw new Error("Cannot run the matrix: the bundle for workerd has another adapter in it");
  }
  for (const name of ENTRY_NAMES) {
    const sockets = name.startsWith("app") ? Object.keys(SERVERS) : ["plain"];
    writeFileSync(join(stage, `${name}.capnp`), config(`${name}.workers.js`, sockets));
  }
}

/** `everyserve` is the packed one, not the repository that the entries lie in. */
function packedPackage(stage: string): Plugin {
  return {
    name: "packed-package",
    setup(bundle) {
      bundle.onResolve({ filter: /^everyserve($|\/)/ }, ({ path, kind, resolveDir }) =>
        resolveDir === stage ? undefined : bundle.resolve(path, { kind, resolveDir: stage }),
      );
    },
  };
}

/** A configuration for bare workerd: one socket per named entrypoint of the module. */
function config(module: string, sockets: readonly string[]): string {
  const date = workerdDate(ALL_HOSTS.find(({ id }) => id === "workerd")?.version ?? "");
  const rows = sockets.map((name) => {
    const service = name === "plain" ? '"main"' : `(name = "main", entrypoint = "${name}")`;
    return `    (name = "${name}", address = "127.0.0.1:0", http = (), service = ${service})`;
  });
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [
${rows.join(",\n")}
  ],
);
const main :Workerd.Worker = (
  modules = [ (name = "main.mjs", esModule = embed "${module}") ],
  compatibilityDate = "${date}",
  compatibilityFlags = ["nodejs_compat", "enable_request_signal"],
);
`;
}
