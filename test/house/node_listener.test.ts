/** The interop file behind a bare http.Server and behind one that has read the body already. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { toNodeListener } from "everyserve/node/whatwg";

let server: Server | undefined;
afterEach(() => void server?.close());

async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("toNodeListener() serves a handler, request and info included", async () => {
  const url = await listen(
    toNodeListener(async (request, info) =>
      Response.json({ text: await request.text(), from: info.remoteAddr.transport }),
    ),
  );
  const response = await fetch(url, { method: "POST", body: "hello" });
  expect([response.status, await response.json()]).toEqual([200, { text: "hello", from: "tcp" }]);
});

test("toNodeListener() takes a body that a framework has parsed", async () => {
  const listener = toNodeListener(async (request) => Response.json(await request.json()));
  const url = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    (request as IncomingMessage & { body?: unknown }).body = JSON.parse(
      String(Buffer.concat(chunks)),
    );
    listener(request, response);
  });
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"parsed":true}',
  });
  expect(await response.json()).toEqual({ parsed: true });
});

test("toNodeListener() puts the handler into the error boundary", async () => {
  const failing = (): never => {
    throw new Error("secret");
  };
  const url = await listen(
    toNodeListener(failing, { onError: () => new Response("sorry", { status: 503 }) }),
  );
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([503, "sorry"]);
});

test("toNodeListener() refuses what is no handler", () => {
  expect(() => toNodeListener({} as never)).toThrow(/handler must be a function, received object/);
});
