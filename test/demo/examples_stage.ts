/**
 * Makes a folder in which every example can be started on every runtime.
 *
 * @module
 */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ALL_HOSTS, workerdDate } from "../matrix/hosts.ts";
import { ROOT } from "./start.ts";

/** The folder, and what is in it. */
export interface ExamplesStage {
  readonly folder: string;
  /** The names of the files in examples/, without their ending. */
  readonly names: readonly string[];
  remove(): Promise<void>;
}

/** The names of all examples. */
export async function exampleNames(): Promise<string[]> {
  const files = await readdir(join(ROOT, "examples"));
  return files.filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
}

/** Those that read files, and are no Workers. */
export const WITH_FILES: readonly string[] = ["https"];

/** Bundles the examples: `<name>.mjs` for all, and `<name>.capnp` for workerd beside it. */
export async function stageExamples(): Promise<ExamplesStage> {
  const folder = await mkdtemp(join(tmpdir(), "everyserve-examples-"));
  const names = await exampleNames();
  const common: BuildOptions = {
    entryPoints: names.map((name) => join(ROOT, "examples", `${name}.ts`)),
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
  };
  await build({
    ...common,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    external: ["node:*"],
    plugins: [anyPort({ external: true })],
  });
  const workers = names.filter((name) => !WITH_FILES.includes(name));
  await build({
    ...common,
    entryPoints: workers.map((name) => join(ROOT, "examples", `${name}.ts`)),
    outdir: folder,
    outExtension: { ".js": ".worker.js" },
    conditions: ["workerd", "worker"],
    plugins: [anyPort({ external: false })],
  });
  for (const name of workers) await writeFile(join(folder, `${name}.capnp`), workerdConfig(name));
  await mkdir(join(folder, "node_modules"));
  await symlink(ROOT, join(folder, "node_modules", "everyserve"), "junction");
  // Deno looks into node_modules only where there is a package.json.
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  return { folder, names, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The examples import any_port.ts instead of the package, and any_port.ts the package. */
function anyPort({ external }: { external: boolean }): Plugin {
  const standIn = fileURLToPath(new URL("any_port.ts", import.meta.url));
  return {
    name: "any-port",
    setup(bundle) {
      bundle.onResolve({ filter: /^everyserve$/ }, ({ importer }) => {
        if (importer !== standIn) return { path: standIn };
        return external ? { path: "everyserve", external } : undefined;
      });
    },
  };
}

function workerdConfig(name: string): string {
  const { version = "" } = ALL_HOSTS.find(({ id }) => id === "workerd") ?? {};
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "example", worker = .example) ],
  sockets = [ (name = "main", address = "127.0.0.1:0", http = (), service = "example") ],
);
const example :Workerd.Worker = (
  modules = [ (name = "main.mjs", esModule = embed "${name}.worker.js") ],
  compatibilityDate = "${workerdDate(version)}",
);
`;
}
