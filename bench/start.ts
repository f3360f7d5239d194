/**
 * What a start costs: the CPU time of a process that loads a server and ends, on each Node.
 *
 * `npx tsx bench/start.ts 24 26`
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./lib/stats.ts";

const ROUNDS = 15;

/** Each with the platform's own Response, which every fetch-style server needs. */
const PROGRAMS: Readonly<Record<string, string>> = {
  nothing: "",
  "node:http": 'await import("node:http"); new Response("");',
  everyserve: 'await import("everyserve"); new Response("");',
  srvx: 'await import("srvx"); new Response("");',
  "@hono/node-server": 'await import("@hono/node-server"); new Response("");',
  "@whatwg-node/server":
    'await import("node:http"); await import("@whatwg-node/server"); new Response("");',
};

const root = fileURLToPath(new URL("..", import.meta.url));
const binary = (major: string): string =>
  `${root}test/runtimes/node_modules/node${major}-${process.platform}-${process.arch}/bin/node`;

/** Milliseconds of CPU time, user and system. */
function cost(major: string, program: string): number {
  // The child tells of itself when it ends.
  const tell =
    'process.on("exit", () => { const u = process.resourceUsage(); console.log(u.userCPUTime + u.systemCPUTime); });';
  const args = ["--input-type=module", "-e", `${tell} ${program}`];
  const { stdout, stderr } = spawnSync(binary(major), args, { cwd: root, encoding: "utf8" });
  const microseconds = Number(stdout);
  if (!(microseconds > 0)) throw new Error(`no figure from Node ${major}: ${stderr}`);
  return microseconds / 1000;
}

const majors = process.argv.slice(2);
for (const major of majors.length > 0 ? majors : ["24", "26"]) {
  const samples = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, [] as number[]]));
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, program] of Object.entries(PROGRAMS))
      samples[name]!.push(cost(major, program));
  }
  console.log(`\nNode ${major}: milliseconds of CPU time until the module is there\n`);
  for (const [name, list] of Object.entries(samples)) {
    console.log(
      `${name.padEnd(22)}${median(list).toFixed(1).padStart(7)}   (least ${Math.min(...list).toFixed(1)})`,
    );
  }
}
