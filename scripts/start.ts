/**
 * `npm start`: serves the demo from one source on every runtime at once.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseOptions, type StartOptions, usage, UsageError } from "./start/options.ts";
import { findPorts } from "./start/ports.ts";
import { type Runtime, RUNTIMES } from "./start/runtimes.ts";
import { askVersion, reachable, type StartedServer, startServer } from "./start/server.ts";
import { createStage, type Plan, type Stage } from "./start/stage.ts";
import { renderTable, type TableRow } from "./start/table.ts";

/** npm and a terminal may both deliver the same Ctrl-C: within this time it counts as one. */
const SAME_CTRL_C = 250;
/** A Ctrl-C reaches the servers as well; they may have ended this long before we hear of it. */
const CTRL_C_SPREAD = 100;

const servers: StartedServer[] = [];
const stage: Stage = createStage();
let stoppingSince: number | undefined;

// Whatever ends this process, nothing of it stays behind.
process.on("exit", () => {
  for (const server of servers) server.kill();
  stage.finish();
  stage.remove();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (stoppingSince === undefined) void stop();
    else if (Date.now() - stoppingSince > SAME_CTRL_C) process.exit(130);
  });
}
// The reader of our output has gone (`npm start | head`).
process.stdout.on("error", () => process.exit(0));
if (process.env["npm_lifecycle_event"] === "start") {
  // A signal to npm may end it, or the shell that it runs us in, without a word to us.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && stoppingSince === undefined) void stop();
  }, 250).unref();
}

try {
  const ids = RUNTIMES.map(({ id }) => id);
  const options = parseOptions(process.argv.slice(2), ids);
  if (options.help) console.log(usage(ids));
  else await start(options);
} catch (error) {
  console.error((error as Error).message);
  process.exit(error instanceof UsageError ? 2 : 1);
}

async function start(options: StartOptions): Promise<void> {
  if (!existsSync(new URL("../dist/", import.meta.url))) {
    throw new Error("The package is not built yet: run `npm run build` first");
  }
  const { hostname, only } = options;
  const wanted = RUNTIMES.filter(({ id }) => only === undefined || only.includes(id));
  const plans = await makePlans(wanted.filter(isInstalled), options);
  const rows = await Promise.all(
    wanted.map(async (runtime): Promise<TableRow> => {
      const plan = plans.find((candidate) => candidate.runtime === runtime);
      if (plan !== undefined) return launch(plan, hostname);
      return { runtime: runtime.label, version: "–", url: "–", status: "absent" };
    }),
  );
  stage.finish();
  if (stoppingSince !== undefined) return;

  console.log(`\n${renderTable(rows, process.stdout.isTTY && !process.env["NO_COLOR"])}\n`);
  if (rows.some(({ status }) => status === "absent")) {
    console.log("Absent: this platform has no package of it, or `npm run prepare` has not run.");
  }
  if (!rows.some(({ status }) => status === "ready")) throw new Error("No server could be started");
  console.log("Ctrl-C stops them all.");
  await Promise.all(servers.map(({ ended }) => ended));
  if (await isUnasked()) throw new Error("All servers have ended");
}

function isInstalled(runtime: Runtime): runtime is Plan["runtime"] {
  return runtime.binary !== undefined;
}

/** Chooses the ports and makes what each server must know of the others. */
async function makePlans(
  runtimes: readonly Plan["runtime"][],
  { port, hostname }: StartOptions,
): Promise<Plan[]> {
  const ports = await findPorts(runtimes.length, port, hostname, (taken) =>
    console.log(`Port ${taken} is taken: trying ${taken + 1}`),
  );
  const peers = runtimes.map(({ id, label }, index) => ({ id, label, port: ports[index] }));
  const plans = runtimes.map(async (runtime, index): Promise<Plan> => {
    const settings: Record<string, string> = {
      PORT: String(ports[index]),
      DEMO_HOSTNAME: hostname,
      DEMO_PEERS: JSON.stringify(peers),
    };
    // workerd does not tell its code which version it is; the program does.
    if (runtime.entry === "workerd") settings["DEMO_VERSION"] = await askVersion(runtime.binary);
    return { runtime, port: ports[index] ?? 0, settings };
  });
  return Promise.all(plans);
}

/** Starts one server and waits until it answers, or does not. */
async function launch(plan: Plan, hostname: string): Promise<TableRow> {
  const { label } = plan.runtime;
  const row = { runtime: label, url: `http://${reachable(hostname)}:${plan.port}/` };
  const log = (line: string): void => console.error(`[${plan.runtime.id}] ${line}`);
  try {
    const entry = await stage.entryOf(plan, hostname);
    if (stoppingSince !== undefined) return { ...row, version: "–", status: "stopped" };
    const server = startServer(plan, entry, hostname, log);
    servers.push(server);
    const version = await server.ready;
    void server.ended.then(async (how) => {
      if (await isUnasked()) log(how);
    });
    return { ...row, version, status: "ready" };
  } catch (error) {
    return { ...row, version: "–", status: `failed: ${(error as Error).message}` };
  }
}

/** Whether a server that has ended did so by itself. */
async function isUnasked(): Promise<boolean> {
  await sleep(CTRL_C_SPREAD);
  return stoppingSince === undefined;
}

async function stop(): Promise<void> {
  stoppingSince = Date.now();
  await Promise.all(servers.map((server) => server.stop()));
  process.exit(0);
}
