import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createResponder, internalServerError, type ResponderParts } from "./respond.ts";
import { createTasks } from "./tasks.ts";
import { markUpgradeResponse } from "./ticket.ts";
import type { ServeInfo } from "./types.ts";

const REQUEST = new Request("http://example.com/");
const INFO = {} as ServeInfo;
const ok = (): Response => new Response("ok");

/** What is logged during a test, and nothing of it on the terminal. */
const logged = vi.spyOn(console, "error");
beforeEach(() => void logged.mockReset().mockImplementation(() => {}));
afterEach(() => void logged.mockReset());

type Answer = Response | Promise<Response>;

/** Answers one request with a handler that may return anything. */
function answer(
  handler: (...args: never[]) => unknown,
  more: Partial<ResponderParts> = {},
): Answer {
  const parts = { handler, onError: undefined, tasks: createTasks(), ...more } as ResponderParts;
  return createResponder(parts).handle(REQUEST, INFO);
}

/** What `onError` was called with, and the response it made. */
async function caught(
  handler: (...args: never[]) => unknown,
): Promise<{ errors: (Error & { code: string })[]; status: number }> {
  const errors: (Error & { code: string })[] = [];
  const onError = (error: unknown): Response => {
    errors.push(error as Error & { code: string });
    return new Response("sorry", { status: 503 });
  };
  const { status } = await answer(handler, { onError });
  return { errors, status };
}

async function expectPlain500(answered: Answer): Promise<void> {
  const response = await answered;
  expect(response.status).toBe(500);
  expect(response.headers.has("content-type")).toBe(false);
  expect(await response.text()).toBe("Internal Server Error");
}

describe("handle() gives what the handler returns", () => {
  test("the same Response, synchronously, when the handler is synchronous (P01)", () => {
    const response = ok();
    expect(answer(() => response)).toBe(response);
  });

  test.each<[string, (response: Response) => unknown]>([
    ["a promise", (response) => Promise.resolve(response)],
    ["a thenable", (response) => ({ then: (yes: (it: Response) => void) => yes(response) })],
    [
      "a function that is a thenable",
      (response) =>
        Object.assign(() => {}, { then: (yes: (it: Response) => void) => yes(response) }),
    ],
    ["nested thenables", async (response) => Promise.resolve(Promise.resolve(response))],
  ])("the same Response out of %s (P01)", async (_name, wrap) => {
    const response = ok();
    const answered = answer(() => wrap(response));
    expect(answered).toBeInstanceOf(Promise);
    expect(await answered).toBe(response);
  });

  test("an instance of a subclass of Response (P01)", async () => {
    class Mine extends Response {}
    const response = new Mine("mine");
    expect(await answer(() => response)).toBe(response);
  });

  test("a Response without a body, as often as it likes (P11)", async () => {
    const response = new Response(null, { status: 204 });
    expect(await answer(() => response)).toBe(response);
    expect(await answer(() => response)).toBe(response);
  });
});

describe("handle() calls the handler", () => {
  test("with request and info, whatever its arity (R41, E10)", () => {
    const seen: unknown[][] = [];
    answer((...args: unknown[]) => (seen.push(args), ok()));
    answer(function (this: void) {
      // oxlint-disable-next-line prefer-rest-params
      seen.push(Array.from(arguments));
      return ok();
    });
    answer((request: unknown = "default", info: unknown = "default") => {
      seen.push([request, info]);
      return ok();
    });
    const both = [REQUEST, INFO];
    expect(seen).toEqual([both, both, both]);
  });

  test("with this undefined, and onError too (S42)", async () => {
    const seen: unknown[] = [];
    function handler(this: unknown): never {
      seen.push(this);
      throw new Error("on purpose");
    }
    function onError(this: unknown): Response {
      seen.push(this);
      return ok();
    }
    await answer(handler, { onError });
    expect(seen).toEqual([undefined, undefined]);
  });
});

const P02 =
  "Return value from serve handler must be a response or a promise resolving to a response";
const error = (): unknown => Response.error();

describe("handle() refuses", () => {
  test.each<unknown>([
    undefined,
    null,
    "text",
    1,
    {},
    [],
    () => ok(),
    new Uint8Array(1),
    new Request("http://a/"),
  ])("%o, which is no Response (P02)", async (value) => {
    for (const handler of [() => value, async () => value]) {
      const { errors, status } = await caught(handler);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toBeInstanceOf(TypeError);
      expect(errors[0]).toMatchObject({ message: P02, code: "ERR_RESPONSE_INVALID" });
      expect(status).toBe(503);
    }
  });

  test("an object that only has the prototype of a Response (P03)", async () => {
    const { errors } = await caught(() => Object.create(Response.prototype));
    expect(errors[0]).toBeInstanceOf(TypeError);
    expect(errors[0]!.message).toMatch(
      /must be a Response constructed via the Response constructor in this realm$/,
    );
  });

  test("Response.error() (P04)", async () => {
    const { errors } = await caught(error);
    expect(errors[0]).toMatchObject({
      message:
        "Return value from serve handler must not be an error response (like Response.error())",
      code: "ERR_RESPONSE_IS_ERROR",
    });
  });

  test("a Response whose body was read, such as one used twice (P05, P11)", async () => {
    const used = ok();
    await used.text();
    const { errors } = await caught(() => used);
    expect(errors[0]).toBeInstanceOf(TypeError);
    expect(errors[0]).toMatchObject({
      message: "The body of the Response returned from the serve handler has already been consumed",
      code: "ERR_RESPONSE_USED",
    });
  });

  test("status 101 that is not of an upgrade (P27)", async () => {
    // The platform's constructor refuses 101 on some runtimes, so its getter is put in its place.
    const fake = Object.defineProperty(ok(), "status", { value: 101 });
    const { errors } = await caught(() => fake);
    expect(errors[0]!.code).toBe("ERR_RESPONSE_UPGRADE");
    markUpgradeResponse(fake);
    expect(await answer(() => fake)).toBe(fake);
  });

  test("nothing that is trusted: the checks are spared", () => {
    const used = Object.defineProperty(ok(), "bodyUsed", { value: true });
    expect(answer(() => used, { trusts: (value) => value === used })).toBe(used);
  });
});

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
    ["returns Response.error()", error],
    ["resolves to Response.error()", async () => error()],
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

describe("handle() finishes", () => {
  const finish = (_request: Request, response: Response): Response =>
    new Response(response.body, { headers: { finished: "yes" }, status: response.status });

  test("what the handler and what onError gave (C42)", async () => {
    expect((await answer(ok, { finish })).headers.get("finished")).toBe("yes");
    expect((await answer(async () => ok(), { finish })).headers.get("finished")).toBe("yes");
    const failed = await answer(() => "bad", { finish });
    expect([failed.status, failed.headers.get("finished")]).toEqual([500, "yes"]);
  });

  test("no upgrade (C43)", async () => {
    const response = ok();
    markUpgradeResponse(response);
    expect(await answer(() => response, { finish })).toBe(response);
  });

  test.each<[string, () => Answer]>([
    [
      "throws",
      () => {
        throw new Error("finish");
      },
    ],
    ["rejects", () => Promise.reject(new Error("finish"))],
  ])("with a plain 500 when that itself %s: it never throws or rejects", async (_name, broken) => {
    await expectPlain500(answer(ok, { finish: broken }));
    await expectPlain500(answer(async () => ok(), { finish: broken }));
    await expectPlain500(answer(() => "bad", { finish: broken }));
  });
});

describe("recover()", () => {
  test("is the boundary alone (P41, P05)", async () => {
    const onError = vi.fn(() => ok());
    const { recover } = createResponder({ handler: ok, onError, tasks: createTasks() });
    expect(recover("why")).toBeInstanceOf(Response);
    expect(onError).toHaveBeenCalledExactlyOnceWith("why");
  });
});
