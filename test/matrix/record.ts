/**
 * The exchanges of this run, so that agreement compares what the wire test saw.
 *
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Exchange, WireCase } from "../shared/case.ts";
import { AppServer } from "./appserver.ts";
import type { HostSpec } from "./hosts.ts";

/** Row id → exchange. */
export type Record = { [id: string]: Exchange };

/** Keeps a host's exchanges. */
export function keep(stage: string, host: HostSpec, record: Record): void {
  writeFileSync(fileOf(stage, host), JSON.stringify(record));
}

/** A host's exchanges: those of the wire test, or played now when it did not run. */
export async function recorded(
  stage: string,
  host: HostSpec,
  rows: readonly WireCase[],
): Promise<Record> {
  const file = fileOf(stage, host);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Record;
  const server = new AppServer(host, stage);
  const record: Record = {};
  try {
    for (const row of rows) record[row.id] = (await server.play(row)).exchange;
  } finally {
    await server.stop();
  }
  keep(stage, host, record);
  return record;
}

function fileOf(stage: string, host: HostSpec): string {
  return join(stage, `exchanges-${host.id}.json`);
}
