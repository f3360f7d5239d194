/**
 * Preloaded by the profiler (`--import`): profiles between SIGUSR2, which comes after the warm-up,
 * and SIGTERM, and writes the profile to BENCH_PROFILE. `--cpu-prof` would count the start too, and
 * has no counterpart for allocations that keeps what was collected.
 */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import process from "node:process";

const session = new Session();
session.connect();
const allocations = process.env.BENCH_PROFILE_KIND === "alloc";

function post(method, params) {
  let result;
  session.post(method, params, (error, value) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    result = value;
  });
  return result;
}

process.on("SIGUSR2", () => {
  if (allocations) {
    post("HeapProfiler.startSampling", {
      samplingInterval: 8192,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
  } else {
    post("Profiler.enable");
    post("Profiler.setSamplingInterval", { interval: 200 });
    post("Profiler.start");
  }
});

process.on("SIGTERM", () => {
  const { profile } = post(allocations ? "HeapProfiler.stopSampling" : "Profiler.stop");
  writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile));
  process.exit(0);
});
