/**
 * Sections 8 and 10 of the contract: the options `timeouts` and `limits` themselves, on every host.
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { hello, type InsideApi, type InsideCase, LOCAL, thrown, urlOf } from "../inside/case.ts";
import { bounded, capabilitiesOf, refusal, statuses, withClient } from "./bounded.ts";
import { oneOf } from "../match.ts";

/** The members of both. */
export const NAMES = {
  timeouts: ["headers", "request", "idle", "close"],
  limits: [
    "headerSize",
    "headerCount",
    "bodySize",
    "discard",
    "webSocketMessage",
    "webSocketBuffer",
  ],
} as const;

const base = ({ listens }: InsideApi): ServeOptions => (listens ? LOCAL : {});

const refused = (id: string, title: string, options: object, expect: object): InsideCase => ({
  id: `E06.${id}`,
  title,
  run: (api) => thrown(() => api.serve({ ...base(api), ...options } as ServeOptions, hello)),
  expect,
});

const type = (code: string): object => ({ code, name: "TypeError", instanceOf: "TypeError" });
const range = (code: string): object => ({ code, name: "RangeError", instanceOf: "RangeError" });

/** One POST, over a socket where there is one; else with the field that a client would send. */
async function post(
  api: InsideApi,
  options: ServeOptions,
  init: RequestInit,
  field: [name: string, value: string] = ["content-length", "40"],
): Promise<number> {
  const server = api.serve(options, async (request) => new Response(await request.text()));
  try {
    const { status, body } = api.listens
      ? await fetch(urlOf(server), init)
      : await server.fetch(
          new Request("http://localhost/", {
            ...init,
            headers: { ...(init.headers as Record<string, string>), [field[0]]: field[1] },
          }),
        );
    await body?.cancel();
    return status;
  } finally {
    await server.shutdown();
  }
}

export const boundOptionCases: readonly InsideCase[] = [
  refused(
    "timeouts-text",
    "timeouts that are no object are refused",
    { timeouts: "1s" },
    type("ERR_TIMEOUT_INVALID"),
  ),
  refused(
    "timeouts-name",
    "a member of timeouts that does not exist is refused, not ignored",
    { timeouts: { header: 1000 } },
    type("ERR_TIMEOUT_INVALID"),
  ),
  refused(
    "timeouts-nan",
    "NaN is no time",
    { timeouts: { idle: NaN } },
    type("ERR_TIMEOUT_INVALID"),
  ),
  refused(
    "timeouts-negative",
    "nor is there a negative one",
    { timeouts: { idle: -1 } },
    range("ERR_TIMEOUT_OUT_OF_RANGE"),
  ),
  refused(
    "limits-text",
    "limits that are no object are refused",
    { limits: 5 },
    type("ERR_LIMIT_INVALID"),
  ),
  refused(
    "limits-name",
    "a member of limits that does not exist is refused, not ignored",
    { limits: { bodysize: 1000 } },
    type("ERR_LIMIT_INVALID"),
  ),
  refused(
    "limits-fraction",
    "half a byte is no limit",
    { limits: { bodySize: 0.5 } },
    type("ERR_LIMIT_INVALID"),
  ),
  refused(
    "limits-negative",
    "nor is there a negative one",
    { limits: { bodySize: -1 } },
    range("ERR_LIMIT_OUT_OF_RANGE"),
  ),
  ...(["timeouts", "limits"] as const).map((option): InsideCase => ({
    id: `E03.${option}`,
    title: `a member of ${option} is taken where capabilities.${option} names it, else refused by its name`,
    run: (api) => {
      const kept: readonly string[] = capabilitiesOf(api)[option];
      return NAMES[option].filter((name) => {
        const options = { ...base(api), [option]: { [name]: 100 } } as ServeOptions;
        const error = thrown(() => void api.serve(options, hello).shutdown()) as {
          code?: string;
          message?: string;
        };
        const refusedHere =
          error.code === "ERR_OPTION_UNSUPPORTED" &&
          error.message?.includes(`'${option}.${name}'`) === true;
        return kept.includes(name) ? error.code !== undefined : !refusedHere;
      });
    },
    expect: [],
  })),
  {
    id: "E04.unbounded",
    title: "no bound asks for nothing, and is refused only where the platform has one",
    run: (api) =>
      NAMES.timeouts.filter((name) => {
        const options = { ...base(api), timeouts: { [name]: Infinity } } as ServeOptions;
        return refusal(api, options, `timeouts.${name}`) !== "served";
      }),
    // Bun gives a head some 10 seconds, whatever is set (1.4.5).
    expect: oneOf([], ["headers"]),
  },
  bounded({
    id: "E06.body-anywhere",
    title: "a body above limits.bodySize is answered 413",
    member: "limits.bodySize",
    value: 32,
    listens: false,
    run: (api, options) => post(api, options, { method: "POST", body: "x".repeat(40) }),
    expect: 413,
  }),
  bounded({
    id: "E06.body-anywhere-chunks",
    title: "also one that does not say how long it is",
    member: "limits.bodySize",
    value: 32,
    listens: false,
    run: (api, options) =>
      post(
        api,
        options,
        {
          method: "POST",
          body: new Blob(["x".repeat(20), "y".repeat(20)]).stream(),
          duplex: "half",
        } as RequestInit,
        ["transfer-encoding", "chunked"],
      ),
    expect: 413,
  }),
  bounded({
    id: "E06.body-anywhere-below",
    title: "one below is taken",
    member: "limits.bodySize",
    value: 40,
    listens: false,
    run: (api, options) => post(api, options, { method: "POST", body: "x".repeat(40) }),
    expect: 200,
  }),
  bounded({
    id: "E06.head-anywhere",
    title: "more header lines than limits.headerCount are answered 431",
    member: "limits.headerCount",
    value: 20,
    listens: false,
    run: (api, options) => {
      const headers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x-${i}`, "a"]));
      return post(api, options, { method: "POST", headers });
    },
    expect: 431,
  }),
  bounded({
    id: "E06.size-anywhere",
    title: "a head above limits.headerSize is answered 431",
    member: "limits.headerSize",
    value: 2000,
    listens: false,
    run: (api, options) =>
      post(api, options, { method: "POST", headers: { "x-long": "a".repeat(3000) } }),
    expect: 431,
  }),
  bounded({
    id: "R59.body-anywhere",
    title: "the reader of a body that stops rejects, and the answer is 408",
    member: "timeouts.request",
    value: 200,
    listens: false,
    run: async (api, options) => {
      let code: unknown;
      const handler: Handler = async (request) => {
        try {
          return new Response(await request.text());
        } catch (error) {
          ({ code } = error as { code?: unknown });
          throw error;
        }
      };
      if (api.listens) {
        return withClient(api, options, handler, async (client) => {
          client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\n01234");
          await client.until("\r\n\r\n");
          return { status: Number(statuses(client.received())[0]), code };
        });
      }
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("01234")),
      });
      const headers = { "content-length": "10" };
      const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
      const { status } = await api
        .serve(options, handler)
        .fetch(new Request("http://localhost/", init));
      return { status, code };
    },
    expect: { status: 408, code: "ERR_REQUEST_TIMEOUT" },
  }),
];
