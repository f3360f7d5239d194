/**
 * What one WebSocket message costs a server, and what one open socket: everyserve beside `ws` and
 * the runtimes' own. `npx tsx bench/sockets.ts [--memory 5000] [--rounds 6] [--only node26]`
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { parseArgs } from "node:util";
import { cpuBetween, readCpu } from "./lib/cpu.ts";
import { message, open, type EchoClient } from "./lib/echo_client.ts";
import { workerdCommand } from "./lib/workerd.ts";
import { findTarget, title, type RuntimeName, type Target } from "./lib/targets.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "6" },
    clients: { type: "string", default: "32" },
    memory: { type: "string" },
    only: { type: "string" },
  },
});

const MESSAGES = [message("text 64 B", 1, 64), message("binary 16 KiB", 2, 16_384)];
const TURN = 500;

const SUBJECTS: readonly [runtime: RuntimeName, major: string | undefined, names: string[]][] = [
  ["node", "20", ["everyserve", "ws"]],
  ["node", "22", ["everyserve", "ws"]],
  ["node", "24", ["everyserve", "ws"]],
  ["node", "26", ["everyserve", "ws"]],
  ["bun", undefined, ["everyserve", "bun"]],
  ["deno", undefined, ["everyserve", "deno"]],
  ["workerd", undefined, ["everyserve", "workerd"]],
];

interface Server {
  pid: number;
  port: number;
  stop(): void;
}

const subject = (file: string): string =>
  fileURLToPath(new URL(`subjects/${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "everyserve-sockets-"));

async function command(target: Target, name: string): Promise<string[]> {
  const { binary, runtime } = target;
  if (runtime === "workerd") {
    return workerdCommand(binary, subject(`sockets-${name}-workerd.mjs`), "", folder);
  }
  const flags = runtime === "deno" ? ["run", "-A", "--node-modules-dir=manual"] : [];
  return [binary, ...flags, subject("echo-sockets.mjs"), name];
}

async function start(target: Target, name: string): Promise<Server> {
  const [file = "", ...args] = await command(target, name);
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    // workerd announces each of its sockets itself.
    if (!/^\{"(?:bench":"listening|event":"listen)"/.test(line)) continue;
    const { port } = JSON.parse(line) as { port: number };
    return { pid: child.pid ?? 0, port, stop: () => void child.kill("SIGKILL") };
  }
  throw new Error(`Cannot measure ${name} on ${title(target)}: it has ended`);
}

async function clientsOf(server: Server, count: number): Promise<EchoClient[]> {
  const clients: EchoClient[] = [];
  while (clients.length < count) {
    const some = Math.min(100, count - clients.length);
    clients.push(...(await Promise.all(Array.from({ length: some }, () => open(server.port)))));
  }
  return clients;
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Messages per second, and microseconds of the server's CPU for each. */
async function turn(
  server: Server,
  clients: readonly EchoClient[],
  what: (typeof MESSAGES)[number],
): Promise<{ rate: number; cpu: number }> {
  const count = (): number => clients.reduce((sum, client) => sum + client.count, 0);
  for (const client of clients) client.run(what);
  await sleep(50);
  const [begun, before, first] = [performance.now(), readCpu(server.pid)!, count()];
  await sleep(TURN);
  const [ended, after, last] = [performance.now(), readCpu(server.pid)!, count()];
  for (const client of clients) client.stop();
  await sleep(30);
  const messages = last - first;
  return {
    rate: (messages / (ended - begun)) * 1000,
    cpu: cpuBetween(before, after) / messages,
  };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;

async function speed(target: Target, names: readonly string[]): Promise<void> {
  const servers = await Promise.all(names.map((name) => start(target, name)));
  try {
    const clients = await Promise.all(
      servers.map((server) => clientsOf(server, Number(values.clients))),
    );
    for (const what of MESSAGES) {
      const seen = names.map(() => [] as { rate: number; cpu: number }[]);
      // The first turn warms up.
      for (let round = -1; round < Number(values.rounds); round++) {
        for (const [i, server] of servers.entries()) {
          const result = await turn(server, clients[i]!, what);
          if (round >= 0) seen[i]!.push(result);
        }
      }
      const control = median(seen.at(-1)!.map(({ cpu }) => cpu));
      for (const [i, name] of names.entries()) {
        const cpu = median(seen[i]!.map((result) => result.cpu));
        const rate = median(seen[i]!.map((result) => result.rate));
        console.log(
          `| ${title(target)} | ${name} | ${what.name} | ${Math.round(rate)} | ${cpu.toFixed(2)} | ${(control / cpu).toFixed(2)} |`,
        );
      }
    }
  } finally {
    for (const server of servers) server.stop();
  }
}

function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

/** Bytes of resident memory for each open socket that has echoed once. */
async function memory(target: Target, names: readonly string[], count: number): Promise<void> {
  for (const name of names) {
    const server = await start(target, name);
    try {
      const warm = await clientsOf(server, 50);
      await sleep(300);
      const before = resident(server.pid);
      const clients = await clientsOf(server, count);
      for (const client of clients) client.run(MESSAGES[0]!);
      while (clients.some((client) => client.count === 0)) await sleep(20);
      for (const client of clients) client.stop();
      await sleep(500);
      const each = (resident(server.pid) - before) / count / 1024;
      console.log(`| ${title(target)} | ${name} | ${count} | ${each.toFixed(1)} KiB |`);
      for (const client of [...warm, ...clients]) client.close();
    } finally {
      server.stop();
    }
  }
}

const count = values.memory === undefined ? undefined : Number(values.memory);
console.log(
  count === undefined
    ? "| runtime | subject | message | messages/s | CPU µs/message | ratio |\n| --- | --- | --- | --- | --- | --- |"
    : "| runtime | subject | sockets | memory each |\n| --- | --- | --- | --- |",
);
for (const [runtime, major, names] of SUBJECTS) {
  if (values.only !== undefined && values.only !== `${runtime}${major ?? ""}`) continue;
  const target = findTarget(runtime, major);
  if (target === undefined) continue;
  if (count === undefined) await speed(target, names);
  else await memory(target, names, count);
}
rmSync(folder, { recursive: true });
process.exit(0);
