/**
 * SIGTERM under load: every request that a handler was asked for is answered whole (X03, X07).
 *
 * @module
 */
import type { LoadLedger } from "../../shared/load.ts";
import type { HostSpec } from "../hosts.ts";
import { launch } from "../launch.ts";
import { sleep, Traffic, type WayName } from "./traffic.ts";

/** What one drain came to. */
export interface Drain {
  /** Requests that a handler was asked for. */
  readonly begun: number;
  /** Those of them that were not answered whole. */
  readonly lost: readonly string[];
  /** How many were under way when the signal came. */
  readonly during: number;
  /** From the signal to the end of the process, in milliseconds. */
  readonly took: number;
  readonly code: number | null;
  readonly stderr: string;
}

/** What the clients speak. */
export const ALL_WAYS: readonly WayName[] = ["h1", "tls", "h2c", "h2"];

/** Starts a host, loads it, sends it SIGTERM, and counts. */
export async function drainUnderLoad(
  host: HostSpec,
  stage: string,
  options: { clients: number; milliseconds: number; ways?: readonly WayName[] },
): Promise<Drain> {
  const { clients, milliseconds, ways = ALL_WAYS } = options;
  const running = await launch(host, stage, "load", ["plain", "tls"], ["notes"]);
  try {
    const traffic = new Traffic({ ports: running.ports, ways, clients, keep: true });
    await sleep(milliseconds);
    // On a machine that has much to do: until each client has been answered.
    for (let i = 0; i < 1000 && traffic.fates.size < 2 * clients; i++) await sleep(10);
    const before = traffic.fates.size;
    const signalled = performance.now();
    process.kill(running.pid, "SIGTERM");
    const code = await running.exited;
    const took = performance.now() - signalled;
    await traffic.over();
    const line = running
      .stdout()
      .split("\n")
      .find((text) => text.startsWith('{"finished"'));
    if (line === undefined) throw new Error(`no account of it: ${running.stderr().slice(-500)}`);
    const { entered } = JSON.parse(line) as LoadLedger;
    const lost = entered
      .filter((id) => traffic.fates.get(id) !== "whole")
      .map((id) => `${id} ${traffic.fates.get(id)}`);
    return {
      begun: entered.length,
      lost,
      during: entered.length - before,
      took: Math.round(took),
      code,
      stderr: running.stderr(),
    };
  } finally {
    await running.stop();
  }
}
