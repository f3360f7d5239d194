import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { later } from "./timer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("later() runs its task once, after that time", () => {
  const task = vi.fn();
  later(1000, task);
  vi.advanceTimersByTime(999);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(task).toHaveBeenCalledTimes(1);
});

test("later() does not run a task that was cancelled, and leaves no timer (X15)", () => {
  const task = vi.fn();
  later(1000, task).cancel();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5000);
  expect(task).not.toHaveBeenCalled();
});

test.each([Infinity, 2 ** 31])(
  "later() never runs a task after %d ms: no timer can wait so long (E06)",
  (time) => {
    const task = vi.fn();
    const timer = later(time, task);
    vi.advanceTimersByTime(5000);
    expect(task).not.toHaveBeenCalled();
    expect(() => timer.cancel()).not.toThrow();
  },
);

test("later() holds no process (S40)", () => {
  const unref = vi.fn();
  vi.stubGlobal("setTimeout", () => ({ unref }));
  later(1000, () => {});
  vi.unstubAllGlobals();
  expect(unref).toHaveBeenCalledTimes(1);
});

test("later() takes a timer that is a number (workerd)", () => {
  vi.stubGlobal("setTimeout", () => 5);
  expect(() => later(1000, () => {})).not.toThrow();
  vi.unstubAllGlobals();
});
