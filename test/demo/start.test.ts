/** The start script: its table, its ports, its end. */
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { RUNTIMES } from "../../scripts/start/runtimes.ts";
import { ROOT, runNpmStart, runStart, runStartIn, type Started } from "./start.ts";

const installed = RUNTIMES.filter(({ binary }) => binary !== undefined);
const started: Started[] = [];
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const run of started.splice(0)) {
    run.signal("SIGTERM");
    // Of a test that failed something may be left.
    const timer = setTimeout(() => process.kill(-run.pid, "SIGKILL"), 5000);
    await run.exited;
    clearTimeout(timer);
  }
});

describe("npm start", () => {
  test("serves on every runtime, each verified to be what the table says", async () => {
    const run = start("--port", "0");
    const rows = await run.table();
    expect(rows.map(({ runtime, status }) => [runtime, status])).toEqual(
      RUNTIMES.map(({ label, binary }) => [label, binary ? "ready" : "absent"]),
    );
    for (const [index, runtime] of installed.entries()) {
      const row = rows.filter(({ status }) => status === "ready")[index];
      const response = await fetch(new URL("/api/runtime", row?.url));
      expect(await response.json()).toMatchObject({
        runtime: runtime.name,
        version: runtime.version,
      });
    }
    expect(run.stderr()).toBe("");
  });

  test("gives the first runtime the port and the others those after it", async () => {
    const first = await freePort();
    const rows = await start("--port", String(first), "--only", "node20,bun").table();
    const ports = rows.map(({ url }) => Number(new URL(url).port));
    expect(ports[0]).toBeGreaterThanOrEqual(first);
    expect(ports).toEqual(ports.toSorted((a, b) => a - b));
  });

  test("says that a port is taken and takes the next", async () => {
    const taken = await occupy();
    const run = start("--port", String(taken), "--only", "node20");
    const [row] = await run.table();
    expect(run.stdout()).toContain(`Port ${taken} is taken: trying ${taken + 1}`);
    expect(Number(new URL(row?.url ?? "").port)).toBeGreaterThan(taken);
    expect(row?.status).toBe("ready");
  });

  test("ends with code 0 on Ctrl-C, an open stream included, and leaves nothing behind", async () => {
    const run = start("--port", "0");
    const rows = await run.table();
    // workerd would wait for its streams: they must not keep anything alive.
    const streams = await Promise.all(
      rows
        .filter(({ status }) => status === "ready")
        .map(({ url }) => fetch(new URL("/api/stream", url))),
    );
    const drained = streams.map((response) => response.text().catch(() => ""));
    run.interrupt();
    expect(await run.exited).toBe(0);
    await Promise.all(drained);
    await expect.poll(run.isAlive).toBe(false);
    expect(run.stderr()).toBe("");
    await expectRefused(rows.map(({ url }) => url));
  });

  test("ends with code 0 on SIGTERM, and removes its temporary folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "everyserve-start-"));
    const run = runStart(["--port", "0", "--only", "node20,workerd"], { TMPDIR: folder });
    started.push(run);
    const ours = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => name.startsWith("everyserve-demo-"));
    try {
      const rows = await run.table();
      expect(await ours()).toHaveLength(1);
      run.signal("SIGTERM");
      expect(await run.exited).toBe(0);
      await expect.poll(run.isAlive).toBe(false);
      expect(await ours()).toEqual([]);
      await expectRefused(rows.map(({ url }) => url));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("ends on Ctrl-C while the servers are still starting", async () => {
    const run = start("--port", "0");
    await new Promise((resolve) => setTimeout(resolve, 700));
    run.interrupt();
    // 130 when it came before the script could listen to it.
    expect([0, 130, null]).toContain(await run.exited);
    await expect.poll(run.isAlive).toBe(false);
  });

  // Elsewhere there is no simple way to learn the ids of a process's children.
  test.runIf(process.platform === "linux")(
    "tells when a server dies; the others live",
    async () => {
      const run = start("--port", "0", "--only", "node20,bun");
      const [node, bun] = await run.table();
      process.kill(childRunning("bun", run.pid), "SIGKILL");
      await expect.poll(run.stderr).toBe("[bun] ended with SIGKILL\n");
      expect((await fetch(node?.url ?? "")).status).toBe(200);
      await expectRefused([bun?.url ?? ""]);
      run.signal("SIGTERM");
      expect(await run.exited).toBe(0);
    },
  );

  // A shell between npm and the script must neither keep a signal to itself nor change the code.
  test.each(["SIGINT", "SIGTERM"] as const)("%s to npm ends all with code 0", async (signal) => {
    const run = runNpmStart(["--port", "0", "--only", "node20,workerd"]);
    started.push(run);
    const rows = await run.table();
    run.signal(signal);
    expect(await run.exited).toBe(0);
    await expect.poll(run.isAlive).toBe(false);
    await expectRefused(rows.map(({ url }) => url));
  });

  test("says which runtimes are absent and serves on the local Node", async () => {
    const root = await copyWithoutRuntimes();
    try {
      const run = runStartIn(root, ["--port", "0"]);
      started.push(run);
      const [first, ...others] = await run.table();
      expect(first).toMatchObject({ version: process.versions.node, status: "ready" });
      expect(new Set(others.map(({ status }) => status))).toEqual(new Set(["absent"]));
      expect((await fetch(first?.url ?? "")).status).toBe(200);
      run.interrupt();
      expect(await run.exited).toBe(0);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  test("--help explains and ends with code 0", async () => {
    const run = start("--help");
    expect(await run.exited).toBe(0);
    expect(run.stdout()).toContain("--only <ids>");
  });

  test("a bad option is one line and code 2", async () => {
    const run = start("--port", "eighty");
    expect(await run.exited).toBe(2);
    expect(run.stdout()).toBe("");
    expect(run.stderr()).toBe('--port must be a number from 0 to 65535, not "eighty"\n');
  });
});

function start(...options: string[]): Started {
  const run = runStart(options);
  started.push(run);
  return run;
}

function occupy(): Promise<number> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function freePort(): Promise<number> {
  const port = await occupy();
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return port;
}

/** The project as it is where no runtime has a package. */
async function copyWithoutRuntimes(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "everyserve-copy-"));
  const parts = ["package.json", "dist", "demo", "scripts", "test/matrix/hosts.ts"];
  for (const part of [...parts, "test/runtimes/package.json"]) {
    await cp(join(ROOT, part), join(root, part), { recursive: true });
  }
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"), "junction");
  return root;
}

/** The id of the child of `parent` whose program has this name. */
function childRunning(program: string, parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8")
    .trim()
    .split(" ");
  const found = children.find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").includes(program));
  if (found === undefined) throw new Error(`No child runs ${program}`);
  return Number(found);
}

async function expectRefused(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    if (URL.canParse(url)) await expect(fetch(url)).rejects.toThrow();
  }
}
