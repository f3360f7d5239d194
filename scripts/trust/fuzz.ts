/**
 * `npm run fuzz`: the same nearly-requests to several hosts, and where their verdicts differ.
 *
 * `--hosts node24,bun,deno` the hosts, all by default; `--seed 1` where to begin, `--count 2000` how
 * many connections; `--tls` asks each host over TLS as well; `--all` prints what is listed, too. The
 * same seed sends the same bytes. Of the connections some are cut into packets, some end with a FIN or
 * an RST anywhere.
 *
 * It fails when a host has died, said something, or left a handler waiting, and at every class of
 * difference that is not in known.ts: two hosts that take the same bytes for other requests, one that
 * sees a request where another waits, refuses or goes on behind what it has refused, an answer that is
 * none.
 *
 * @module
 */
import { quiet } from "../../test/matrix/load/hangups.ts";
import type { Running } from "../../test/matrix/launch.ts";
import { explain } from "./explain.ts";
import { collect, difference, type Finding, reasonOf } from "./findings.ts";
import { delivery, type Delivery } from "./mutate.ts";
import { createRandom } from "./random.ts";
import { shrink } from "./shrink.ts";
import { hostsNamed, makeStage, option, start } from "./stage.ts";
import { ask, type Door, leave, type Verdict } from "./verdict.ts";

const seed = Number(option("seed") ?? 1);
const count = Number(option("count") ?? 2000);
const all = process.argv.includes("--all");
const hosts = hostsNamed(option("hosts"));
/** How many connections at a time, and how long silence means that a host waits: then, and asked again. */
const [AT_ONCE, PATIENCE, SURE] = [12, 80, 400];

const { stage, remove } = await makeStage();
const running: Running[] = await Promise.all(hosts.map((host) => start(host, stage)));
const doors: (Door & { id: string })[] = running.map(({ host, ports }) => ({
  id: host.id,
  port: ports.get("plain") ?? 0,
  secure: false,
}));
if (process.argv.includes("--tls")) {
  for (const { host, ports } of running) {
    const port = ports.get("tls");
    if (port !== undefined) doors.push({ id: `${host.id}-tls`, port, secure: true });
  }
}
const ids = doors.map(({ id }) => id);
const problems = new Set<string>();
const classes = new Map<string, Finding>();
const listed = new Map<string, number>();
let [differing, left] = [0, 0];

for (let from = 0; from < count; from += AT_ONCE) {
  const seeds = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => seed + from + i);
  const suspects = await Promise.all(
    seeds.map(async (of) => {
      const sent = delivery(createRandom(of));
      if (sent.end === "reset") {
        left++;
        await Promise.all(doors.map((door) => leave(door, sent)));
        return [];
      }
      return difference(ids, await verdictsOf(sent, PATIENCE)) === undefined ? [] : [{ of, sent }];
    }),
  );
  // Again, one at a time and with patience: a machine under load has made hosts look silent.
  for (const { of, sent } of suspects.flat()) {
    const verdicts = await verdictsOf(sent, SURE);
    const found = difference(ids, verdicts);
    if (found === undefined) continue;
    differing++;
    const { names, unknown } = explain(sent, ids, verdicts);
    if (unknown !== undefined) {
      collect(classes, { ...found, delivery: sent, seed: of, unknown, times: 1 });
      continue;
    }
    for (const name of names) listed.set(name, (listed.get(name) ?? 0) + 1);
    if (all) console.log(`${names.join(", ")}\n  seed ${of} ${found.text}`);
  }
  const dead = ids.filter((_, i) => running[i]?.alive() === false);
  for (const id of dead) problems.add(`${id} died between seeds ${seeds[0]} and ${seeds.at(-1)}`);
  if (dead.length > 0) break;
}

for (const found of [...classes.values()].toSorted((a, b) => b.times - a.times)) {
  const sent = await shortest(found);
  console.log(`\n${found.times} × ${found.kind}   ${found.text}`);
  console.log(`  seed ${found.seed} shortened: ${JSON.stringify(sent)}`);
  console.log(`  ${found.unknown}`);
  const again = await verdictsOf(sent, SURE);
  console.log(`  ${difference(ids, again)?.text ?? "not again"}`);
  console.log(`  ${explain(sent, ids, again).unknown ?? "known"}`);
  problems.add(`seed ${found.seed} ${found.kind}: ${found.text}`);
}
for (const it of running) {
  const said = it.stderr().replace(/^Deno\.serve: request\.signal[^\n]*\n/, "");
  // workerd tells of every client that breaks off.
  if (said !== "" && it.host.id !== "workerd") {
    problems.add(`${it.host.id} says ${said.slice(0, 300)}`);
  }
  const { open } = await quiet(it, 3000);
  // A Worker does not hear of a FIN (R60.close).
  if (open > 0 && it.host.id !== "workerd")
    problems.add(`${it.host.id}: ${open} handlers wait for clients that have gone`);
}
await Promise.all(running.map((it) => it.stop()));
remove();
console.log(`\n${count} connections from seed ${seed} to ${ids.join(", ")}, ${left} ended by RST`);
console.log(`${differing} are not read the same way by all:`);
for (const [name, times] of listed) console.log(`  ${times} × ${name}`);
for (const problem of problems) console.log(`PROBLEM ${problem}`);
process.exit(problems.size === 0 ? 0 : 1);

function verdictsOf(sent: Delivery, patience: number): Promise<Verdict[]> {
  return Promise.all(doors.map((door) => ask(door, sent, patience)));
}

/** The shortest that still shows something of the kind, and nothing that is listed. */
async function shortest({ delivery: sent, unknown }: Finding): Promise<Delivery> {
  const shows = async (bytes: string, cuts = sent.cuts): Promise<boolean> => {
    const shorter = { ...sent, bytes, cuts };
    const verdicts = await verdictsOf(shorter, PATIENCE);
    if (difference(ids, verdicts) === undefined) return false;
    const why = explain(shorter, ids, verdicts).unknown;
    return why !== undefined && reasonOf(why) === reasonOf(unknown);
  };
  const cuts = (await shows(sent.bytes, [])) ? [] : sent.cuts;
  return { ...sent, cuts, bytes: await shrink(sent.bytes, (bytes) => shows(bytes, cuts)) };
}
