/**
 * Routes that fail: `/throw?what=` and `/return?what=`.
 *
 * @module
 */
import { Chosen, Logged } from "../servers.ts";
import type { Route } from "./at.ts";
import { sleep } from "./at.ts";

/** The paths of this file. */
export const failureRoutes: Readonly<Record<string, Route>> = {
  "/throw": (_request, _info, at) => {
    throw thrown(at.query("what", "error"));
  },
  "/reject": (_request, _info, at) => Promise.reject(thrown(at.query("what", "error"))),
  // The error itself chooses what onError does with it.
  "/onerror": (_request, _info, at) => {
    throw new Chosen(at.query("outcome"));
  },
  "/return": (_request, _info, at) => RETURNED[at.query("what", "undefined")]?.(),
  "/left": async (request, _info, at) => {
    at.log("start");
    await new Promise<void>((resolve) => {
      request.signal.addEventListener("abort", () => resolve());
    });
    at.log("throws");
    throw new Logged("after the client left", at.key);
  },
};

function thrown(what: string): unknown {
  if (what === "string") return "a string";
  if (what === "undefined") return undefined;
  if (what === "response") return new Response("thrown response", { status: 418 });
  return new Error("thrown");
}

const RETURNED: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  string: () => "text",
  number: () => 7,
  object: () => ({ status: 200, body: "x" }),
  promise: () => Promise.resolve(new Response("from a promise")),
  promiseOfNothing: () => Promise.resolve(undefined),
  // oxlint-disable-next-line unicorn/no-thenable
  thenable: () => ({
    then: (resolve: (r: Response) => void) => resolve(new Response("from a thenable")),
  }),
  subclass: () => new Sub("from a subclass"),
  fake: () => Object.create(Response.prototype) as unknown,
  error: () => Response.error(),
  used: async () => {
    const response = new Response("used");
    await response.text();
    return response;
  },
  usedStream: async () => {
    const response = new Response(new Blob(["used"]).stream());
    await response.text();
    return response;
  },
  locked: () => {
    const response = new Response(new Blob(["locked"]).stream());
    response.body?.getReader();
    return response;
  },
  dead: async () => {
    const stream = new ReadableStream({
      start: (controller) => controller.error(new Error("dead source")),
    });
    await sleep(1);
    return new Response(stream);
  },
  promiseOfSubclass: () => Promise.resolve(new Sub("from a subclass")),
  // oxlint-disable-next-line unicorn/no-thenable
  lateThenable: () => ({
    then: (resolve: (r: Response) => void) =>
      void sleep(2).then(() => resolve(new Response("from a late thenable"))),
  }),
  // oxlint-disable-next-line unicorn/no-thenable
  thenableThatRejects: () => ({
    then: (_resolve: unknown, reject: (error: unknown) => void) =>
      reject(new Error("from a thenable")),
  }),
  // oxlint-disable-next-line unicorn/no-thenable
  thenableOfNothing: () => ({ then: (resolve: (value: unknown) => void) => resolve(undefined) }),
  boolean: () => true,
  function: () => () => new Response(),
  request: () => new Request("http://example.com/"),
  foreign: () => new Foreign(),
  promiseOfError: () => Promise.resolve(Response.error()),
  disturbed: async () => {
    const response = new Response(new Blob(["disturbed"]).stream());
    const reader = response.body!.getReader();
    await reader.read();
    reader.releaseLock();
    return response;
  },
  cancelled: async () => {
    const response = new Response(new Blob(["cancelled"]).stream());
    await response.body!.cancel();
    return response;
  },
  reused: () => (shared ??= new Response("shared")),
  reusedNull: () => (sharedNull ??= new Response(null, { headers: { "x-shared": "yes" } })),
};

class Sub extends Response {}

/** A response of another implementation, as far as anybody looks at one. */
class Foreign {
  readonly status = 201;
  readonly statusText = "";
  readonly headers: Iterable<[string, string]> = [["x-foreign", "yes"]];
  readonly body: AsyncIterable<Uint8Array> = (async function* () {
    for (const text of ["from ", "elsewhere"]) yield new TextEncoder().encode(text);
  })();

  async text(): Promise<string> {
    return "from elsewhere";
  }
}

let shared: Response | undefined;
let sharedNull: Response | undefined;
