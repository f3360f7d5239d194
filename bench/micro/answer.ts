/**
 * `tsx bench/micro/answer.ts [--family hello|echo|stream] [--node 24] [--only a,b] [--rounds n]
 * [--seconds n]`: ways to do one thing with node:http, measured with a client inside the
 * process; what each costs beyond the first of the family, which is the way that raw takes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { table } from "../lib/report.ts";
import { measure } from "../lib/rounds.ts";
import { scenarios } from "../lib/scenarios.ts";
import type { Subject } from "../lib/subjects.ts";
import { findTarget } from "../lib/targets.ts";

const string = { type: "string" } as const;
const { values } = parseArgs({
  options: { node: string, rounds: string, seconds: string, only: string, family: string },
});
const { node = "24", rounds = "3", seconds = "0.7", only, family = "hello" } = values;

const target = findTarget("node", node);
if (target === undefined || !["hello", "echo", "stream"].includes(family)) {
  console.error(`answer: no Node ${node} is installed, or no family is called "${family}"`);
  process.exit(2);
}
const module = new URL(`${family}_variants.mjs`, import.meta.url).href;
const { variants } = (await import(module)) as { variants: Record<string, unknown> };
const wanted = only?.split(",");
const names = Object.keys(variants).filter(
  (name, index) => index === 0 || wanted === undefined || wanted.includes(name),
);
const subjects = names.map((name, index): Subject => ({
  name,
  runtime: "node",
  program: "../micro/variant_server.mjs",
  args: [name],
  ...(index === 0 ? { control: true } : {}),
}));

const folder = mkdtempSync(join(tmpdir(), "everyserve-micro-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const cells = await measure({
  target,
  subjects,
  scenarios: scenarios.filter(({ name }) => name === family),
  rounds: Number(rounds),
  seconds: Number(seconds),
  warmup: 0.6,
  connections: 8,
  inside: true,
  folder,
  progress: (line) => process.stderr.write(`${line}\n`),
});

console.log(table(target, cells, true));
