import { describe, expect, test } from "vitest";
import { answer, caught, INFO, ok, REQUEST } from "../../test/unit/answer.ts";
import type { Responder } from "./host.ts";
import { createResponder } from "./respond.ts";
import { createTasks } from "./tasks.ts";
import { markUpgradeResponse } from "./ticket.ts";

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
    markUpgradeResponse(fake, {} as never);
    expect(await answer(() => fake)).toBe(fake);
  });

  test("nothing that is trusted: the checks are spared", () => {
    const used = Object.defineProperty(ok(), "bodyUsed", { value: true });
    expect(answer(() => used, { trusts: (value) => value === used })).toBe(used);
  });
});

describe("begin() and settle() come to the same in two steps", () => {
  const parts = (handler: unknown): Responder =>
    createResponder({ handler: handler as never, onError: () => sorry, tasks: createTasks() });
  const sorry = new Response("sorry", { status: 503 });

  test("a synchronous handler is through with the first", () => {
    const response = ok();
    expect(parts(() => response).begin(REQUEST, INFO)).toBe(response);
    expect(parts(() => 5).begin(REQUEST, INFO)).toBe(sorry);
  });

  test("what a promise brought is checked by the second, in the same turn (P02)", async () => {
    const response = ok();
    const right = parts(async () => response);
    expect(right.settle(await right.begin(REQUEST, INFO))).toBe(response);
    const wrong = parts(async () => 5);
    expect(wrong.settle(await wrong.begin(REQUEST, INFO))).toBe(sorry);
  });

  test("its rejection is for recover() (P07)", async () => {
    const responder = parts(async () => {
      throw new Error("no");
    });
    await expect(responder.begin(REQUEST, INFO)).rejects.toThrow("no");
  });
});
