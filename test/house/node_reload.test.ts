/** `server.reload()` on Node: the certificate that clients see, before and after. */
import { once } from "node:events";
import * as tls from "node:tls";
import { expect, test } from "vitest";
import { serve, type Server } from "everyserve/node";
import { OTHER_CERTIFICATE, TEST_CERTIFICATE } from "../shared/certificate.ts";

const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };

async function open(server: Server): Promise<{ name: unknown; socket: tls.TLSSocket }> {
  const { port } = server.addr as { port: number };
  const socket = tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  return { name: socket.getPeerCertificate().subject.CN, socket };
}

test("reload() gives new connections the new certificate, and leaves the others alone", async () => {
  await using server = serve({ ...quiet, ...TEST_CERTIFICATE }, () => new Response("ok"));
  const before = await open(server);
  server.reload(OTHER_CERTIFICATE);
  const after = await open(server);
  expect([before.name, after.name]).toEqual(["localhost", "other.test"]);
  after.socket.destroy();
  let text = "";
  before.socket.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  before.socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  await once(before.socket, "close");
  expect(text).toMatch(/^HTTP\/1\.1 200 OK[^]*ok$/);
});

test("reload() with a key of another certificate throws, and the old one stays", async () => {
  await using server = serve({ ...quiet, ...TEST_CERTIFICATE }, () => new Response("ok"));
  const wrong = { cert: OTHER_CERTIFICATE.cert, key: TEST_CERTIFICATE.key };
  expect(() => server.reload(wrong)).toThrow("keys may not be consistent: KeyMismatch");
  const { name, socket } = await open(server);
  socket.destroy();
  expect(name).toBe("localhost");
});
