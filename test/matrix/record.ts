/**
 * The exchanges of this run, so that agreement compares what the wire test saw.
 *
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Exchange, WireCase } from "../shared/case.ts";
import { AppServer } from "./appserver.ts";
import { CEILING, LISTED_CEILING } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import type { HostSpec } from "./hosts.ts";

/** Row id → exchange. */
export type Record = { [id: string]: Exchange };

/** Keeps a host's exchanges of a part of the matrix. */
export function keep(stage: string, host: HostSpec, record: object, part = "wire"): void {
  writeFileSync(fileOf(stage, host, part), JSON.stringify(record));
}

/** A host's exchanges: those of the test of the part, or played now when it did not run. */
export async function recorded<R extends object = Record>(
  stage: string,
  host: HostSpec,
  play: () => Promise<R>,
  part = "wire",
): Promise<R> {
  const file = fileOf(stage, host, part);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as R;
  const record = await play();
  keep(stage, host, record, part);
  return record;
}

/** All of a host's exchanges over HTTP/1. */
export async function playWire(
  stage: string,
  host: HostSpec,
  rows: readonly WireCase[],
): Promise<Record> {
  const server = new AppServer(host, stage);
  const record: Record = {};
  try {
    for (const row of rows) {
      const listed = knownDifference(host, row.id, "case") !== undefined;
      const ceiling = listed ? LISTED_CEILING : CEILING;
      record[row.id] = (await server.play(row, ceiling)).exchange;
    }
  } finally {
    await server.stop();
  }
  return record;
}

function fileOf(stage: string, host: HostSpec, part: string): string {
  return join(stage, `exchanges-${part.replace(" ", "-")}-${host.id}.json`);
}
