// `npm ci` of the project ends here: installs the runtimes of the matrix into their own folder and
// builds the package. In the root's own node_modules the Node binaries would shadow the machine's
// Node in every npm script.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const env = process.env;
// `npm ci --dry-run` and `npm install --package-lock-only` run this script as well, and hand their
// option down: the inner `npm ci` would empty the folder and install nothing.
if (env.npm_config_dry_run === "true" || env.npm_config_package_lock_only === "true") {
  process.exit(0);
}
// Installing takes half a minute, and every `npm install` in the root comes by here.
const lock = readFileSync("test/runtimes/package-lock.json", "utf8");
const stamp = "test/runtimes/node_modules/.installed-lock.json";
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  run("npm", ["ci", "--prefix", "test/runtimes", "--no-audit", "--no-fund"]);
  writeFileSync(stamp, lock);
}
run(process.execPath, ["scripts/build.mjs"]);

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32", // npm is a .cmd there
  });
  if (status !== 0) process.exit(status ?? 1);
}
