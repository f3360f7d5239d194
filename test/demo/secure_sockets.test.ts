/** WebSockets over TLS in a real Chromium: on connections of their own, and over HTTP/2 where they can be. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALL_HOSTS, type HostSpec } from "../matrix/hosts.ts";
import { TEST_CERTIFICATE } from "../shared/certificate.ts";
import { startBrowser, type StartedBrowser } from "./browser.ts";
import { ROOT } from "./start.ts";

/** Tells of its port, and every socket how it came. */
const PROGRAM = `
import { serve, upgradeWebSocket } from "everyserve";

const options = { port: 0, hostname: "127.0.0.1", ...${JSON.stringify(TEST_CERTIFICATE)} };
const http2WebSockets = process.argv.includes("h2");
const perMessageDeflate = process.argv.includes("deflate");
const onListen = ({ port }) => console.log(port);
serve({ ...options, http2WebSockets, onListen }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") {
    return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  }
  const { socket, response } = upgradeWebSocket(request, { perMessageDeflate });
  const how = request.headers.has("sec-websocket-key") ? "HTTP/1.1" : "HTTP/2";
  socket.addEventListener("open", () => socket.send(how));
  socket.addEventListener("message", ({ data }) => socket.send(data));
  return response;
});
`;

let chromium: StartedBrowser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "everyserve-secure-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(ROOT, join(folder, "node_modules", "everyserve"), "junction");
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(join(folder, "echo.mjs"), PROGRAM);
  chromium = await startBrowser();
}, 60_000);

afterAll(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the browser sees of a socket: all messages, and how it ends. */
async function talk(host: HostSpec, ...more: string[]): Promise<unknown> {
  const child = spawn(host.binary!, [...host.args(join(folder, "echo")), ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const page = await chromium.browser.newPage({ ignoreHTTPSErrors: true });
  try {
    let port = "";
    for await (const line of createInterface({ input: child.stdout })) {
      port = line;
      break;
    }
    await page.goto(`https://127.0.0.1:${port}/`);
    return await page.evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          const socket = new WebSocket(`wss://${location.host}/`);
          const messages: string[] = [];
          socket.addEventListener("message", ({ data }) => {
            messages.push(String(data).slice(0, 20));
            if (messages.length === 1) socket.send("a message");
            else if (messages.length === 2) socket.send("compressible ".repeat(10_000));
            else socket.close(4000, "enough");
          });
          socket.addEventListener("close", ({ code, reason, wasClean }) =>
            resolve([messages, socket.extensions, code, reason, wasClean]),
          );
        }),
    );
  } finally {
    await page.close();
    child.kill();
  }
}

const LONG = "compressible compres";
const seen = (how: string, extensions: unknown = ""): unknown => [
  [how, "a message", LONG],
  extensions,
  4000,
  "enough",
  true,
];

const hosts = ALL_HOSTS.filter(({ binary, host }) => binary !== undefined && host !== "workers");
const nodes = hosts.filter(({ host }) => host === "node");
// The same code on all of them: the oldest and the newest do.
const ends = nodes.filter((host) => host === nodes[0] || host === nodes.at(-1));
const named = (some: readonly HostSpec[]): [string, HostSpec][] => some.map((one) => [one.id, one]);

test.each(named(hosts))("%s: wss on a connection of its own (W53)", async (_id, host) => {
  expect(await talk(host)).toEqual(seen("HTTP/1.1"));
});

test.each(named(ends))("%s: wss on a stream of the page's connection (W54)", async (_id, host) => {
  expect(await talk(host, "h2")).toEqual(seen("HTTP/2"));
});

test.each(named(ends))("%s: both with permessage-deflate (W11)", async (_id, host) => {
  const deflate: unknown = expect.stringMatching(/^permessage-deflate/);
  expect(await talk(host, "deflate")).toEqual(seen("HTTP/1.1", deflate));
  expect(await talk(host, "h2", "deflate")).toEqual(seen("HTTP/2", deflate));
});
