/**
 * `npm run fuzz`: the same nearly-requests to several hosts, and where their verdicts differ.
 *
 * `--hosts node24,bun,deno` the hosts, all by default; `--seed 1` where to begin, `--count 2000` how
 * many connections; `--all` prints every class of difference, not only those that are not listed. The
 * same seed sends the same bytes.
 *
 * It fails when a host has died or said something, and at every class of difference that is
 * smuggling and not in known.ts: two hosts that take the same bytes for other requests, one that sees
 * a request where another waits for the rest of a body, one that goes on behind what it has refused,
 * an answer that is none.
 *
 * @module
 */
import type { Running } from "../../test/matrix/launch.ts";
import { collect, difference, SMUGGLING, type Finding } from "./findings.ts";
import { cause } from "./known.ts";
import { connection } from "./mutate.ts";
import { createRandom } from "./random.ts";
import { shrink } from "./shrink.ts";
import { hostsNamed, makeStage, option, start } from "./stage.ts";
import { ask, type Verdict } from "./verdict.ts";

const seed = Number(option("seed") ?? 1);
const count = Number(option("count") ?? 2000);
const all = process.argv.includes("--all");
const hosts = hostsNamed(option("hosts"));
const ids = hosts.map(({ id }) => id);
/** How many connections at a time, and how long silence means that a host waits: then, and asked again. */
const [AT_ONCE, PATIENCE, SURE] = [12, 80, 400];

const { stage, remove } = await makeStage();
const running: Running[] = await Promise.all(hosts.map((host) => start(host, stage)));
const problems = new Set<string>();
const classes = new Map<string, Finding>();
let differing = 0;

for (let from = 0; from < count; from += AT_ONCE) {
  const seeds = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => seed + from + i);
  const suspects = await Promise.all(
    seeds.map(async (of) => {
      const bytes = connection(createRandom(of));
      return difference(ids, await verdictsOf(bytes, PATIENCE)) === undefined
        ? []
        : [{ of, bytes }];
    }),
  );
  // Again, one at a time and with patience: a machine under load has made hosts look silent.
  for (const { of, bytes } of suspects.flat()) {
    const found = difference(ids, await verdictsOf(bytes, SURE));
    if (found === undefined) continue;
    differing++;
    collect(classes, { ...found, bytes, seed: of, times: 1 });
  }
  const dead = ids.filter((_, i) => !running[i]!.alive());
  for (const id of dead) problems.add(`${id} died between seeds ${seeds[0]} and ${seeds.at(-1)}`);
  if (dead.length > 0) break;
}

const listed = new Map<string, number>();
for (const found of [...classes.values()].toSorted((a, b) => b.times - a.times)) {
  const bytes = cause(found) === undefined ? await shortest(found) : found.bytes;
  const names = cause({ ...found, bytes });
  for (const name of names ?? []) listed.set(name, (listed.get(name) ?? 0) + found.times);
  if (names === undefined || all) {
    console.log(`\n${found.times} × ${found.kind}   ${found.text}`);
    console.log(`  seed ${found.seed}: ${JSON.stringify(bytes)}`);
  }
  if (names === undefined && SMUGGLING.has(found.kind)) {
    problems.add(`seed ${found.seed} ${found.kind}: ${found.text}`);
  }
}
for (const { host, stderr } of running) {
  const said = stderr().replace(/^Deno\.serve: request\.signal[^\n]*\n/, "");
  // workerd tells of every client that breaks off.
  if (said !== "" && host.id !== "workerd") problems.add(`${host.id} says ${said.slice(0, 300)}`);
}
await Promise.all(running.map((it) => it.stop()));
remove();
console.log(`\n${count} connections from seed ${seed} to ${ids.join(", ")}`);
console.log(`${differing} are not read the same way by all, in ${classes.size} ways:`);
for (const [name, times] of listed) console.log(`  ${times} × ${name}`);
for (const problem of problems) console.log(`PROBLEM ${problem}`);
process.exit(problems.size === 0 ? 0 : 1);

function verdictsOf(bytes: string, patience: number): Promise<Verdict[]> {
  return Promise.all(running.map(({ ports }) => ask(ports.get("plain") ?? 0, bytes, patience)));
}

function shortest({ bytes, text }: Finding): Promise<string> {
  return shrink(
    bytes,
    async (shorter) => difference(ids, await verdictsOf(shorter, PATIENCE))?.text === text,
  );
}
