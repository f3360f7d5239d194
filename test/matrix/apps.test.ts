/**
 * Hosts × apps: `serve(app)` with real frameworks (E01).
 */
import { afterAll, describe, inject, test } from "vitest";
import { check } from "../shared/check.ts";
import { AppServer } from "./appserver.ts";
import { APP_CASES, APP_SERVERS } from "./apps/cases.ts";
import { knownDifference } from "./expectations.ts";
import { HOSTS } from "./hosts.ts";
import { judge, ONE_BY_ONE } from "./outcome.ts";

const stage = inject("stage");

for (const host of HOSTS.filter(({ binary }) => binary !== undefined)) {
  describe.concurrent(`apps ${host.id}`, () => {
    const server = new AppServer(host, stage, "apps", APP_SERVERS);
    afterAll(() => server.stop());
    for (const row of APP_CASES) {
      test(`${row.id} ${row.title}`, ONE_BY_ONE, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "apps" });
        const { exchange, port } = await server.play(row);
        judge(task, check(row, exchange, port), knownDifference(host, row.id, "case"));
      });
    }
  });
}
