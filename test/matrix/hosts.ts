/**
 * The hosts of the matrix: one row per runtime and version.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostName } from "../../src/core/host.ts";
import type { Need } from "../shared/inside/case.ts";

/** A runtime at a version. */
export interface HostSpec {
  /** How tests and the table call it. */
  readonly id: string;
  /** Which adapter the package's exports must choose there. */
  readonly host: HostName;
  /** The name that the runtime gives itself. */
  readonly runtime: "node" | "bun" | "deno" | "workerd";
  /** The version that `test/runtimes/package.json` pins. */
  readonly version: string;
  /** The program, or undefined where the runtime has no package for this platform. */
  readonly binary: string | undefined;
  /** The arguments that run an entry of the stage. */
  readonly args: (entry: string) => string[];
}

const RUNTIMES = new URL("../runtimes/", import.meta.url).pathname;
const PLATFORM = `${process.platform}-${process.arch}`;

/** All hosts, installed or not. */
export const ALL_HOSTS: readonly HostSpec[] = [
  node("node20"),
  node("node22"),
  node("node24"),
  node("node26"),
  {
    id: "bun",
    host: "bun",
    runtime: "bun",
    ...installed("bun", "bun/bin/bun.exe"),
    args: (entry) => ["run", `${entry}.mjs`],
  },
  {
    id: "deno",
    host: "deno",
    runtime: "deno",
    ...installed("deno", "deno/deno"),
    args: (entry) => ["run", "--allow-all", "--no-lock", `${entry}.mjs`],
  },
  {
    id: "workerd",
    host: "workers",
    runtime: "workerd",
    ...installed("workerd", "workerd/bin/workerd"),
    // --control-fd: workerd tells the ports that it was given, as JSON lines on that descriptor.
    args: (entry) => ["serve", "--control-fd=1", `${entry}.capnp`],
  },
];

/** Where every runtime has a package, an absent one is a failure, not a gap. */
export const ALL_EXPECTED: boolean = PLATFORM === "linux-x64";

/** The hosts of this run: those of `EVERYSERVE_HOSTS` (ids with commas), or all. */
export const HOSTS: readonly HostSpec[] = selected();

/** What hosts lack that rows may need; their capabilities say the same, as the matrix checks. */
const LACKS: Readonly<Record<HostName, readonly Need[]>> = {
  node: ["http3"],
  bun: ["http2WebSockets", "tlsInfo", "tlsReload"],
  deno: ["http2WebSockets", "http3", "sni", "requestCert", "tlsInfo", "tlsReload"],
  workers: [
    "listen",
    "tls",
    "h2c",
    "http2WebSockets",
    "http3",
    "sni",
    "requestCert",
    "tlsInfo",
    "tlsReload",
  ],
};

/** Whether the host gives what a row needs. */
export function gives({ host }: Pick<HostSpec, "host">, need: Need | undefined): boolean {
  return need === undefined || !LACKS[host].includes(need);
}

/** Those of {@link HOSTS} that are installed and speak HTTP/2 by themselves. */
export const HTTP2_HOSTS: readonly HostSpec[] = HOSTS.filter(
  (spec) => spec.binary !== undefined && gives(spec, "h2c"),
);

function selected(): HostSpec[] {
  const wanted = process.env["EVERYSERVE_HOSTS"];
  if (wanted === undefined || wanted === "") return [...ALL_HOSTS];
  return wanted.split(",").map((id) => {
    const spec = ALL_HOSTS.find((candidate) => candidate.id === id.trim());
    if (spec !== undefined) return spec;
    const known = ALL_HOSTS.map((candidate) => candidate.id).join(", ");
    throw new Error(`Cannot run the matrix: EVERYSERVE_HOSTS names "${id}"; known are ${known}`);
  });
}

function node(id: string): HostSpec {
  const alias = `${id}-${PLATFORM}`;
  return {
    id,
    host: "node",
    runtime: "node",
    ...installed(alias, `${alias}/bin/node`),
    args: (entry) => [`${entry}.mjs`],
  };
}

function installed(alias: string, program: string): Pick<HostSpec, "version" | "binary"> {
  const manifest = JSON.parse(readFileSync(join(RUNTIMES, "package.json"), "utf8")) as {
    optionalDependencies: Record<string, string>;
  };
  const pinned = manifest.optionalDependencies[alias];
  const binary = join(RUNTIMES, "node_modules", program);
  return {
    version: pinned?.split("@").at(-1) ?? "no package for this platform",
    binary: pinned !== undefined && existsSync(binary) ? binary : undefined,
  };
}

/** `1.20261023.1` → `2026-10-23`: workerd's version is a compatibility date. */
export function workerdDate(version: string): string {
  return version.replace(/^1\.(\d{4})(\d\d)(\d\d)\..*$/, "$1-$2-$3");
}
