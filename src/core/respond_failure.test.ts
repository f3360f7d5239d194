import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, caught, ok, type Answer } from "../../test/unit/answer.ts";
import { bodyTooLarge, bodyTooLate } from "./errors.ts";
import { createResponder, internalServerError } from "./respond.ts";
import { createTasks } from "./tasks.ts";

/** What is logged during a test, and nothing of it on the terminal. */
const logged = vi.spyOn(console, "error");
beforeEach(() => void logged.mockReset().mockImplementation(() => {}));
afterEach(() => void logged.mockReset());

async function expectPlain500(answered: Answer): Promise<void> {
  const response = await answered;
  expect(response.status).toBe(500);
  expect([...response.headers]).toEqual([]);
  expect(await response.text()).toBe("Internal Server Error");
}

describe("handle() hands to onError", () => {
  test.each<[string, unknown]>([
    ["an Error", new Error("x")],
    ["a string", "x"],
    ["undefined", undefined],
    ["a Response", ok()],
  ])("%s that was thrown, unchanged (P07)", async (_name, thrown) => {
    const throwing = (): never => {
      throw thrown;
    };
    for (const handler of [throwing, async () => throwing()]) {
      const { errors, status } = await caught(handler);
      expect(errors).toEqual([thrown]);
      expect(errors[0]).toBe(thrown);
      expect(status).toBe(503);
    }
  });

  test("synchronously what a synchronous handler threw (P07)", () => {
    const response = ok();
    const handler = (): never => {
      throw new Error("x");
    };
    expect(answer(handler, { onError: () => response })).toBe(response);
  });

  test("and waits for an asynchronous one (P07)", async () => {
    const response = ok();
    expect(await answer(() => "bad", { onError: async () => response })).toBe(response);
  });
});

describe("recover()", () => {
  test("answers a refused body by its status, and is silent about it (E06)", async () => {
    const { recover } = createResponder({ handler: ok, onError: undefined, tasks: createTasks() });
    for (const [error, status] of [
      [bodyTooLarge(1), 413],
      [bodyTooLate(1), 408],
    ] as const) {
      const response = await recover(error);
      expect([response.status, response.body]).toEqual([status, null]);
    }
    expect(logged).not.toHaveBeenCalled();
  });

  test("does not tell onError of its own response that could not be sent (P08)", async () => {
    const errors: unknown[] = [];
    const answers = [ok(), Promise.resolve(ok())];
    const onError = (error: unknown): Response | Promise<Response> => {
      errors.push(error);
      return answers.shift()!;
    };
    const { recover } = createResponder({ handler: ok, onError, tasks: createTasks() });
    for (const first of ["sync", "async"]) {
      const response = await recover(first);
      await expectPlain500(recover("locked", response));
    }
    expect(errors).toEqual(["sync", "async"]);
    expect(logged).toHaveBeenCalledTimes(2);
  });

  test("tells it of the handler's response that could not be sent (P05)", async () => {
    const response = ok();
    const { recover } = createResponder({
      handler: ok,
      onError: () => response,
      tasks: createTasks(),
    });
    expect(await recover("locked", ok())).toBe(response);
  });
});

describe("handle() answers a plain 500", () => {
  const boom = new Error("a secret");
  const bad = (): never => {
    throw boom;
  };

  test("by default, logs the error, and tells nothing of it (P06, S43)", async () => {
    await expectPlain500(answer(bad));
    expect(logged.mock.calls).toEqual([[boom]]);
  });

  test("anew at each failure (P10)", async () => {
    await expectPlain500(answer(bad));
    await expectPlain500(answer(bad));
    await expectPlain500(internalServerError());
  });

  test.each<[string, () => unknown]>([
    ["throws", bad],
    ["rejects", async () => bad()],
    ["returns no Response", () => "sorry"],
    ["resolves to no Response", async () => undefined],
    ["returns Response.error()", () => Response.error()],
    ["resolves to Response.error()", async () => Response.error()],
    [
      "returns a used body",
      () => {
        const used = ok();
        void used.text();
        return used;
      },
    ],
  ])("when onError %s, and says so on stderr (P08)", async (_name, onError) => {
    const answered = answer(bad, { onError: onError as () => Response });
    await expectPlain500(answered);
    expect(logged).toHaveBeenCalledOnce();
    expect(logged.mock.calls[0]![0]).toBe("Exception in onError while handling exception");
  });
});

describe("recover()", () => {
  test("answers a refused body by its status, and is silent about it (E06)", async () => {
    const { recover } = createResponder({ handler: ok, onError: undefined, tasks: createTasks() });
    for (const [error, status] of [
      [bodyTooLarge(1), 413],
      [bodyTooLate(1), 408],
    ] as const) {
      const response = await recover(error);
      expect([response.status, response.body]).toEqual([status, null]);
    }
    expect(logged).not.toHaveBeenCalled();
  });

  test("is the boundary alone (P41, P05)", async () => {
    const onError = vi.fn(() => ok());
    const { recover } = createResponder({ handler: ok, onError, tasks: createTasks() });
    expect(recover("why")).toBeInstanceOf(Response);
    expect(onError).toHaveBeenCalledExactlyOnceWith("why");
  });
});
