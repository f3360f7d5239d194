/**
 * Wire rows again over TLS and HTTP/1.1: of every clause the first, and of compression three.
 * (Those over TLS and HTTP/2 are in h2.test.ts, all of them.)
 */
import { afterAll, describe, inject, test } from "vitest";
import { clauseOf, type WireCase } from "../shared/case.ts";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { play } from "./exchange.ts";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { judge } from "./outcome.ts";
import { Tunnels } from "./tunnel.ts";

const stage = inject("stage");
const part = "wire tls";
/** Of Node.js the oldest and the newest, to be quick. */
const hosts = HOSTS.filter(
  (spec) => spec.binary !== undefined && gives(spec, "tls") && !/node2[24]/.test(spec.id),
);

/** Whether a row is about HTTP alone: not about how TCP ends, nor about a server behind this one. */
function isAboutHttp({ send, server }: WireCase): boolean {
  if (server === "proxy") return false;
  const steps = typeof send === "string" ? [] : send;
  return !steps.some((step) => "half" in step || "reset" in step || "fill" in step);
}

/** Of WebSockets: one opens, talks, and is closed by either side. */
const SOCKETS = new Set(["W01", "W09", "W25", "W28", "W31", "W36"]);

/** How many rows of a clause are played; of compression more, since it is what a body is made of. */
function most(clause: string): number {
  if (clause.startsWith("W") && !SOCKETS.has(clause)) return 0;
  return clause.startsWith("C") ? 3 : 1;
}

const counts = new Map<string, number>();
const rows = WIRE_CASES.filter(isAboutHttp).filter(({ id }) => {
  const clause = clauseOf(id);
  const count = (counts.get(clause) ?? 0) + 1;
  counts.set(clause, count);
  return count <= most(clause);
});

test("rows of most clauses are played over TLS", ({ expect }) => {
  expect(rows.length).toBeGreaterThan(190);
});

for (const host of hosts) {
  describe.concurrent(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage, "app", Object.keys(SERVERS), ["tls"]);
    const tunnels = new Tunnels();
    afterAll(async () => {
      await server.stop();
      await tunnels.close();
    });
    for (const row of rows) {
      // What is listed in cleartext would only be waited for again.
      if (knownDifference(host, row.id, "case") !== undefined) continue;
      test(`${row.id} ${row.title}`, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        const port = await tunnels.to(await server.port(row.server ?? "plain"));
        const exchange = await play(row, port, await tunnels.to(await server.port("plain")));
        // The rows name the URLs of a cleartext server.
        for (const message of exchange.responses) {
          message.body = message.body.replaceAll("https://", "http://");
        }
        judge(task, check(row, exchange, port), knownDifference(host, row.id, "case", part));
      });
    }
  });
}
