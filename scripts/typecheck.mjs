// Type-checks every world against its own types only: one tsconfig.json in each folder (core knows
// no runtime, an adapter knows its own). Every tsconfig.json of the tree is found, so that a new
// folder cannot be forgotten; one that includes no file fails (TS18003).
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const SKIP = new Set(["node_modules", "dist", ".git", ".turbo", ".work", ".tmp"]);

function* configs(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!SKIP.has(entry.name)) yield* configs(join(folder, entry.name));
    } else if (entry.name === "tsconfig.json" && folder !== ".") yield join(folder, entry.name);
  }
}

let failed = 0;
let passed = 0;
for (const config of configs(".")) {
  const { status, stdout } = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", config],
    { encoding: "utf8" },
  );
  if (status === 0) passed++;
  else {
    failed++;
    console.error(`${config}\n${stdout}`);
  }
}
console.log(`typecheck: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
