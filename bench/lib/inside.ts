/** Turns with a client inside each server's process; see `subjects/inside.mjs`. */
import { orNote, type Entrant, type Plan } from "./cells.ts";
import type { Scenario } from "./scenarios.ts";
import { shuffled } from "./stats.ts";

/** What the client inside is told; its batch takes some ten milliseconds. */
export function insideTask({ exchange, name }: Scenario): object {
  return { exchange, batch: name === "stream" ? 24 : 128 };
}

export async function insideTurns(
  plan: Plan,
  entrants: readonly Entrant[],
  round: number,
): Promise<void> {
  for (const { cell, running } of entrants) {
    const warm = Date.now() + plan.warmup * 1000;
    await orNote(cell, async () => {
      do await running.inside();
      while (Date.now() < warm);
    });
  }
  // As long in all as if each had its seconds to itself, so that a plan's length is known.
  const end = Date.now() + plan.seconds * 1000 * entrants.length;
  for (let turn = round * 10_000; Date.now() < end; turn += 1) {
    for (const { cell, running } of shuffled(entrants)) {
      if (cell.note !== undefined) continue;
      await orNote(cell, async () => {
        const cpu = await running.inside();
        cell.samples.push({ turn, cpu, requestsPerSecond: 1e6 / cpu, busy: 1 });
      });
    }
  }
}
