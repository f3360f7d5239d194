import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { IdleTimer } from "./idle.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function timer(period: number): { it: IdleTimer; said: string[] } {
  const said: string[] = [];
  const say = (what: string) => () => void said.push(`${what} ${performance.now() - start}`);
  const start = performance.now();
  return { it: new IdleTimer(period, { ping: say("ping"), expired: say("expired") }), said };
}

describe("IdleTimer", () => {
  test("pings after half of the time, and gives up after the other half (W46)", () => {
    const { said } = timer(1000);
    vi.advanceTimersByTime(5000);
    expect(said).toEqual(["ping 500", "expired 1000"]);
  });

  test("begins anew with each sign of life (W47)", () => {
    const { it, said } = timer(1000);
    vi.advanceTimersByTime(400);
    it.touch();
    vi.advanceTimersByTime(499);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["ping 900"]);
    it.touch();
    vi.advanceTimersByTime(500);
    expect(said).toEqual(["ping 900", "ping 1400"]);
  });

  test("is quiet when it was stopped (X15)", () => {
    const { it, said } = timer(1000);
    it.stop();
    vi.advanceTimersByTime(5000);
    expect(said).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
