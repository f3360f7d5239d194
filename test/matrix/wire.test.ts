/**
 * Hosts × cases: every row of `test/shared/cases` over a socket to every host.
 */
import { afterAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { AppServer } from "./appserver.ts";
import { call } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import { ALL_EXPECTED, HOSTS } from "./hosts.ts";
import { expectedIdentity, identify } from "./identity.ts";
import { judge, listedLast, ONE_BY_ONE } from "./outcome.ts";
import { keep, type Record } from "./record.ts";

const stage = inject("stage");

test("the ids of the cases are unique", ({ expect }) => {
  const ids = WIRE_CASES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of HOSTS) {
  if (host.binary === undefined) {
    test(`${host.id} is installed`, ({ task, skip }) => {
      task.meta.host = host.id;
      task.meta.runtime = "absent";
      if (!ALL_EXPECTED) skip(`no package of ${host.id} for this platform`);
      throw new Error(`${host.id} is not installed: run \`npm run prepare\``);
    });
    continue;
  }
  describe.concurrent(`wire ${host.id}`, () => {
    const server = new AppServer(host, stage);
    const record: Record = {};
    afterAll(async () => {
      keep(stage, host, record);
      await server.stop();
    });

    test(`is ${expectedIdentity(host)}`, ONE_BY_ONE, async ({ task, expect }) => {
      const told = JSON.parse((await call(await server.port("plain"), "/runtime")) ?? "{}");
      const runtime = identify(host, told);
      Object.assign(task.meta, { host: host.id, runtime });
      expect(runtime).toBe(expectedIdentity(host));
    });

    // On workerd there is nothing to resolve: the stage looks into its bundle.
    test.skipIf(host.host === "workers")(
      "got its own adapter from the package",
      ONE_BY_ONE,
      async ({ expect }) => {
        await server.port("plain");
        const packed = new URL(`file://${stage}/node_modules/everyserve/dist/adapters/`).href;
        expect(server.module()).toBe(`${packed}${host.host}/index.js`);
      },
    );

    const rows = listedLast(WIRE_CASES, ({ id }) => knownDifference(host, id, "case"));
    for (const { row, difference, options, ceiling } of rows) {
      test(`${row.id} ${row.title}`, options, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "wire" });
        const { exchange, port } = await server.play(row, ceiling);
        record[row.id] = exchange;
        judge(task, check(row, exchange, port), difference);
      });
    }
  });
}
