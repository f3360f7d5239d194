/**
 * WebSockets over HTTP/2 (RFC 8441), where they can be had: the rows about open sockets again, each on
 * a stream of one connection, and rows about the streams themselves.
 */
import { connect, type ClientHttp2Session } from "node:http2";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { EXTENDED_CASES } from "../shared/h2/extended.ts";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { runFrameCase } from "./h2/run.ts";
import { playSocket, socketScript } from "./h2/socket.ts";
import { HOSTS } from "./hosts.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");
const part = "h2 sockets";
const scripts = WIRE_CASES.flatMap((row) => socketScript(row) ?? []);
const hosts = HOSTS.filter(({ host, binary }) => host === "node" && binary !== undefined);

test("most of the rows about sockets mean something over HTTP/2", ({ expect }) => {
  expect(scripts.length).toBeGreaterThan(150);
});

for (const host of hosts) {
  // Side by side: streams of one connection have nothing to do with each other.
  describe.concurrent(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage, "app", Object.keys(SERVERS), ["h2ws"]);
    let session: ClientHttp2Session;
    let port: number;
    beforeAll(async () => {
      port = await server.port("plain");
      session = connect(`http://127.0.0.1:${port}`);
      session.on("error", () => {});
      await new Promise((resolve) => void session.once("remoteSettings", resolve));
      // A row that does not read must not hold up the others: that is the client's affair.
      session.setLocalWindowSize(2 ** 30);
    });
    afterAll(async () => {
      session.destroy();
      await server.stop();
    });

    // The same code on all of them: the oldest and the newest do.
    const first = host === hosts[0] || host === hosts.at(-1);
    for (const script of first ? scripts : []) {
      const { row } = script;
      test(`${row.id} ${row.title}`, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        const exchange = await playSocket(script, session, port, `h2ws-${row.id}`);
        const complaints = check(row, exchange, port);
        // Whatever a stream has done: the connection is that of the others.
        if (session.closed || session.destroyed) complaints.push("the connection did not live on");
        judge(task, complaints, undefined);
      });
    }

    for (const row of EXTENDED_CASES) {
      test(`${row.id} ${row.title}`, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        judge(task, [...(await runFrameCase(row, port, host))], undefined);
      });
    }
  });
}
