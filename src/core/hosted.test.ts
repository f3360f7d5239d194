import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { useKnownBodies } from "../../test/unit/use_known_bodies.ts";
import { answerHosted } from "./hosted.ts";
import { framedHeaders, type Outgoing } from "./hosted_plan.ts";
import { createResponder } from "./respond.ts";
import { createTasks } from "./tasks.ts";
import type { Handler, ServeInfo } from "./types.ts";

useKnownBodies();
const logged = vi.spyOn(console, "error");
beforeEach(() => void logged.mockReset().mockImplementation(() => {}));
afterEach(() => void logged.mockReset());

interface Host {
  lost?: AbortSignal;
  method?: string;
  onError?: (error: unknown) => Response;
  /** The size of a body that may be read. */
  bodySize?: number;
}

/** Answers one request on a platform that sends `stream`, else the response itself. */
function answer(
  handler: Handler,
  { lost = new AbortController().signal, method = "GET", onError, bodySize }: Host = {},
): { answered: Response | Promise<Response>; outgoing: Outgoing[] } {
  const responder = createResponder({ handler, onError, tasks: createTasks() });
  const outgoing: Outgoing[] = [];
  const answered = answerHosted(
    new Request("http://native/", { method, body: bodySize === undefined ? null : "too much" }),
    "http://example.com/",
    {
      remoteAddr: () => ({ transport: "platform" }),
      lost: () => lost,
      refuse: () => Response.error(),
      bounds:
        bodySize === undefined
          ? undefined
          : { head: undefined, bodySize, request: Infinity, discard: Infinity, leaves: false },
      isLost: () => lost.aborted,
      upgrade: () => new Response(null),
    },
    responder,
    (made) => {
      outgoing.push(made);
      const { response, stream } = made;
      return new Response(stream ?? null, {
        status: response.status,
        headers: framedHeaders(made),
      });
    },
  );
  return { answered, outgoing };
}

const endless = (cancel: (reason: unknown) => void): Response =>
  new Response(new ReadableStream({ cancel, pull: (to) => to.enqueue(new Uint8Array(1)) }));

describe("answerHosted()", () => {
  test("is synchronous while the handler is", () => {
    expect(answer(() => new Response(null)).answered).toBeInstanceOf(Response);
    expect(answer(async () => new Response(null)).answered).toBeInstanceOf(Promise);
  });

  test("sends a stream, and completes with its last byte (P15, I04)", async () => {
    let info!: ServeInfo;
    const { answered, outgoing } = answer((_request, given) => {
      info = given;
      return new Response(new Blob(["hello"]).stream());
    });
    expect(await (await answered).text()).toBe("hello");
    expect(outgoing[0]!.framing.chunked).toBe(true);
    expect(await info.completed).toBeUndefined();
  });

  test("sends what a handler made of a refused body, also if it came from fetch() (E06)", async () => {
    const given = new Response("upstream", { status: 413 });
    const set = vi.spyOn(given.headers, "set").mockImplementation(() => {
      throw new TypeError("immutable"); // as those of fetch()
    });
    const handler: Handler = async (request) => {
      await request.text().catch(() => {});
      return given;
    };
    const { answered, outgoing } = answer(handler, { method: "POST", bodySize: 4 });
    expect((await answered).status).toBe(413);
    expect(outgoing[0]?.response.headers.get("connection")).toBe("close");
    expect(set).toHaveBeenCalledOnce();
  });

  test("completes an exchange whose body was refused (E06, I04)", async () => {
    let info!: ServeInfo;
    const handler: Handler = async (request, given) => {
      info = given;
      return new Response(await request.text().catch(() => "mine"));
    };
    const { type } = await answer(handler, { method: "POST", bodySize: 4 }).answered;
    expect([type, await info.completed]).toEqual(["error", undefined]);
  });

  test("stops the source when the platform stops reading (P36, I06)", async () => {
    const cancel = vi.fn();
    let info!: ServeInfo;
    const { answered } = answer((_request, given) => {
      info = given;
      return endless(cancel);
    });
    const completed = info.completed.catch((error: unknown) => error);
    await (await answered).body!.cancel();
    expect(await completed).toMatchObject({ name: "Interrupted" });
    expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
  });

  test("stops the source when the client left before (P38)", async () => {
    const cancel = vi.fn();
    await answer(() => endless(cancel), { lost: AbortSignal.abort() }).answered;
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("stops the source of a HEAD, whose body is not sent (P19)", async () => {
    const cancel = vi.fn();
    const { answered, outgoing } = answer(() => endless(cancel), { method: "HEAD" });
    await answered;
    expect(outgoing[0]!.stream).toBeUndefined();
    expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
  });

  test("tells onError once of a stream that fails while it is sent (P41)", async () => {
    const why = new Error("on purpose");
    const onError = vi.fn(() => new Response("unused"));
    const { answered } = answer(() => failing(why, 1), { onError });
    await expect((await answered).text()).rejects.toBe(why);
    expect(onError).toHaveBeenCalledExactlyOnceWith(why);
  });

  test("sends what onError makes of a stream that has failed before (P45)", async () => {
    const why = new Error("on purpose");
    const onError = vi.fn(() => new Response(null, { status: 503 }));
    const { answered } = answer(() => failing(why, 0), { onError });
    expect((await answered).status).toBe(503);
    expect(onError).toHaveBeenCalledExactlyOnceWith(why);
  });
});

/** A stream that fails after so many chunks. */
function failing(why: Error, after: number): Response {
  let given = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (given++ < after) controller.enqueue(new Uint8Array(1));
        else controller.error(why);
      },
    }),
  );
}

const locked = (): Response => {
  const response = new Response(new ReadableStream());
  response.body!.getReader();
  return response;
};
const control = (): Response => new Response(null, { headers: { "x-bad": "a\u0001" } });

describe.each([
  ["a locked body (P05)", locked, "ERR_RESPONSE_LOCKED"],
  ["a control character in a header (P31)", control, "ERR_RESPONSE_HEADER"],
])("answerHosted() with %s", (_name, make, code) => {
  test.each([
    ["synchronous", make as Handler],
    ["asynchronous", (async () => make()) as Handler],
  ])("asks onError, for a %s handler", async (_kind, handler) => {
    const onError = vi.fn(() => new Response(null, { status: 503 }));
    const { status } = await answer(handler, { onError }).answered;
    expect(status).toBe(503);
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code }));
  });

  test.each([
    ["synchronous", make as Handler],
    ["asynchronous", (async () => make()) as Handler],
  ])(
    "answers 500 when onError's has the same fault, for a %s handler (P08)",
    async (_kind, handler) => {
      const { status } = await answer(handler, { onError: make }).answered;
      expect(status).toBe(500);
    },
  );
});

test("framedHeaders() has the framing's Content-Length, and no Transfer-Encoding (P22, P25)", async () => {
  const headers = { "content-length": "99", "transfer-encoding": "gzip", "x-a": "b" };
  const { answered, outgoing } = answer(() => new Response(null, { headers }));
  await answered;
  expect([...framedHeaders(outgoing[0]!)]).toEqual([
    ["content-length", "0"],
    ["x-a", "b"],
  ]);
});
