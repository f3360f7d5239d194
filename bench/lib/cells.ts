/** What is measured, and what comes of it. */
import type { Verdict } from "./exchange.ts";
import { Skipped, type Running } from "./launch.ts";
import type { Scenario } from "./scenarios.ts";
import type { Subject } from "./subjects.ts";
import type { Target } from "./targets.ts";

export interface Sample {
  /** Which turn of the scenario: samples of the same turn were taken close together. */
  readonly turn: number;
  /** Microseconds of server CPU time per request. */
  readonly cpu: number;
  readonly requestsPerSecond: number;
  /** How much of one core the server used: under 1 where the load or a neighbour held it up. */
  readonly busy: number;
}

/** What came of one subject in one scenario. */
export interface Cell {
  readonly subject: Subject;
  readonly scenario: Scenario;
  readonly samples: Sample[];
  framing?: Verdict["framing"];
  /** Why it is not timed. */
  note?: string;
  /** True when `note` tells of a wrong answer or a failure, not of an absence. */
  failed?: boolean;
}

export interface Plan {
  readonly target: Target;
  readonly subjects: readonly Subject[];
  readonly scenarios: readonly Scenario[];
  readonly rounds: number;
  /** Seconds under load per subject, scenario and round, cut into slices. */
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  /** With a client inside the server's process instead of the load from outside. */
  readonly inside?: boolean;
  readonly folder: string;
  readonly progress: (line: string) => void;
}

export interface Entrant {
  readonly cell: Cell;
  readonly running: Running;
}

/** Does `work`; what it throws becomes the note of `cell`. */
export async function orNote<T>(cell: Cell, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    cell.note = (error as Error).message;
    cell.failed = !(error instanceof Skipped);
    return undefined;
  }
}
