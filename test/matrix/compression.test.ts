/**
 * Automatic compression beyond single rows: whatever is returned arrives, real clients decode it, zstd,
 * workerd without its flags, and memory under clients that hang up.
 */
import * as fc from "fast-check";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import type { Message } from "../shared/case.ts";
import { filler } from "../shared/routes/compress.ts";
import { SERVERS } from "../shared/servers.ts";
import { decode } from "./decode.ts";
import { HOSTS, type HostSpec } from "./hosts.ts";
import { launch, type Running } from "./launch.ts";
import { config } from "./stage.ts";

const stage = inject("stage");
const part = "compression";
const hosts = HOSTS.filter(({ binary }) => binary !== undefined);
/** How many clients hang up; 10,000 is the figure of the guide, a tenth of it is quick. */
const HANGUPS = Number(process.env["EVERYSERVE_HANGUPS"] ?? 1000);
const MIB = 2 ** 20;

test.skipIf(hosts.length > 0)("no host was chosen", () => {});

for (const host of hosts) {
  describe(`compression ${host.id}`, () => {
    let running: Running;
    let port = 0;
    beforeAll(async () => {
      running = await launch(host, stage, "app", Object.keys(SERVERS));
      port = running.ports.get("compress") ?? 0;
    }, 30_000);
    afterAll(() => running?.stop());

    test(
      "C41.property whatever a handler returns arrives, in any chunks",
      { timeout: 60_000 },
      async ({ task, expect }) => {
        Object.assign(task.meta, { host: host.id, part });
        await fc.assert(
          fc.asyncProperty(bodies, cuts, codings, async (bytes, cut, coding) => {
            const answer = await post(port, `/coded-echo?cut=${cut.join(",")}`, bytes, coding);
            const decoded = decode(answer);
            const text = Buffer.from(bytes).toString("latin1");
            if (bytes.byteLength <= 64 && cut.length === 0) expect(answer.body === text).toBe(true);
            else expect([decoded?.whole, decoded?.text === text]).toEqual([true, true]);
          }),
          { numRuns: 60 },
        );
      },
    );

    test.skipIf(!CURL)(
      "C03.curl curl --compressed decodes what is sent",
      async ({ task, expect }) => {
        Object.assign(task.meta, { host: host.id, part });
        for (const of of ["string", "chunks"]) {
          const url = `http://127.0.0.1:${port}/coded?of=${of}&n=5000&h=content-type:text/plain`;
          const { stdout } = await run("curl", ["-s", "-D", "-", "--compressed", url]);
          expect(stdout).toMatch(/content-encoding: (br|gzip)/i);
          expect(stdout.endsWith(filler(5000))).toBe(true);
        }
      },
    );

    test("C03.undici undici's fetch decodes what is sent", async ({ task, expect }) => {
      Object.assign(task.meta, { host: host.id, part });
      for (const coding of ["gzip", "br"]) {
        const url = `http://127.0.0.1:${port}/coded?of=chunks&n=5000&h=content-type:text/plain`;
        const response = await undiciFetch(url, { headers: { "accept-encoding": coding } });
        expect(response.headers.get("content-encoding")).toBe(coding);
        expect(await response.text()).toBe(filler(5000));
      }
    });

    const measured = process.platform === "linux";
    test.skipIf(!measured)(
      "C39.memory clients that hang up leave memory flat",
      { timeout: 180_000 },
      async ({ task, expect }) => {
        Object.assign(task.meta, { host: host.id, part });
        const some = Math.min(HANGUPS, 400);
        await hangUps(port, some); // the heap takes its size
        const before = memory(running.pid);
        await hangUps(port, HANGUPS);
        const grown = (memory(running.pid) - before) / MIB;
        // An encoder holds 300 KiB to 1 MiB: as many as there were clients would be far more.
        expect(grown).toBeLessThan(100);
        expect(running.alive()).toBe(true);
      },
    );

    test.skipIf(!hasZstd(host))(
      "E05.zstd-sent zstd is sent where it is offered and liked",
      async ({ task, expect }) => {
        Object.assign(task.meta, { host: host.id, part });
        const server = await zstdServer(host);
        try {
          for (const path of ["/whole", "/stream"]) {
            const answer = await get(server.ports.get("plain") ?? 0, path, "gzip, br, zstd");
            expect(answer.headers).toContainEqual(["content-encoding", "zstd"]);
            expect(decode(answer)).toEqual({ text: filler(3000), whole: true });
          }
        } finally {
          await server.stop();
        }
      },
    );
  });
}

const workerd = hosts.find(({ host }) => host === "workers");

describe.skipIf(workerd === undefined)("compression workerd of older dates", () => {
  test.each([
    ["2026-08-03", "br", "br", null],
    ["2024-01-01", "gzip", "gzip", null],
    ["2024-01-01", "br", null, null],
  ])("%s with %s: a whole body %s, a stream %s", async (date, accept, whole, stream) => {
    const { expect } = await import("vitest");
    const text = config("app.workers.js", ["compress"]).replace(
      /compatibilityDate = ".*"/,
      `compatibilityDate = "${date}"`,
    );
    const name = `dated-${date}-${accept}`;
    writeFileSync(join(stage, `${name}.capnp`), text);
    const running = await launch(workerd as HostSpec, stage, name, ["compress"]);
    try {
      const port = running.ports.get("compress") ?? 0;
      const typed = "&n=3000&h=content-type:text/plain";
      for (const [of, expected] of [
        ["string", whole],
        ["chunks", stream],
      ] as const) {
        const answer = await get(port, `/coded?of=${of}${typed}`, accept);
        const [, coding = null] = answer.headers.find(([key]) => key === "content-encoding") ?? [];
        expect(coding, of).toBe(expected);
        expect(coding === null ? answer.body : decode(answer)?.text).toBe(filler(3000));
      }
    } finally {
      await running.stop();
    }
  });
});

const run = promisify(execFile);
const CURL = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

/** Noise, repetitions and texts, of all sizes that matter: around the threshold and the bounds. */
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ minLength: 1000, maxLength: 5000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9000 }))
    .map(([piece, times]) =>
      Uint8Array.from(Buffer.concat(Array.from({ length: times }, () => piece))),
    ),
  fc.integer({ min: 65_530, max: 65_545 }).map((size) => new Uint8Array(size).fill(97)),
);
/** Where a stream is cut; none: it is no stream. */
const cuts = fc.oneof(
  fc.constant([]),
  fc.array(fc.nat({ max: 70_000 }), { minLength: 1, maxLength: 8 }),
);
const codings = fc.constantFrom("gzip", "br");

function hasZstd({ id, host }: HostSpec): boolean {
  return host !== "workers" && id !== "node20";
}

/** A program that offers zstd first. */
async function zstdServer(host: HostSpec): Promise<Running> {
  const name = `zstd-${host.id}`;
  writeFileSync(
    join(stage, `${name}.mjs`),
    `import { serve } from "everyserve";
const text = ${JSON.stringify(filler(3000))};
const stream = () => new ReadableStream({
  start(controller) {
    for (const part of text.match(/[^]{1,700}/g)) controller.enqueue(new TextEncoder().encode(part));
    controller.close();
  },
});
serve({
  port: 0,
  hostname: "127.0.0.1",
  compression: { encodings: ["zstd", "br", "gzip"] },
  onListen: ({ port }) => console.log(JSON.stringify({ server: "plain", port })),
}, ({ url }) => new Response(url.endsWith("/whole") ? text : stream(), {
  headers: { "content-type": "text/plain" },
}));
`,
  );
  return launch(host, stage, name, ["plain"]);
}

const get = (port: number, path: string, accept: string): Promise<Message> =>
  exchange(port, "GET", path, accept);
const post = (port: number, path: string, body: Uint8Array, accept: string): Promise<Message> =>
  exchange(port, "POST", path, accept, body);

/** One request by node:http, whose body is not decoded. */
function exchange(
  port: number,
  method: string,
  path: string,
  accept: string,
  body?: Uint8Array,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": accept, connection: "close" };
    const sent = httpRequest({ port, host: "127.0.0.1", path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          version: response.httpVersion,
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? "",
          headers: Object.entries(response.headers) as [string, string][],
          framing: "length",
          body: Buffer.concat(chunks).toString("latin1"),
          complete: response.complete,
          interims: [],
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** So many clients, some at a time, that leave when the first bytes of a compressed stream are there. */
async function hangUps(port: number, count: number): Promise<void> {
  let left = count;
  const client = async (): Promise<void> => {
    while (left-- > 0) await hangUp(port, left % 2 === 0 ? "gzip" : "br");
  };
  await Promise.all(Array.from({ length: 20 }, client));
}

function hangUp(port: number, coding: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let seen = "";
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.setEncoding("latin1").on("data", (text: unknown) => {
      seen += String(text);
      const end = seen.indexOf("\r\n\r\n");
      if (end > 0 && seen.length > end + 8) socket.resetAndDestroy();
    });
    socket.write(`GET /coded-drip HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${coding}\r\n\r\n`);
  });
}

/** What the process holds, in bytes. */
function memory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
