/**
 * Bun starts a server of its own for a module whose default export has a `fetch`, except when it
 * has a `stop` as well (decisions/004-stop-on-the-server.md).
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inRoot, tempFolder } from "./run.ts";

const BUN = inRoot("test/runtimes/node_modules/bun/bin/bun.exe");
const SERVE = JSON.stringify(inRoot("dist/adapters/bun/index.js"));

const temp = await tempFolder();
afterAll(temp.remove);

describe.skipIf(!existsSync(BUN))("Bun, started with a module whose default export", () => {
  test("has a fetch, serves it by itself", async () => {
    const answer = await ownServerOf(
      "control",
      "export default { fetch: () => new Response('its own') };",
    );
    expect(answer).toBe("its own");
  });

  test("is what serve() returned, leaves it alone (E02)", async () => {
    const answer = await ownServerOf(
      "ours",
      `import { serve } from ${SERVE};
      export default serve({ port: 0, onListen() {} }, () => new Response("ours"));`,
    );
    expect(answer).toBeUndefined();
  });
});

/** What Bun's own server answers, on the port that $PORT gives it; undefined where there is none. */
async function ownServerOf(name: string, source: string): Promise<string | undefined> {
  const file = join(temp.path, `${name}.mjs`);
  // Bun looks at the exports after the module has run, so a timer of the module runs after that.
  await writeFile(file, `${source}\nsetTimeout(() => console.log("ready"), 50);\n`);
  const port = await freePort();
  const child = spawn(BUN, [file], {
    env: { PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (text: Buffer) => {
        if (text.includes("ready")) resolve();
      });
      child.once("exit", () => reject(new Error("Bun has ended")));
    });
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return await response?.text();
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
