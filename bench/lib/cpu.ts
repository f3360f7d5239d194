/**
 * CPU time of another process, user and system, by the operating system's accounting.
 *
 * Linux keeps it twice: in clock ticks of 10 ms for the process (`/proc/<pid>/stat`), and in
 * nanoseconds for each thread (`/proc/<pid>/task/<tid>/schedstat`). The second is exact over a
 * short window but forgets threads that ended, so it is used while none has.
 */
import { readdirSync, readFileSync } from "node:fs";

export interface CpuSample {
  /** Microseconds of the process, as coarse as the ticks. */
  readonly process: number;
  /** Microseconds of each living thread; empty where the kernel does not tell. */
  readonly threads: ReadonlyMap<string, number>;
}

const ticksPerSecond = 100;

/** Reads the accounts of `pid`; undefined where there is no /proc. */
export function readCpu(pid: number): CpuSample | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The second field is the name of the program in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { process: (ticks * 1e6) / ticksPerSecond, threads: readThreads(pid) };
}

function readThreads(pid: number): Map<string, number> {
  const threads = new Map<string, number>();
  try {
    for (const tid of readdirSync(`/proc/${pid}/task`)) {
      const [nanoseconds] = readFileSync(`/proc/${pid}/task/${tid}/schedstat`, "latin1").split(" ");
      threads.set(tid, Number(nanoseconds) / 1000);
    }
  } catch {
    // A kernel without schedstats, or a thread that ended meanwhile: the ticks remain.
    return new Map();
  }
  return threads;
}

/** The microseconds spent between two samples. */
export function cpuBetween(before: CpuSample, after: CpuSample): number {
  let sum = 0;
  for (const [tid, spent] of after.threads) sum += spent - (before.threads.get(tid) ?? 0);
  const allLive = [...before.threads.keys()].every((tid) => after.threads.has(tid));
  return before.threads.size > 0 && allLive ? sum : after.process - before.process;
}
