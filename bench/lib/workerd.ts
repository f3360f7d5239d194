/** workerd takes a bundled module and a configuration of its own. */
import { build } from "esbuild";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The date of behaviour that the module asks for, and what the adapter needs (its docs say why). */
const compatibility = `compatibilityDate = "2026-10-01", compatibilityFlags = ["enable_request_signal"]`;

const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .subject) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ] );
const subject :Workerd.Worker = (
  modules = [ (name = "subject.mjs", esModule = embed "subject.mjs") ],
  ${compatibility} );
`;

/** Bundles `program` for `scenario` and returns the command line that serves it. */
export async function workerdCommand(
  binary: string,
  program: string,
  scenario: string,
  parent: string,
): Promise<string[]> {
  const folder = mkdtempSync(join(parent, "workerd-"));
  await build({
    entryPoints: [program],
    outfile: join(folder, "subject.mjs"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external: ["node:*", "cloudflare:*"],
    define: { BENCH_SCENARIO: JSON.stringify(scenario) },
    logLevel: "silent",
  });
  const file = join(folder, "config.capnp");
  writeFileSync(file, config);
  return [binary, "serve", "--control-fd=1", file];
}
