/**
 * Makes the folder in which the hosts run: the package as it would be published, and the entries.
 *
 * @module
 */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { SERVERS } from "../shared/servers.ts";
import { APP_SERVERS } from "./apps/cases.ts";
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
const ENTRY_NAMES = ["app", "apps", "inside", "native", "native.strict", "trust", "load"];

/** The same where the host listens itself. */
const LISTENING = ["tls", "trust.strict"];

/** The same on workerd alone. */
const WORKERS_ONLY = ["load.bare"];

/** The servers of an entry that has several. */
const SOCKETS: Readonly<Record<string, readonly string[]>> = {
  app: Object.keys(SERVERS),
  apps: APP_SERVERS,
};

/** What V8 is told on workerd: a collection can be asked for where the heap is looked at. */
const FLAGS: Readonly<Record<string, string>> = {
  load: '"--expose-gc"',
  "load.bare": '"--expose-gc"',
};

/** What the entry "apps" imports, as a program of a user would: from node_modules. */
const FRAMEWORKS = ["hono", "h3", "itty-router", "elysia", "graphql-yoga", "@whatwg-node/server"];

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
  const packed = execFileSync(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", stage],
    {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  execFileSync("tar", ["-xzf", join(stage, filename), "--strip-components=1", "-C", target]);
  for (const file of exported(join(target, "package.json"))) {
    if (existsSync(join(target, file))) continue;
    throw new Error(
      `Cannot run the matrix: the package lacks ${file}, run \`npm run build\` first`,
    );
  }
  for (const name of FRAMEWORKS) {
    const link = join(stage, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), link, "junction");
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

/** What all bundles have in common. */
const common = (stage: string): BuildOptions => ({
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  // The paths of the folder's tsconfig.json are for the type checker.
  tsconfigRaw: {},
  absWorkingDir: stage,
  logLevel: "warning",
});

/** How a module is bundled for workerd. */
export const forWorkers = (stage: string): BuildOptions => ({
  ...common(stage),
  // As wrangler does.
  conditions: ["workerd", "worker", "browser"],
  mainFields: ["browser", "module", "main"],
  plugins: [packedPackage(stage)],
  external: ["node:*", "cloudflare:*"],
});

/** The entries: `<name>.mjs` for hosts with a file system, `<name>.capnp` for workerd. */
async function bundleEntries(stage: string): Promise<void> {
  const entry = (name: string): string => join(ENTRIES, `${name}.ts`);
  await build({
    ...common(stage),
    entryPoints: [...ENTRY_NAMES, ...LISTENING].map(entry),
    outdir: stage,
    outExtension: { ".js": ".mjs" },
    // Resolved at run time, so the packages' own exports choose what suits the runtime.
    external: ["everyserve", "node:*", ...FRAMEWORKS],
  });
  const { metafile } = await build({
    ...forWorkers(stage),
    metafile: true,
    entryPoints: [...ENTRY_NAMES, ...WORKERS_ONLY].map((name) => entry(`${name}.workers`)),
    outdir: stage,
  });
  if (metafile?.inputs["node_modules/everyserve/dist/adapters/workers/index.js"] === undefined) {
    throw new Error("Cannot run the matrix: the bundle for workerd has another adapter in it");
  }
  for (const name of [...ENTRY_NAMES, ...WORKERS_ONLY]) {
    const sockets = SOCKETS[name] ?? ["plain"];
    writeFileSync(join(stage, `${name}.capnp`), config(`${name}.workers.js`, sockets, FLAGS[name]));
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
export function config(module: string, sockets: readonly string[], flags = ""): string {
  const date = workerdDate(ALL_HOSTS.find(({ id }) => id === "workerd")?.version ?? "");
  const rows = sockets.map((name) => {
    const service = name === "plain" ? '"main"' : `(name = "main", entrypoint = "${name}")`;
    return `    (name = "${name}", address = "127.0.0.1:0", http = (), service = ${service})`;
  });
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = [${flags}],
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
);
`;
}
