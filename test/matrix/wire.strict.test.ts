/**
 * The wire rows again in the strict mode, where it is another code path: on Node.
 */
import { afterAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { knownDifference } from "./expectations.ts";
import { HOSTS } from "./hosts.ts";
import { judge, listedLast } from "./outcome.ts";

const stage = inject("stage");
const part = "wire strict";

const hosts = HOSTS.filter((spec) => spec.binary !== undefined && spec.host === "node");

// EVERYSERVE_HOSTS may name none: a file without a test would be a failure.
test.skipIf(hosts.length > 0)("no Node is among the chosen hosts", () => {});

for (const host of hosts) {
  describe.concurrent(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage, "app", Object.keys(SERVERS), ["strict"]);
    afterAll(() => server.stop());
    const rows = listedLast(WIRE_CASES, ({ id }) => knownDifference(host, id, "case", part));
    for (const { row, difference, options, ceiling } of rows) {
      test(`${row.id} ${row.title}`, options, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        const { exchange, port } = await server.play(row, ceiling);
        judge(task, check(row, exchange, port), difference);
      });
    }
  });
}
