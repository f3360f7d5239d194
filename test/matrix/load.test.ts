/**
 * Hosts under load. `npm run drain` and `npm run soak` do the same at length.
 */
import { describe, inject, test } from "vitest";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { launch } from "./launch.ts";
import { drainUnderLoad } from "./load/drain.ts";
import { flood } from "./load/floods.ts";
import { hangUp, quiet } from "./load/hangups.ts";
import { FLOOD_WARNING, LEGACY_WARNING, LOAD_ROWS } from "./load/rows.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");
const [DRAIN, DRAIN_HTTP2, DRAIN_AWAY, HANGUPS, FLOODS] = LOAD_ROWS;
const DRAINS = [
  { row: DRAIN, ways: ["h1", "tls"] },
  { row: DRAIN_HTTP2, ways: ["h2c", "h2"] },
  { row: DRAIN_AWAY, ways: ["h2c-away", "h2-away"] },
] as const;
const MEMORIES = [
  {
    row: HANGUPS,
    once: (port: number, http2: boolean) => hangUp(port, 1000, { http2 }),
    then: (port: number, http2: boolean) => hangUp(port, 2000, { http2 }),
  },
  {
    row: FLOODS,
    once: (port: number, http2: boolean) => flood(port, 60, http2),
    then: (port: number, http2: boolean) => flood(port, 120, http2),
  },
] as const;
/** What may be left after two thousand hang-ups, beside noise: a stream's buffer each would be 30 MB. */
const ROOM = 12_000_000;

const listening = HOSTS.filter(({ binary, host }) => binary !== undefined && host !== "workers");

for (const host of listening) {
  describe(`load ${host.id}`, () => {
    for (const { row, ways } of DRAINS) {
      test(`${row.id} ${row.title}`, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "load" });
        const { begun, lost, during, code, stderr } = await drainUnderLoad(host, stage, {
          clients: 12,
          milliseconds: 500,
          ways,
        });
        const complaints = lost.map((id) => `request ${id}`);
        // Else nothing was shown.
        if (begun < 12 || during < 1) complaints.push(`only ${begun} begun, ${during} under way`);
        if (code !== 0) complaints.push(`the process ended with ${code}`);
        const said = stderr.replace(LEGACY_WARNING, "");
        if (said !== "") complaints.push(`stderr says ${said.slice(0, 400)}`);
        judge(task, complaints, knownDifference(host, row.id, "case", "load"));
      });
    }

    for (const { row, once, then } of MEMORIES) {
      test(`${row.id} ${row.title}`, { timeout: 60_000 }, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "load" });
        const running = await launch(host, stage, "load", ["plain"]);
        const port = running.ports.get("plain") ?? 0;
        const http2 = gives(host, "h2c");
        const complaints: string[] = [];
        try {
          await once(port, http2); // what is compiled and pooled once
          const before = await quiet(running, 5000);
          await then(port, http2);
          const after = await quiet(running, 5000);
          if (after.open > 0) complaints.push(`${after.open} producers go on`);
          if (after.sockets > before.sockets + 5) {
            complaints.push(`${before.sockets} sockets before, ${after.sockets} after`);
          }
          if (after.heapUsed > before.heapUsed + ROOM) {
            complaints.push(`heap ${before.heapUsed} before, ${after.heapUsed} after`);
          }
        } catch (error) {
          complaints.push(String(error));
        } finally {
          await running.stop();
        }
        const said = running.stderr().replace(FLOOD_WARNING, "").replace(LEGACY_WARNING, "");
        if (said !== "") complaints.push(`stderr says ${said.slice(0, 400)}`);
        judge(task, complaints, knownDifference(host, row.id, "case"));
      });
    }
  });
}
