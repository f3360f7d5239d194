/** HTTP/2 frame by frame, on the hosts that speak it. */
import { afterAll, describe, inject, test } from "vitest";
import { FRAME_CASES } from "../shared/h2/index.ts";
import { AppServer } from "./appserver.ts";
import { differenceWithin } from "./expectations.ts";
import { runFrameCase } from "./h2/run.ts";
import { HTTP2_HOSTS } from "./hosts.ts";
import { judge, listedLast } from "./outcome.ts";

const stage = inject("stage");
const part = "h2 frames";

test("the ids of the rows about HTTP/2 are unique", ({ expect }) => {
  const ids = FRAME_CASES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of HTTP2_HOSTS) {
  describe.concurrent(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage);
    afterAll(() => server.stop());
    const rows = listedLast(FRAME_CASES, ({ id }) => differenceWithin(host, id, part));
    for (const { row, difference, options, ceiling } of rows) {
      const aside = row.waits ? { concurrent: true } : options;
      test(`${row.id} ${row.title}`, aside, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        const port = await server.port("plain");
        judge(task, await runFrameCase(row, port, host, ceiling), difference);
      });
    }
  });
}
