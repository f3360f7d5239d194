/** What Node.js can tell only after `serve()` has returned: names, and the ports of a cluster (S15, S16). */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serve, type Server } from "everyserve/node";

// The old form of an address with parts left out: a name that no resolver has to be asked for.
const NAMED = { port: 0, hostname: "127.1" };
const hello = (): Response => new Response("hello");

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

test("onListen is called once, with the address, when a name was resolved (S15, S21)", async () => {
  const told: unknown[] = [];
  await using server = serve({ ...NAMED, onListen: (addr) => void told.push({ ...addr }) }, hello);
  expect(told).toEqual([]);
  while (told.length === 0) await sleep(5);
  await sleep(20);
  expect(told).toEqual([{ ...server.addr }]);
  expect(server.addr).toMatchObject({ transport: "tcp", hostname: "127.0.0.1" });
});

test.each<[string, (server: Server, abort: AbortController) => void]>([
  ["shutdown()", (server) => void server.shutdown()],
  ["an abort", (_server, abort) => abort.abort()],
])("%s before a name was resolved leaves nobody listening (S15)", async (_how, end) => {
  const abort = new AbortController();
  let told = 0;
  await using free = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, hello);
  const { port } = free.addr as { port: number };
  await free.shutdown();
  const options = { ...NAMED, port, signal: abort.signal, onListen: () => told++ };
  const server = serve(options, hello);
  end(server, abort);
  await server.finished;
  await sleep(50);
  expect([told, await connects(port)]).toEqual([0, false]);
});

test("a name that does not resolve rejects finished, and onListen is not called (S15)", async () => {
  let told = 0;
  const server = serve({ port: 0, hostname: "nowhere.invalid", onListen: () => told++ }, hello);
  await expect(server.finished).rejects.toBeInstanceOf(Error);
  expect(told).toBe(0);
});

test("in a worker of a cluster a busy port rejects finished with AddrInUse (S16)", async () => {
  await using busy = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, hello);
  const { port } = busy.addr as { port: number };
  const folder = mkdtempSync(join(import.meta.dirname, ".cluster-"));
  try {
    const program = join(folder, "program.mjs");
    writeFileSync(program, PROGRAM);
    const child = fork(program, [String(port)], { execArgv: [] });
    const [told] = (await once(child, "message")) as [unknown];
    await once(child, "exit");
    expect(told).toEqual({ name: "AddrInUse", code: "EADDRINUSE", told: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const PROGRAM = `import cluster from "node:cluster";
import { serve } from "everyserve/node";
const port = Number(process.argv[2]);
if (cluster.isPrimary) {
  const worker = cluster.fork();
  worker.on("message", (message) => process.send(message, () => worker.disconnect()));
  worker.on("exit", () => process.disconnect());
} else {
  let told = 0;
  const server = serve({ port, hostname: "127.0.0.1", onListen: () => told++ }, () => new Response());
  const tell = (message) => process.send(message);
  server.finished.then(
    () => tell("resolved"),
    ({ name, code }) => tell({ name, code, told }),
  );
}
`;
