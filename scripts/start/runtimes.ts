/**
 * The runtimes on which the demo is served, and how each is told to run it.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ALL_HOSTS, workerdDate } from "../../test/matrix/hosts.ts";

/** A runtime and how it is called. */
export interface Runtime {
  readonly id: string;
  /** As the table and the page call it. */
  readonly label: string;
  /** The name by which the demo knows itself there (demo/runtime.ts). */
  readonly name: string;
  /** The version that it must turn out to be. */
  readonly version: string;
  /** The program, or undefined where this platform has no package of it. */
  readonly binary: string | undefined;
  /** What it runs: the source itself, a bundle for those that cannot, a configuration of workerd. */
  readonly entry: "source" | "bundle" | "workerd";
  readonly args: (entry: string) => string[];
}

/** The demo, which `entry: "source"` runs as it is. */
export const SOURCE: string = fileURLToPath(new URL("../../demo/app.ts", import.meta.url));

const NAMES = { node: "Node", bun: "Bun", deno: "Deno", workerd: "workerd" } as const;

/** All runtimes, in the order of their ports. */
export const RUNTIMES: readonly Runtime[] = ALL_HOSTS.map((host): Runtime => {
  const name = NAMES[host.runtime];
  const { id, version, binary } = host;
  switch (host.runtime) {
    case "node":
      // The page is to be seen wherever there is a Node at all.
      return id === "node20" && binary === undefined
        ? node(id, process.versions.node, process.execPath)
        : node(id, version, binary);
    case "bun":
      return { id, label: name, name, version, binary, entry: "source", args: (entry) => [entry] };
    case "deno": {
      // Without the last flag Deno warns of its own legacy at the first stream; the package works
      // the same with it and without.
      const flags = ["--quiet", "--no-prompt", "--no-lock", "--unstable-no-legacy-abort"];
      const rights = ["--allow-net", "--allow-env"];
      const args = (entry: string): string[] => ["run", ...flags, ...rights, entry];
      return { id, label: name, name, version, binary, entry: "source", args };
    }
    case "workerd": {
      const args = (entry: string): string[] => ["serve", entry];
      return {
        id,
        label: name,
        name,
        version: workerdDate(version),
        binary,
        entry: "workerd",
        args,
      };
    }
  }
});

function node(id: string, version: string, binary: string | undefined): Runtime {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  // Node runs TypeScript by itself from 22.18 on; 22 says on stderr that this is experimental.
  const typed = major > 22 || (major === 22 && minor >= 18);
  return {
    id,
    label: binary === process.execPath ? `Node ${major} (local)` : `Node ${id.slice(4)}`,
    name: NAMES.node,
    version,
    binary,
    entry: typed ? "source" : "bundle",
    args: (entry) => [...(typed ? ["--disable-warning=ExperimentalWarning"] : []), entry],
  };
}
