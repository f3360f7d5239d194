// Builds dist/ from src/: declarations by the compiler, and one file of JavaScript for each entry.
// Loading a file costs half a millisecond of CPU time, and the adapter of Node is more than a hundred.
// Plain JavaScript: it also runs from `prepare`.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);

// tsc leaves "./x.ts" in declarations, where `deno check` takes it for a file (linked packages).
for (const entry of readdirSync("dist", { recursive: true })) {
  if (!entry.endsWith(".d.ts")) continue;
  const text = readFileSync(`dist/${entry}`, "utf8");
  const fixed = text.replaceAll(/((?:from|import)\s*\(?")(\.[^"]+)\.ts"/g, '$1$2.js"');
  writeFileSync(`dist/${entry}`, fixed);
}

// Entries of one adapter share what they have in common, and its state; those of two have none.
for (const entries of [
  ["unsupported"],
  ["adapters/node/index", "adapters/node/whatwg"],
  ["adapters/bun/index"],
  ["adapters/deno/index"],
  ["adapters/workers/index"],
]) {
  await build({
    entryPoints: entries.map((entry) => `src/${entry}.ts`),
    outbase: "src",
    outdir: "dist",
    bundle: true,
    splitting: true,
    chunkNames: "adapters/node/[name]-[hash]",
    format: "esm",
    platform: "neutral",
    packages: "external",
    external: ["node:*", "cloudflare:*", "bun:*"],
    target: "es2022",
    logLevel: "warning",
  });
}
