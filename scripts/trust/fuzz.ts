/**
 * `npm run fuzz`: the same nearly-requests to several hosts, and where their verdicts differ.
 *
 * `--hosts node24,bun,deno` the hosts, the first of which is compared with the others; `--seed 1`
 * where to begin, `--count 2000` how many connections. The same seed sends the same bytes. It fails
 * when a host has died, answers with something that is no response, or shows a request that was in
 * the body of another to its handler.
 *
 * @module
 */
import { connection } from "./mutate.ts";
import { createRandom } from "./random.ts";
import { hostsNamed, makeStage, option, start } from "./stage.ts";
import { ask, same, type Verdict } from "./verdict.ts";

const seed = Number(option("seed") ?? 1);
const count = Number(option("count") ?? 2000);
const verbose = process.argv.includes("--all");
const hosts = hostsNamed(option("hosts") ?? "node24,bun,deno");

const { stage, remove } = await makeStage();
const running = await Promise.all(hosts.map((host) => start(host, stage)));
const ports = running.map(({ ports: of }) => of.get("plain") ?? 0);

/** Verdicts, as a text → the first bytes that gave them, and how often. */
const findings = new Map<string, { bytes: string; seed: number; times: number }>();
const problems: string[] = [];
let differing = 0;

for (let i = 0; i < count; i++) {
  const bytes = connection(createRandom(seed + i));
  const verdicts = await Promise.all(ports.map((port) => ask(port, bytes)));
  verdicts.forEach((verdict, at) => {
    const id = hosts[at]!.id;
    if (running[at]!.alive() === false) problems.push(`${id} died of seed ${seed + i}`);
    if (verdict.garbage) problems.push(`${id} answers seed ${seed + i} with no HTTP`);
  });
  if (verdicts.every((verdict) => same(verdict, verdicts[0]!))) continue;
  differing++;
  const key = verdicts.map(shape).join("   ");
  const known = findings.get(key);
  if (known === undefined) findings.set(key, { bytes, seed: seed + i, times: 1 });
  else {
    known.times++;
    if (bytes.length < known.bytes.length) Object.assign(known, { bytes, seed: seed + i });
  }
}

function shape(verdict: Verdict, at: number): string {
  const responses = verdict.responses.map((text) =>
    text === "refused" || /^\d/.test(text)
      ? text
      : `taken${text.includes("smuggled") ? " smuggled" : ""}`,
  );
  return `${hosts[at]!.id}: ${responses.join(", ") || "nothing"}`;
}

const shown = [...findings].toSorted(([, a], [, b]) => b.times - a.times);
for (const [key, found] of verbose ? shown : shown.slice(0, 25)) {
  console.log(`\n${found.times} × ${key}\n  seed ${found.seed}: ${JSON.stringify(found.bytes)}`);
}
for (const { host, stderr } of running.map((it) => ({ host: it.host.id, stderr: it.stderr() }))) {
  const said = stderr.replace(/^Deno\.serve: request\.signal[^\n]*\n/, "");
  if (said !== "") problems.push(`${host} says ${said.slice(0, 300)}`);
}
await Promise.all(running.map((it) => it.stop()));
remove();
console.log(
  `\n${count} connections from seed ${seed}, ${differing} differ in ${findings.size} ways`,
);
for (const problem of problems) console.log(`PROBLEM ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
