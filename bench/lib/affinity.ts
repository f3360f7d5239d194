/**
 * Server and load on cores of their own, where the system lets us choose: the same core for both
 * would charge the one for the caches that the other has emptied.
 */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import process from "node:process";

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: 5000 }).status === 0;
}

/** Whether processes are pinned: `taskset` is there, and two cores to choose from. */
export const pinned: boolean =
  process.platform === "linux" &&
  availableParallelism() > 1 &&
  works("taskset", ["-c", "1", "true"]) &&
  works("taskset", ["-c", "0", "true"]);

export const serverCore = 1;
export const loadCore = 0;

/** The command line that runs another one on `core`; taskset keeps the process id. */
export function onCore(core: number, command: readonly string[]): string[] {
  return pinned ? ["taskset", "-c", String(core), ...command] : [...command];
}
