/**
 * A temporary folder with what not every runtime can run by itself: the demo as JavaScript for Node
 * 20, and as one module with a configuration for workerd.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SOURCE, type Runtime } from "./runtimes.ts";

/** A server that is about to start. */
export interface Plan {
  readonly runtime: Runtime & { readonly binary: string };
  readonly port: number;
  /** What the demo reads from its environment. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The temporary folder. */
export interface Stage {
  /** Prepares what this server needs and returns the file that its runtime is given. */
  entryOf(plan: Plan, hostname: string): Promise<string>;
  /** No more entries will be asked for. */
  finish(): void;
  remove(): void;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Makes the folder; the bundles are made when they are first asked for. */
export function createStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), "everyserve-demo-"));
  const entryOf = async ({ runtime, port, settings }: Plan, hostname: string): Promise<string> => {
    switch (runtime.entry) {
      case "source":
        return SOURCE;
      case "bundle": {
        const file = join(folder, "app.mjs");
        await bundle(file, { external: ["everyserve"] });
        // The package is found by its name, as in any project that has installed it.
        mkdirSync(join(folder, "node_modules"), { recursive: true });
        symlinkSync(ROOT, join(folder, "node_modules", "everyserve"), "junction");
        return file;
      }
      case "workerd": {
        await bundle(join(folder, "worker.mjs"), { conditions: ["workerd", "worker"] });
        const file = join(folder, "worker.capnp");
        writeFileSync(file, workerdConfig(`${hostname}:${port}`, runtime.version, settings));
        return file;
      }
    }
  };
  return {
    entryOf,
    // esbuild keeps a process of its own for the next build.
    finish: () => void stop(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function bundle(
  outfile: string,
  options: { conditions?: string[]; external?: string[] },
): Promise<void> {
  await build({
    entryPoints: [SOURCE],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    logLevel: "silent",
    outfile,
    ...options,
  });
}

function workerdConfig(
  address: string,
  date: string,
  settings: Readonly<Record<string, string>>,
): string {
  // A text of Cap'n Proto takes the escapes of JSON.
  const bindings = Object.entries(settings).map(
    ([name, text]) => `    (name = "${name}", text = ${JSON.stringify(text)}),`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "demo", worker = .demo) ],
  sockets = [ (name = "http", address = ${JSON.stringify(address)}, http = (), service = "demo") ],
);
const demo :Workerd.Worker = (
  modules = [ (name = "worker.mjs", esModule = embed "worker.mjs") ],
  bindings = [
${bindings.join("\n")}
  ],
  compatibilityDate = "${date}",
);
`;
}
