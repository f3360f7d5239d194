/**
 * Agreement over HTTP/2: what one host did with the wire rows is compared with what the others did.
 */
import { beforeAll, describe, inject, test } from "vitest";
import { normalise } from "../shared/normal.ts";
import { differenceWithin } from "./expectations.ts";
import { judgeAgreement } from "./groups.ts";
import { HTTP2_PARTS, HTTP2_ROWS, playAll } from "./h2/rows.ts";
import { HTTP2_HOSTS } from "./hosts.ts";
import { recorded, type Record } from "./record.ts";

const stage = inject("stage");
const [cleartext] = HTTP2_PARTS;
const part = "h2 agreement";

describe("h2 agreement", () => {
  const records = new Map<string, Record>();
  beforeAll(async () => {
    for (const host of HTTP2_HOSTS) {
      const play = (): Promise<Record> => playAll(host, stage, cleartext);
      records.set(host.id, await recorded(stage, host, play, cleartext.part));
    }
  }, 300_000);

  for (const { row } of HTTP2_ROWS) {
    test(`${row.id} ${row.title}`, ({ task }) => {
      task.meta.part = part;
      const seen = HTTP2_HOSTS.flatMap((host) => {
        const exchange = records.get(host.id)?.[row.id];
        // A host that did not start has failed the test of its rows already.
        if (exchange === undefined) return [];
        const listed = differenceWithin(host, row.id, part, "agreement");
        return { host, listed, value: normalise(row, exchange) };
      });
      judgeAgreement(task, seen);
    });
  }
});
