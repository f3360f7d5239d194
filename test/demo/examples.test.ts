/** The examples: every file, from its own source, on every runtime. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Agent, request, WebSocket } from "undici";
import { ALL_HOSTS, type HostSpec } from "../matrix/hosts.ts";
import { launch, type Running } from "../matrix/launch.ts";
import { exampleNames, type ExamplesStage, stageExamples, WITH_FILES } from "./examples_stage.ts";
import { ROOT } from "./start.ts";

/** What is asked of an example, and what must come of it. */
type Check = (url: string, running: Running) => Promise<void>;

const greets: Check = async (url) => {
  expect(await (await fetch(url)).text()).toMatch(/^Hello, World!/);
};

const CHECKS: Readonly<Record<string, Check>> = {
  hello: greets,
  async: greets,
  port: greets,
  "port-second": greets,

  async inspect(url, { stdout, stderr }) {
    const headers = { "x-one": "1" };
    await fetch(`${url}a/path?q=1`, { method: "POST", body: "some text", headers });
    for (const part of ["Method: POST", "/a/path?q=1", "Path: /a/path", "x-one", "some text"]) {
      await says(stdout, part);
    }
    await hangUpWhileSending(url);
    await says(stderr, "The client hung up");
    expect(await (await fetch(url)).text()).toBe("Hello, World!");
  },

  async https(url) {
    const ca = await readFile(join(stage.folder, "cert.pem"));
    const origin = url.replace("http:", "https:").replace("127.0.0.1", "localhost");
    for (const allowH2 of [false, true]) {
      const dispatcher = new Agent({ connect: { ca }, allowH2 });
      const { statusCode, body } = await request(origin, { dispatcher });
      expect([statusCode, await body.text()]).toEqual([200, "Hello, World!"]);
      await dispatcher.close();
    }
  },

  async "json-404"(url) {
    const response = await fetch(url);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("x-hint")).toBe("nothing lives here");
    expect(await response.json()).toEqual({ message: "NOT FOUND" });
  },

  async compression(url, { stdout }) {
    const headers = { "accept-encoding": "gzip" };
    const response = await fetch(url, { headers });
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(await response.text()).toContain("<p>The quick brown fox</p>");
    await says(stdout, "gzip");
    await fetch(url, { headers: { "accept-encoding": "identity" } });
    await says(stdout, "skipped: ");
  },

  async websocket(url, { stdout }) {
    const plain = await fetch(url);
    expect(plain.status).toBe(501);
    const socket = new WebSocket(url.replace("http:", "ws:"));
    await once(socket, "open");
    await says(stdout, "a client connected!");
    socket.send("ping");
    const [{ data }] = (await once(socket, "message")) as [{ data: unknown }];
    expect(data).toBe("pong");
    socket.close();
    await once(socket, "close");
  },

  async stream(url, { stdout }) {
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe("Hello, World!\n");
    expect((await reader.read()).value).toBe("Hello, World!\n");
    expect(stdout()).not.toContain("The client hung up");
    controller.abort();
    // workerd hears of it at the next line.
    await says(stdout, "The client hung up");
  },
};

let stage: ExamplesStage;

beforeAll(async () => {
  stage = await stageExamples();
  const script = join(ROOT, "scripts/certificate.ts");
  const tsx = import.meta.resolve("tsx");
  await promisify(execFile)(process.execPath, ["--import", tsx, script], { cwd: stage.folder });
});
afterAll(() => stage?.remove());

test("there is a check for every example", async () => {
  expect((await exampleNames()).toSorted()).toEqual(Object.keys(CHECKS).toSorted());
});

const installed: readonly HostSpec[] = ALL_HOSTS.filter(({ binary }) => binary !== undefined);

describe.each(installed)("$id", (host) => {
  // Together: they mostly wait.
  const checks = Object.entries(CHECKS).filter(
    ([name]) => host.host !== "workers" || !WITH_FILES.includes(name),
  );
  test.concurrent.for(checks)("%s", async ([name, check], { onTestFinished }) => {
    const running = await launch(host, stage.folder, name, ["main"]);
    onTestFinished(running.stop);
    await check(`http://127.0.0.1:${running.ports.get("main")}/`, running);
  });
});

/** Waits until the output of a server has `text` in it. */
function says(output: () => string, text: string): Promise<void> {
  return vi.waitFor(() => expect(output()).toContain(text), { timeout: 10_000 });
}

/** Promises a longer body than it sends, and goes. */
function hangUpWhileSending(url: string): Promise<void> {
  const { port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port: Number(port), host: "127.0.0.1" }, () => {
      socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nabc`);
      setTimeout(() => socket.destroy(), 200);
    });
    socket.once("close", () => resolve());
    socket.once("error", reject);
  });
}
