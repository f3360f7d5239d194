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
import { wayTo } from "./load/ways.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");
const [DRAIN, DRAIN_HTTP2, DRAIN_AWAY, HANGUPS, FLOODS, SECURE_HANGUPS, SECURE_FLOODS] = LOAD_ROWS;
const DRAINS = [
  { row: DRAIN, ways: ["h1", "tls"] },
  { row: DRAIN_HTTP2, ways: ["h2c", "h2"] },
  { row: DRAIN_AWAY, ways: ["h2c-away", "h2-away"] },
] as const;
/** Each twice: first for what is compiled and pooled once. */
const MEMORIES = [
  { row: HANGUPS, secure: false, attack: hangUp, counts: [1000, 2000] },
  { row: FLOODS, secure: false, attack: flood, counts: [60, 120] },
  { row: SECURE_HANGUPS, secure: true, attack: hangUp, counts: [200, 500] },
  { row: SECURE_FLOODS, secure: true, attack: flood, counts: [60, 120] },
] as const;
/** Sockets of a host that has no clients: listeners, and what a runtime has for itself. */
const BESIDES = 20;
/** What may be left after two thousand hang-ups, beside noise: a stream's buffer each would be 30 MB. */
const ROOM = 12_000_000;

const listening = HOSTS.filter(({ binary, host }) => binary !== undefined && host !== "workers");

for (const host of listening) {
  describe(`load ${host.id}`, () => {
    for (const { row, ways } of DRAINS) {
      test(`${row.id} ${row.title}`, { timeout: 60_000 }, async ({ task }) => {
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

    for (const { row, secure, attack, counts } of MEMORIES) {
      test(`${row.id} ${row.title}`, { timeout: 60_000 }, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "load" });
        const running = await launch(host, stage, "load", ["plain", "tls"]);
        const port = running.ports.get(secure ? "tls" : "plain") ?? 0;
        const how = { http2: gives(host, "h2c"), secure };
        const complaints: string[] = [];
        try {
          const [once, then] = counts;
          await attack(port, once, how);
          const before = await quiet(running, 13_000, () => 0, BESIDES);
          await attack(port, then, how);
          const next = wayTo(secure ? "tls" : "h1", running.ports);
          const fate = await next.ask({ path: "/ok", answer: "ok" }, "next");
          if (fate !== "whole") complaints.push(`the next request is ${fate}`);
          next.end();
          const most = before.sockets + 5;
          // Node is asked every five seconds which writes it has forgotten (stuck.ts).
          const after = await quiet(running, 13_000, () => 0, most);
          if (after.open > 0) complaints.push(`${after.open} producers go on`);
          if (after.sockets > most) {
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
