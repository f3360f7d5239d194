// Builds dist/ from src/. Plain JavaScript without dependencies but the compiler: it also runs
// from `prepare`.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
