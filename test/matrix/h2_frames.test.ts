/** HTTP/2 frame by frame, on the hosts that speak it. */
import { afterAll, describe, inject, test } from "vitest";
import { FRAME_CASES } from "../shared/h2/index.ts";
import { AppServer } from "./appserver.ts";
import { call, CEILING } from "./client.ts";
import { differenceWithin } from "./expectations.ts";
import { Frames } from "./h2/frames.ts";
import { Http2Client } from "./h2/session.ts";
import { HTTP2_HOSTS, type HostSpec } from "./hosts.ts";
import { judge, listedLast } from "./outcome.ts";

const stage = inject("stage");
const part = "h2 frames";

test("the ids of the rows about HTTP/2 are unique", ({ expect }) => {
  const ids = FRAME_CASES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of HTTP2_HOSTS) {
  describe(`${part} ${host.id}`, () => {
    const server = new AppServer(host, stage);
    afterAll(() => server.stop());
    const rows = listedLast(FRAME_CASES, ({ id }) => differenceWithin(host, id, part));
    for (const { row, difference, options } of rows) {
      test(`${row.id} ${row.title}`, options, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part });
        const complaints = [...(await run(row, await server.port("plain"), host))];
        judge(task, complaints, difference);
      });
    }
  });
}

async function run(
  { id, run: play }: (typeof FRAME_CASES)[number],
  port: number,
  host: HostSpec,
): Promise<readonly string[]> {
  const key = `frames-${id}`;
  const client = new Http2Client(`http://127.0.0.1:${port}`);
  const frames = new Frames(port);
  const log = async (entry: string): Promise<string[]> => {
    const deadline = performance.now() + CEILING;
    for (;;) {
      const seen = JSON.parse((await call(port, `/log?key=${key}`)) ?? "[]") as string[];
      if (seen.some((line) => line.startsWith(entry)) || performance.now() > deadline) return seen;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  try {
    const complaints = await play({
      frames,
      key,
      log,
      ask: (headers, body) => client.ask({ ":method": "GET", ...headers }, body),
      push: async (order) => void (await call(port, `/push?key=${key}&do=${order}`)),
    });
    // Whatever was done to it, the server answers the next one.
    const next = await call(port, "/ok");
    return next === "ok" ? complaints : [...complaints, `${host.id} does not answer any more`];
  } finally {
    frames.leave("reset");
    client.close();
  }
}
