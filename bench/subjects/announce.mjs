/** What a subject tells the runner, one JSON line each on stdout. */
import process from "node:process";

function runtime() {
  if (globalThis.Bun) return { runtime: "bun", version: globalThis.Bun.version };
  if (globalThis.Deno) return { runtime: "deno", version: globalThis.Deno.version.deno };
  return { runtime: "node", version: process.version };
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The server listens on `port`. */
export function announce(port) {
  say({ bench: "listening", port, ...runtime() });
  const { BENCH_ASK_CPU: askCpu, BENCH_INSIDE: inside } = process.env;
  // Where the system's accounting cannot be read from outside, the runner asks for our own.
  if (askCpu === "1") {
    process.stdin.on("data", () => say({ bench: "cpu", ...process.cpuUsage() }));
  }
  if (inside) void beInside(port, JSON.parse(inside));
}

/** At each word from the runner a client inside does a batch. */
async function beInside(port, task) {
  const { clientInside } = await import("./inside.mjs");
  let batch;
  process.stdin.on("data", async () => {
    batch ??= await clientInside(port, task);
    say({ bench: "inside", cpu: await batch() });
  });
}

/** The subject cannot take part, and why. */
export function skip(reason) {
  say({ bench: "skip", reason });
  process.exit(0);
}
