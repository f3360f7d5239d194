/**
 * `npm run drain`: SIGTERM under load, again and again, on each host; every answer is counted.
 *
 * `--hosts node24,bun`, `--rounds 5`, `--clients 32`, `--ways h1,tls,h2c,h2,h2c-away,h2-away` (each by itself, then all).
 *
 * @module
 */
import type { HostSpec } from "../../test/matrix/hosts.ts";
import { ALL_WAYS, drainUnderLoad, type Drain } from "../../test/matrix/load/drain.ts";
import type { WayName } from "../../test/matrix/load/ways.ts";
import { hostsNamed, makeStage, option } from "./stage.ts";

const rounds = Number(option("rounds") ?? 5);
const clients = Number(option("clients") ?? 32);
const ways = (option("ways")?.split(",") as WayName[] | undefined) ?? ALL_WAYS;
const { stage, remove } = await makeStage();
let failed = false;

console.log(
  "| host | clients speak | rounds | begun | under way at SIGTERM | lost | signal to exit, ms |",
);
console.log(
  "| ---- | ------------- | ------ | ----- | -------------------- | ---- | ------------------ |",
);
for (const host of hostsNamed(option("hosts")).filter((spec) => spec.host !== "workers")) {
  for (const way of [...ways.map((one) => [one]), ways]) await measure(host, way);
}
remove();
process.exit(failed ? 1 : 0);

async function measure(host: HostSpec, spoken: readonly WayName[]): Promise<void> {
  const drains: Drain[] = [];
  for (let round = 0; round < rounds; round++) {
    drains.push(await drainUnderLoad(host, stage, { clients, milliseconds: 1000, ways: spoken }));
  }
  const sum = (of: (drain: Drain) => number): number =>
    drains.reduce((total, drain) => total + of(drain), 0);
  const lost = sum((drain) => drain.lost.length);
  failed ||= lost > 0 || drains.some(({ code }) => code !== 0);
  const took = drains.map((drain) => drain.took);
  const cells = [
    host.id,
    spoken.join(", "),
    rounds,
    sum((drain) => drain.begun),
    sum((drain) => drain.during),
    lost,
    `${Math.min(...took)} to ${Math.max(...took)}`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
  for (const { lost: ids } of drains) for (const id of ids.slice(0, 5)) console.log(`  lost ${id}`);
}
