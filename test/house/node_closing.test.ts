/** Node answers at once what it can: what that means for the requests behind it in the same packet. */
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { serve } from "everyserve/node";

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => void (text += chunk));
  socket.end(bytes);
  await once(socket, "close");
  return text;
}

test("no request behind a response that closes the connection reaches the handler", async () => {
  const seen: string[] = [];
  await using server = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    seen.push(new URL(request.url).pathname);
    return new Response("bye", { headers: { connection: "close" } });
  });
  const { port } = server.addr as { port: number };
  const text = await exchange(port, get("/one") + get("/two"));
  expect([seen, text.match(/^HTTP/gm)]).toEqual([["/one"], ["HTTP"]]);
});

test("five thousand pipelined requests are answered, also behind a slow one", async () => {
  await using server = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    if (request.url.endsWith("/slow")) await new Promise((resolve) => setTimeout(resolve, 100));
    return new Response(new URL(request.url).pathname);
  });
  const { port } = server.addr as { port: number };
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => void (text += chunk));
  const paths = Array.from({ length: 5000 }, (_, index) => `/${index}`);
  socket.write(get("/slow") + paths.map(get).join(""));
  await expect.poll(() => text.endsWith("/4999"), { timeout: 10_000 }).toBe(true);
  socket.destroy();
  expect(text.match(/(?<=\r\n\r\n)\/(?:slow|\d+)/g)).toEqual(["/slow", ...paths]);
});
