/**
 * `npm run fuzz:h2`: the same frames of HTTP/2 to several hosts, and where their verdicts differ.
 *
 * `--hosts`, `--seed`, `--count` and `--all` as of `npm run fuzz`. It fails when a host takes other
 * requests than another out of the same frames, or takes one where another refuses or waits, and
 * h2_known.ts does not say so; when a host has died or said something, or has left a handler waiting.
 *
 * @module
 */
import { gives } from "../../test/matrix/hosts.ts";
import { quiet } from "../../test/matrix/load/hangups.ts";
import { differing, knownOf } from "./h2_known.ts";
import { connectionOf, type Frames } from "./h2_mutate.ts";
import { askFrames, type FramesVerdict } from "./h2_verdict.ts";
import { createRandom } from "./random.ts";
import { hostsNamed, makeStage, option, start } from "./stage.ts";

const seed = Number(option("seed") ?? 1);
const count = Number(option("count") ?? 1000);
const all = process.argv.includes("--all");
const hosts = hostsNamed(option("hosts")).filter((host) => gives(host, "h2c"));
const ids = hosts.map(({ id }) => id);
const [AT_ONCE, PATIENCE, SURE] = [12, 80, 400];

const { stage, remove } = await makeStage();
const running = await Promise.all(hosts.map((host) => start(host, stage)));
const problems = new Map<string, number>();
const known = new Map<string, number>();
const add = (to: Map<string, number>, what: string): void =>
  void to.set(what, (to.get(what) ?? 0) + 1);
let found = 0;

for (let from = 0; from < count; from += AT_ONCE) {
  const seeds = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => seed + from + i);
  const suspects = await Promise.all(
    seeds.map(async (of) => {
      const sent = connectionOf(createRandom(of));
      return differing(ids, sent, await verdictsOf(sent, PATIENCE)).length === 0 ? [] : [of];
    }),
  );
  for (const of of suspects.flat()) {
    const sent = connectionOf(createRandom(of));
    const differences = differing(ids, sent, await verdictsOf(sent, SURE));
    if (differences.length > 0) found++;
    for (const { host, says, text } of differences) {
      const name = knownOf(host, says, sent.flaws);
      if (name === undefined) {
        const what = `${host} ${says} [${sent.flaws.join(", ")}]`;
        if (!problems.has(what)) console.log(`seed ${of} ${text} [${sent.flaws.join(", ")}]`);
        add(problems, what);
      } else add(known, name);
      if (all && name !== undefined) console.log(`seed ${of} ${text} [${sent.flaws.join(", ")}]`);
    }
  }
  const dead = ids.filter((_, i) => !running[i]!.alive());
  for (const id of dead) add(problems, `${id} died between seeds ${seeds[0]} and ${seeds.at(-1)}`);
  if (dead.length > 0) break;
}

for (const it of running) {
  const said = it.stderr().replace(/^Deno\.serve: request\.signal[^\n]*\n/, "");
  if (said !== "") add(problems, `${it.host.id} says ${said.slice(0, 300)}`);
  const { open } = await quiet(it, 3000);
  if (open > 0) add(problems, `${it.host.id}: ${open} handlers wait for clients that have gone`);
}
await Promise.all(running.map((it) => it.stop()));
remove();
console.log(`\n${count} connections from seed ${seed} to ${ids.join(", ")}`);
console.log(`${found} are not read the same way by all:`);
for (const [name, times] of known) console.log(`  ${times} × ${name}`);
for (const [problem, times] of problems) console.log(`PROBLEM ${times} × ${problem}`);
process.exit(problems.size === 0 ? 0 : 1);

function verdictsOf({ frames, streams }: Frames, patience: number): Promise<FramesVerdict[]> {
  return Promise.all(
    running.map(({ ports }) => askFrames(ports.get("plain") ?? 0, frames, streams, patience)),
  );
}
