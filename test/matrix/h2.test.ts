/**
 * The wire rows again over HTTP/2, in cleartext with prior knowledge and over TLS, on the hosts that
 * speak it: what a row says of status, headers and body must not depend on the version.
 */
import { afterAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { differenceWithin } from "./expectations.ts";
import { playHttp2, translated, withoutHttp1 } from "./h2/play.ts";
import { Http2Client } from "./h2/session.ts";
import { HTTP2_HOSTS } from "./hosts.ts";
import { judge, ONE_BY_ONE } from "./outcome.ts";

const stage = inject("stage");
const rows = WIRE_CASES.flatMap((row) => {
  const head = translated(row);
  return head === undefined ? [] : [{ row: withoutHttp1(row), head }];
});

test("two fifths of the rows mean something over HTTP/2", ({ expect }) => {
  expect(rows.length).toBeGreaterThan(WIRE_CASES.length * 0.4);
});

const PARTS = [
  { part: "h2c", more: [], scheme: "http" },
  { part: "h2 tls", more: ["tls"], scheme: "https" },
  { part: "h2c strict", more: ["strict"], scheme: "http" },
] as const;

for (const host of HTTP2_HOSTS) {
  for (const { part, more, scheme } of PARTS) {
    const strict = part === "h2c strict";
    if (strict && host.host !== "node") continue; // elsewhere it is the same code
    describe.concurrent(`${part} ${host.id}`, () => {
      const server = new AppServer(host, stage, "app", Object.keys(SERVERS), more);
      const clients = new Map<string, Http2Client>();
      afterAll(async () => {
        for (const client of clients.values()) client.close();
        await server.stop();
      });
      const clientOf = (port: number): Http2Client => {
        const origin = `${scheme}://127.0.0.1:${port}`;
        const known = clients.get(origin) ?? new Http2Client(origin);
        clients.set(origin, known);
        return known;
      };
      for (const { row, head } of rows) {
        test(`${row.id} ${row.title}`, ONE_BY_ONE, async ({ task }) => {
          Object.assign(task.meta, { host: host.id, part });
          const port = await server.port(row.server ?? "plain");
          const plain = await server.port("plain");
          const client = clientOf(port);
          const key = `${part.replace(" ", "-")}-${row.id}`;
          const path = head.path
            .replaceAll("{key}", key)
            .replaceAll("{port}", String(port))
            .replaceAll("{plain}", String(plain));
          const exchange = await playHttp2({ ...head, path }, client);
          // The rows name the URLs of a cleartext server.
          for (const message of exchange.responses) {
            message.body = message.body.replaceAll(`${scheme}://example.com`, "http://example.com");
          }
          if (row.log !== undefined) exchange.log = await logOf(clientOf(port), key);
          const { after: _after, ...wanted } = row;
          const complaints = check(wanted, exchange, port);
          if (!client.alive) complaints.push("the connection did not live on");
          judge(
            task,
            complaints,
            differenceWithin(host, row.id, part) ??
              (strict ? differenceWithin(host, row.id, "wire strict") : undefined),
          );
        });
      }
    });
  }
}

async function logOf(client: Http2Client, key: string): Promise<string[]> {
  const { body } = await client.ask({ ":path": `/log?key=${key}` });
  return JSON.parse(body === "" ? "[]" : body) as string[];
}
