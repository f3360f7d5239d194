import { afterEach, describe, expect, test, vi } from "vitest";
import { isSettled, thrownBy } from "../../test/unit/fake_host.ts";
import { interrupted } from "./errors.ts";
import type { InfoSource } from "./host.ts";
import { createCompletion, createInfo } from "./info.ts";
import { createTasks } from "./tasks.ts";
import type { Addr } from "./types.ts";

const ADDR: Addr = { transport: "tcp", hostname: "192.0.2.1", port: 4711 };

function source(more: Partial<InfoSource> = {}): InfoSource & {
  remoteAddr: ReturnType<typeof vi.fn>;
  completed: ReturnType<typeof vi.fn>;
} {
  return {
    remoteAddr: vi.fn(() => ({ ...ADDR })),
    completed: vi.fn(() => Promise.resolve()),
    ...more,
  } as never;
}

describe("createInfo()", () => {
  test("asks the host for nothing before it is looked at (I08)", () => {
    const from = source();
    createInfo(from, createTasks());
    expect(from.remoteAddr).not.toHaveBeenCalled();
    expect(from.completed).not.toHaveBeenCalled();
  });

  test("gives one remoteAddr (I01)", () => {
    const from = source();
    const info = createInfo(from, createTasks());
    expect(info.remoteAddr).toEqual(ADDR);
    expect(info.remoteAddr).toBe(info.remoteAddr);
    expect(from.remoteAddr).toHaveBeenCalledOnce();
  });

  test("gives one completed (I03)", async () => {
    const from = source();
    const info = createInfo(from, createTasks());
    expect(info.completed).toBe(info.completed);
    expect(from.completed).toHaveBeenCalledOnce();
    expect(await info.completed).toBeUndefined();
  });

  test("gives the bindings of the invocation where there are some (E02)", () => {
    expect(createInfo(source({ env: "bindings" }), createTasks()).env).toBe("bindings");
    expect(createInfo(source(), createTasks()).env).toBeUndefined();
  });
});

describe("waitUntil()", () => {
  test("holds the server and the platform's invocation, also detached (E07)", async () => {
    const tasks = createTasks();
    const platform = vi.fn();
    const { waitUntil } = createInfo(source({ waitUntil: platform }), tasks);
    let end = (): void => {};
    waitUntil(new Promise<void>((resolve) => void (end = resolve)));
    expect(platform).toHaveBeenCalledOnce();
    expect(await isSettled(tasks.settled())).toBe(false);
    end();
    expect(await isSettled(tasks.settled())).toBe(true);
  });

  test("takes any thenable (E07)", async () => {
    const tasks = createTasks();
    const { waitUntil } = createInfo(source(), tasks);
    waitUntil({ then: () => {} } as unknown as PromiseLike<void>);
    expect(await isSettled(tasks.settled())).toBe(false);
  });

  test.each([undefined, null, 1, "x", {}, () => {}])("refuses %o (E08)", (value) => {
    const { waitUntil } = createInfo(source(), createTasks());
    const error = thrownBy(() => waitUntil(value as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_WAIT_UNTIL_INVALID");
  });
});

describe("createCompletion()", () => {
  test.each(["before", "after"])("resolves when looked at %s the end (I04)", async (when) => {
    const completion = createCompletion();
    if (when === "after") completion.settle();
    const promise = completion.promise();
    expect(await isSettled(promise)).toBe(when === "after");
    completion.settle();
    expect(await promise).toBeUndefined();
  });

  test.each(["before", "after"])("rejects when looked at %s the loss (I06)", async (when) => {
    const completion = createCompletion();
    if (when === "after") completion.settle(interrupted());
    const promise = completion.promise();
    const rejected = expect(promise).rejects.toMatchObject({
      name: "Interrupted",
      message: "HTTP response was not sent successfully",
      code: "ERR_INTERRUPTED",
    });
    completion.settle(interrupted());
    await rejected;
  });

  test("counts the first call only", async () => {
    const completion = createCompletion();
    completion.settle();
    completion.settle(interrupted());
    expect(await completion.promise()).toBeUndefined();
  });

  test("tells everybody who asks", async () => {
    const completion = createCompletion();
    const promises = [completion.promise(), completion.promise()];
    completion.settle();
    await Promise.all(promises);
  });

  afterEach(() => void vi.restoreAllMocks());
});
