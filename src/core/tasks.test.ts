import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isSettled } from "../../test/unit/fake_host.ts";
import { createTasks } from "./tasks.ts";

const logged = vi.spyOn(console, "error");
beforeEach(() => void logged.mockReset().mockImplementation(() => {}));
afterEach(() => void logged.mockReset());

describe("settled()", () => {
  test("resolves at once without tasks (E07)", async () => {
    expect(await createTasks().settled()).toBeUndefined();
  });

  test("waits for all tasks (E07)", async () => {
    const tasks = createTasks();
    const ends: (() => void)[] = [];
    for (let i = 0; i < 3; i++) tasks.add(new Promise<void>((resolve) => void ends.push(resolve)));
    const settled = tasks.settled();
    ends[0]!();
    ends[2]!();
    expect(await isSettled(settled)).toBe(false);
    ends[1]!();
    expect(await isSettled(settled)).toBe(true);
  });

  test("waits for a task that another one added (E07)", async () => {
    const tasks = createTasks();
    let end = (): void => {};
    tasks.add(
      Promise.resolve().then(() => {
        tasks.add(new Promise<void>((resolve) => void (end = resolve)));
      }),
    );
    const settled = tasks.settled();
    expect(await isSettled(settled)).toBe(false);
    end();
    expect(await isSettled(settled)).toBe(true);
  });

  test("takes a rejection for an end, and logs it (E07)", async () => {
    const tasks = createTasks();
    const why = new Error("on purpose");
    tasks.add(Promise.reject(why));
    expect(await tasks.settled()).toBeUndefined();
    expect(logged.mock.calls).toEqual([["Rejection in a promise given to waitUntil", why]]);
  });
});
