/**
 * `npm run soak`: mixed traffic for some minutes on each host, and whether it is as small as before.
 *
 * HTTP/1 and HTTP/2, with and without TLS, WebSockets, and clients that leave in the middle. `--seconds
 * 90` for each host, `--hosts node24,bun`, `--plot soak.svg` where the plot goes, `--leak` for a
 * handler that leaks, to see it fail. It fails when an answer was wrong or missing, when a producer or
 * a socket was left behind, when a host says something, or when the memory of the last third is above
 * that of the second.
 *
 * workerd ends some handlers whose clients have left without a word to them, and says so: as many
 * producers may stay, and no more, and the heap shows that they are gone. Its resident set is told but not
 * judged. `--bare` plays the same to a Worker without everyserve, which does both.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { hangUp, quiet, sample, type Sample } from "../../test/matrix/load/hangups.ts";
import { call } from "../../test/matrix/client.ts";
import { converse } from "../../test/matrix/load/socket_traffic.ts";
import { ALL_WAYS } from "../../test/matrix/load/drain.ts";
import { sleep, Traffic } from "../../test/matrix/load/traffic.ts";
import type { HostSpec } from "../../test/matrix/hosts.ts";
import { plot, sparkline, type Series } from "./plot.ts";
import { LEGACY_WARNING } from "../../test/matrix/load/rows.ts";
import { hostsNamed, makeStage, option, start } from "./stage.ts";

const seconds = Number(option("seconds") ?? 90);
const target = option("plot") ?? "soak.svg";
const leaks = process.argv.includes("--leak");
const bare = process.argv.includes("--bare");
const CLIENTS = 8;
const SAMPLES = 30;
/** workerd logs each client that leaves, which is no fault of the worker. */
const DISCONNECTED = /^.*(?:disconnected|Broken pipe|Connection reset)[^]*?(?=^\S|(?![^]))/gm;
/** What workerd says of a handler that waits for nothing but the signal of a client that has left. */
const HUNG = /^[^\n]*code had hung[^]*?(?=^\S|(?![^]))/gm;
/** And when V8 was given a flag, as for the heap here. */
const UNCACHED =
  /^[^\n]*bootstrap compile cache failed its compatibility check[^]*?(?=^\S|(?![^]))/gm;
/** Deno says so when it stops a flood of resets. */
const FLOODED = /^recv_reset; remotely-reset[^\n]*\n/gm;

/** How much more the last third may have: noise of collectors and allocators. */
const ROOM = { heapUsed: { least: 3e6, part: 0.1 }, rss: { least: 24e6, part: 0.2 } };

interface Result {
  readonly host: string;
  readonly samples: readonly Sample[];
  readonly before: Sample;
  readonly after: Sample;
  readonly answers: number;
  readonly hangups: number;
  readonly sockets: number;
  /** Handlers that the platform has ended. */
  readonly ended: number;
  readonly problems: readonly string[];
}

const { stage, remove } = await makeStage();
const results: Result[] = [];
for (const host of hostsNamed(option("hosts"))) {
  console.error(`${host.id}: ${seconds} s`);
  results.push(await soak(host));
}
remove();
report();

async function soak(host: HostSpec): Promise<Result> {
  const running = await start(host, stage, bare);
  const port = running.ports.get("plain") ?? 0;
  const problems: string[] = [];
  const samples: Sample[] = [];
  let hangups = 0;
  try {
    const before = await sample(running);
    // The platform's TLS and HTTP/2 are not workerd's own.
    const workers = host.host === "workers";
    const ways = workers ? (["h1"] as const) : ALL_WAYS;
    const traffic = new Traffic({ ports: running.ports, ways, clients: CLIENTS, keep: false });
    const deadline = performance.now() + seconds * 1000;
    let stopped = false;
    const leaving = (async () => {
      for (let i = 0; !stopped; i++) {
        // Rarely over HTTP/2: a flood is among those, which is what a row asks about, not a soak.
        const http2 = !workers && i % 10 === 0;
        await hangUp(port, 14, { atOnce: 14, http2, resets: workers });
        if (leaks) await call(port, "/leak", 5000);
        hangups += 14;
        await sleep(100);
      }
    })();
    const talking = converse(port, () => stopped);
    while (performance.now() < deadline && running.alive()) {
      await sleep((seconds * 1000) / SAMPLES);
      const seen = await sample(running);
      // A host that was too busy to tell has no heap of 0.
      if (seen.heapUsed > 0) samples.push(seen);
    }
    stopped = true;
    await leaving;
    const talked = await talking;
    await traffic.stop();
    const ended = (): number => running.stderr().match(HUNG)?.length ?? 0;
    const after = await quiet(running, 10_000, ended);
    const { whole, broken, wrong, refused } = traffic.counts;
    if (talked.broken > 0) problems.push(`${talked.broken} WebSockets broken`);
    if (broken + wrong + refused > 0) {
      problems.push(`${broken} answers broken, ${wrong} wrong, ${refused} refused`);
    }
    const left = after.open - ended();
    if (left > 0) problems.push(`${left} producers left`);
    if (after.sockets > before.sockets + CLIENTS) {
      problems.push(`${after.sockets} sockets, ${before.sockets} before`);
    }
    if (samples.length < SAMPLES / 5) problems.push(`only ${samples.length} samples`);
    problems.push(...growth(samples, "heapUsed"));
    if (!workers) problems.push(...growth(samples, "rss"));
    const said = unexpected(running.stderr());
    if (said !== "") problems.push(`stderr: ${said.slice(0, 200)}`);
    return {
      host: host.id,
      samples,
      before,
      after,
      answers: whole,
      hangups,
      sockets: talked.whole,
      ended: ended(),
      problems,
    };
  } finally {
    await running.stop();
  }
}

/** What a host says beside what it always says. */
function unexpected(stderr: string): string {
  return stderr
    .replace(LEGACY_WARNING, "")
    .replaceAll(DISCONNECTED, "")
    .replaceAll(HUNG, "")
    .replaceAll(UNCACHED, "")
    .replaceAll(FLOODED, "")
    .trim();
}

/** Compares the medians of the second and the last third. */
function growth(samples: readonly Sample[], of: "heapUsed" | "rss"): string[] {
  const values = samples.map((at) => at[of]);
  const third = Math.floor(values.length / 3);
  const [then, now] = [median(values.slice(third, 2 * third)), median(values.slice(2 * third))];
  const { least, part } = ROOM[of];
  if (now - then <= Math.max(least, then * part)) return [];
  return [`${of} grew from ${mega(then)} to ${mega(now)} MB`];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function report(): never {
  const lines = results.map(
    ({ host, samples, before, after, answers, hangups, sockets, ended, problems }) => {
      const [first, last] = [
        samples[Math.floor(samples.length / 3)] ?? before,
        samples.at(-1) ?? after,
      ];
      return [
        host,
        String(answers),
        String(hangups),
        String(sockets),
        `${mega(first.heapUsed)} → ${mega(last.heapUsed)}`,
        `${mega(first.rss)} → ${mega(last.rss)}`,
        `${before.sockets} → ${after.sockets}`,
        ended === 0 ? String(after.open) : `${after.open}, ${ended} ended by the platform`,
        sparkline(samples.map((at) => at.heapUsed)),
        problems.length === 0 ? "steady" : problems.join("; "),
      ].join(" | ");
    },
  );
  console.log(
    "| host | answers | hang-ups | WebSockets | heap MB | RSS MB | sockets | producers | memory | verdict |",
  );
  console.log(
    "|------|---------|----------|------------|---------|--------|---------|-----------|--------|---------|",
  );
  for (const line of lines) console.log(`| ${line} |`);
  const series = (of: "heapUsed" | "rss"): Series[] =>
    results.map(({ host, samples }) => ({ name: host, values: samples.map((at) => at[of] / 1e6) }));
  writeFileSync(
    target,
    plot([
      { title: "heap used, MB", series: series("heapUsed") },
      { title: "resident set, MB", series: series("rss") },
    ]),
  );
  console.log(`plot: ${target}`);
  process.exit(results.every(({ problems }) => problems.length === 0) ? 0 : 1);
}
