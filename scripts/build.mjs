// Builds dist/ from src/. Plain JavaScript without dependencies but the compiler: it also runs
// from `prepare`.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

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
