/**
 * The measuring itself. In each round and scenario every subject gets a fresh process, is verified
 * and warmed up; then they take turns under load in short slices, in another order each time.
 * A neighbour on the machine who comes and goes thus falls on all of them, and what a process drew
 * by chance (its code's layout, what was optimised when) differs from round to round.
 */
import { orNote, type Cell, type Entrant, type Plan } from "./cells.ts";
import { cpuBetween } from "./cpu.ts";
import { verify } from "./exchange.ts";
import { insideTask, insideTurns } from "./inside.ts";
import { launch, type Running } from "./launch.ts";
import { applyLoad, type LoadResult } from "./load.ts";
import { shuffled } from "./stats.ts";

const sliceSeconds = 0.3;

/** How long one subject takes in one scenario and round: starting and verifying included. */
export function cellSeconds({ seconds, warmup }: Pick<Plan, "seconds" | "warmup">): number {
  return seconds + warmup + 0.35 + 0.03 * slices(seconds);
}

function slices(seconds: number): number {
  return Math.max(1, Math.round(seconds / sliceSeconds));
}

export async function measure(plan: Plan): Promise<Cell[]> {
  const cells = plan.scenarios.flatMap((scenario) =>
    plan.subjects.map((subject): Cell => ({ subject, scenario, samples: [] })),
  );
  await probeAll(plan, cells);
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const scenario of plan.scenarios) {
      const able = cells.filter((cell) => cell.scenario === scenario && cell.note === undefined);
      await scenarioRound(plan, able, round);
      plan.progress(`round ${round + 1}/${plan.rounds} ${scenario.name} done`);
    }
  }
  return cells;
}

/** Asks those that may not be what they claim; one question per subject. */
async function probeAll(plan: Plan, cells: readonly Cell[]): Promise<void> {
  const { folder, target } = plan;
  for (const subject of plan.subjects.filter(({ probe }) => probe)) {
    const [first, ...rest] = cells.filter((cell) => cell.subject === subject);
    if (first === undefined) continue;
    const options = { folder, extra: ["probe"] };
    const running = await orNote(first, () =>
      launch(target, subject, first.scenario.name, options),
    );
    await running?.stop();
    if (first.note === undefined) continue;
    for (const cell of rest) Object.assign(cell, { note: first.note, failed: first.failed });
  }
}

async function scenarioRound(plan: Plan, cells: readonly Cell[], round: number): Promise<void> {
  const entrants: Entrant[] = [];
  try {
    for (const cell of shuffled(cells)) {
      const entrant = await orNote(cell, () => enter(plan, cell));
      if (entrant !== undefined) entrants.push(entrant);
    }
    if (plan.inside) return await insideTurns(plan, entrants, round);
    const count = slices(plan.seconds);
    for (let slice = 0; slice < count; slice += 1) {
      for (const { cell, running } of shuffled(entrants)) {
        if (cell.note !== undefined) continue;
        const turn = round * count + slice;
        await orNote(cell, () => takeTurn(plan, cell, running, turn));
      }
    }
  } finally {
    await Promise.all(entrants.map(({ running }) => running.stop()));
  }
  for (const { cell } of entrants) {
    if (cell.samples.length === 0) cell.note ??= "no request was answered under load";
    cell.failed = cell.note !== undefined;
  }
}

/** Starts, verifies and warms up. */
async function enter(plan: Plan, cell: Cell): Promise<Entrant> {
  const { subject, scenario } = cell;
  const running = await launch(plan.target, subject, scenario.name, {
    folder: plan.folder,
    ...(plan.inside ? { inside: insideTask(scenario) } : {}),
  });
  try {
    const verdict = await verify(running.port, scenario);
    cell.framing = verdict.framing;
    if (verdict.complaint !== undefined) throw new Error(`answers wrongly: ${verdict.complaint}`);
    if (plan.warmup > 0 && !plan.inside) await loadOf(plan, cell, running, plan.warmup);
    return { cell, running };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function takeTurn(plan: Plan, cell: Cell, running: Running, turn: number): Promise<void> {
  const before = await running.cpu();
  const result = await loadOf(plan, cell, running, plan.seconds / slices(plan.seconds));
  const spent = cpuBetween(before, await running.cpu());
  // Nothing in a slice this short is the load's fault before it is the server's.
  if (result.requests === 0) return;
  cell.samples.push({
    turn,
    cpu: spent / result.requests,
    requestsPerSecond: result.requests / result.seconds,
    busy: spent / 1e6 / result.seconds,
  });
}

async function loadOf(
  plan: Plan,
  { scenario }: Cell,
  { port }: Running,
  seconds: number,
): Promise<LoadResult> {
  const { connections, folder } = plan;
  const { exchange } = scenario;
  const result = await applyLoad({ port, exchange, connections, folder, seconds });
  if (result.failures > 0) throw new Error(`${result.failures} requests failed under load`);
  return result;
}
