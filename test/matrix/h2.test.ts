/**
 * The wire rows again over HTTP/2, in cleartext with prior knowledge and over TLS, on the hosts that
 * speak it.
 */
import { afterAll, describe, inject, test } from "vitest";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { differenceWithin } from "./expectations.ts";
import { HTTP2_PARTS, HTTP2_ROWS, Http2Player } from "./h2/rows.ts";
import { HTTP2_HOSTS } from "./hosts.ts";
import { judge, ONE_BY_ONE } from "./outcome.ts";
import { keep, type Record } from "./record.ts";

const stage = inject("stage");

test("a third of the rows and more mean something over HTTP/2", ({ expect }) => {
  expect(HTTP2_ROWS.length).toBeGreaterThan(WIRE_CASES.length / 3);
});

for (const host of HTTP2_HOSTS) {
  for (const which of HTTP2_PARTS) {
    const { part } = which;
    const strict = part === "h2c strict";
    if (strict && host.host !== "node") continue; // elsewhere it is the same code
    describe.concurrent(`${part} ${host.id}`, () => {
      const player = new Http2Player(host, stage, which);
      const record: Record = {};
      afterAll(async () => {
        keep(stage, host, record, part);
        await player.stop();
      });
      for (const one of HTTP2_ROWS) {
        const { row } = one;
        test(`${row.id} ${row.title}`, ONE_BY_ONE, async ({ task }) => {
          Object.assign(task.meta, { host: host.id, part });
          const { exchange, port, alive } = await player.play(one);
          record[row.id] = exchange;
          const { after: _after, ...wanted } = row;
          const complaints = check(wanted, exchange, port);
          if (!alive) complaints.push("the connection did not live on");
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
