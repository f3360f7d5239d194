/** Handshakes, on the hosts that serve HTTPS by themselves. */
import { connect } from "node:net";
import * as tls from "node:tls";
import { afterAll, describe, inject, test } from "vitest";
import { TLS_CASES, type Hello, type SecureClient } from "../shared/h2/tls.ts";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { CEILING } from "./client.ts";
import { differenceWithin } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { judge, ONE_BY_ONE } from "./outcome.ts";

const stage = inject("stage");
const part = "tls";
const hosts = HOSTS.filter((spec) => spec.binary !== undefined && gives(spec, "tls"));

test("the ids of the rows about HTTPS are unique", ({ expect }) => {
  const ids = TLS_CASES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of hosts) {
  describe.concurrent(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage, "app", Object.keys(SERVERS), ["tls"]);
    afterAll(() => server.stop());
    for (const row of TLS_CASES) {
      test(`${row.id} ${row.title}`, ONE_BY_ONE, async ({ task, onTestFinished }) => {
        Object.assign(task.meta, { host: host.id, part });
        const port = await server.port("plain");
        const ends: (() => void)[] = [];
        onTestFinished(() => ends.forEach((end) => end()));
        const complaints = [
          ...(await row.run({
            secure: (hello) => secure(port, hello, ends),
            plain: (bytes) => plain(port, bytes, ends),
          })),
        ];
        judge(task, complaints, differenceWithin(host, row.id, part));
      });
    }
  });
}

function secure(port: number, hello: Hello = {}, ends: (() => void)[]): Promise<SecureClient> {
  const { versions: [min, max] = ["TLSv1.2", "TLSv1.3"], protocols } = hello;
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      port,
      host: "127.0.0.1",
      rejectUnauthorized: false,
      minVersion: min as tls.SecureVersion,
      maxVersion: max as tls.SecureVersion,
      // OpenSSL's own policy would not let a client say so old a version.
      ...(max === "TLSv1.1" ? { ciphers: "DEFAULT:@SECLEVEL=0" } : {}),
      ...(protocols === undefined ? {} : { ALPNProtocols: [...protocols] }),
    });
    ends.push(() => void socket.destroy());
    socket.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECLOSED" })));
    socket.once("secureConnect", () => {
      let received = "";
      let check = (): void => {};
      socket.setEncoding("latin1").on("data", (text: unknown) => {
        received += String(text);
        check();
      });
      socket.on("close", () => check());
      resolve({
        version: socket.getProtocol() ?? "",
        protocol: socket.alpnProtocol === false ? undefined : (socket.alpnProtocol ?? undefined),
        send: (bytes) => void socket.write(bytes, "latin1"),
        until: (condition) =>
          new Promise((found) => {
            const timer = setTimeout(() => found(received), CEILING);
            check = (): void => {
              if (!condition(received) && !socket.destroyed) return;
              clearTimeout(timer);
              found(received);
            };
            check();
          }),
      });
    });
  });
}

function plain(
  port: number,
  bytes: string,
  ends: (() => void)[],
): Promise<{ received: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    ends.push(() => void socket.destroy());
    let received = "";
    const timer = setTimeout(() => resolve({ received, closed: false }), CEILING);
    socket.setEncoding("latin1").on("data", (text: unknown) => void (received += String(text)));
    socket.on("error", () => {});
    socket.once("close", () => {
      clearTimeout(timer);
      resolve({ received, closed: true });
    });
    socket.write(bytes);
  });
}
