/**
 * `npm run drain`: SIGTERM under load, again and again, on each host; every answer is counted.
 *
 * `--hosts node24,bun`, `--rounds 5`, `--clients 32`.
 *
 * @module
 */
import { drainUnderLoad, type Drain } from "../../test/matrix/load/drain.ts";
import { hostsNamed, makeStage, option } from "./stage.ts";

const rounds = Number(option("rounds") ?? 5);
const clients = Number(option("clients") ?? 32);
const { stage, remove } = await makeStage();
let failed = false;

console.log("| host | rounds | begun | under way at SIGTERM | lost | signal to exit, ms |");
console.log("|------|--------|-------|----------------------|------|--------------------|");
for (const host of hostsNamed(option("hosts")).filter((spec) => spec.host !== "workers")) {
  const drains: Drain[] = [];
  for (let round = 0; round < rounds; round++) {
    drains.push(await drainUnderLoad(host, stage, { clients, milliseconds: 1000 }));
  }
  const sum = (of: (drain: Drain) => number): number =>
    drains.reduce((total, drain) => total + of(drain), 0);
  const lost = sum((drain) => drain.lost.length);
  const bad = lost > 0 || drains.some(({ code }) => code !== 0);
  failed ||= bad;
  const took = drains.map((drain) => drain.took);
  console.log(
    `| ${host.id} | ${rounds} | ${sum((drain) => drain.begun)} | ${sum((drain) => drain.during)} | ${lost} | ${Math.min(...took)} to ${Math.max(...took)} |`,
  );
  for (const { lost: ids } of drains) for (const id of ids.slice(0, 5)) console.log(`  lost ${id}`);
}
remove();
process.exit(failed ? 1 : 0);
