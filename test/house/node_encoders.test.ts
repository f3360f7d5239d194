/** No encoder outlives its response: Node's are memory outside the heap, which no collector hurries to free. */
import { once } from "node:events";
import { connect } from "node:net";
import type { Gzip } from "node:zlib";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { afterAll, expect, test } from "vitest";

const library = createRequire(import.meta.url)("node:zlib") as Record<string, unknown>;
const NAMES = ["createGzip", "createBrotliCompress"];
const before = NAMES.map((name) => [name, library[name]] as const);
const replace = (name: string, value: unknown): unknown =>
  Object.defineProperty(library, name, { value, configurable: true, enumerable: true });
let opened = 0;
let closed = 0;
for (const name of NAMES) {
  const make = library[name] as (options: object) => Gzip;
  replace(name, (options: object) => {
    opened++;
    return make(options).once("close", () => closed++);
  });
}
syncBuiltinESMExports();
afterAll(() => {
  for (const [name, value] of before) replace(name, value);
  syncBuiltinESMExports();
});

const { serve } = await import("everyserve/node");

const chunk = new TextEncoder().encode("data: something\n\n");
const endless = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      controller.enqueue(chunk);
    },
  });
const BODIES: Readonly<Record<string, () => BodyInit>> = {
  "/endless": endless,
  "/idle": () => new ReadableStream({ start: (controller) => controller.enqueue(chunk) }),
  "/short": () => new Blob(["data: something\n\n".repeat(10)]).stream(),
  "/large": () => "data: something\n\n".repeat(20_000),
  "/small": () => "data: something\n\n".repeat(20),
  "/broken": () =>
    new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk);
        controller.error(new Error("broken"));
      },
    }),
};

/** Sends a request; leaves when the response has come so far, if it does not end before. */
async function visit(
  port: number,
  method: string,
  path: string,
  coding: string,
  leave: boolean,
): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("error", () => {});
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
    if (leave && text.length > text.indexOf("\r\n\r\n") + 20) socket.resetAndDestroy();
  });
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: ${coding}\r\n\r\n`,
  );
  await once(socket, "close");
}

test.each([
  ["a stream whose client hangs up", "GET", "/endless", true, 1],
  ["an idle stream whose client hangs up", "GET", "/idle", true, 1],
  ["a stream that ends", "GET", "/short", false, 1],
  ["a stream that fails", "GET", "/broken", false, 1],
  ["a large body", "GET", "/large", false, 1],
  ["a large body whose client hangs up", "GET", "/large", true, 1],
  ["a small body: it is encoded in one call", "GET", "/small", false, 0],
  ["a HEAD: nothing is encoded", "HEAD", "/endless", false, 0],
])("every encoder is closed after %s (C39, C40)", async (_what, method, path, leave, each) => {
  opened = 0;
  closed = 0;
  const options = { port: 0, hostname: "127.0.0.1", onListen() {}, onError: () => new Response() };
  const server = serve(options, ({ url }) => {
    const body = BODIES[new URL(url).pathname]!();
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  const { port } = server.addr as { port: number };
  for (let i = 0; i < 10; i++) await visit(port, method, path, i % 2 ? "br" : "gzip", leave);
  await expect.poll(() => [opened, closed]).toEqual([10 * each, 10 * each]);
  await server.shutdown();
});
