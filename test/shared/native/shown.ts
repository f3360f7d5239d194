/**
 * E09: what a program does to request and response without reading them: prints, freezes, clones,
 * enumerates, passes them through a proxy.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { oneOf } from "../match.ts";
import { SOMEWHERE } from "./standard.ts";
import { makes, namesIn, outcomeOf, sees } from "./within.ts";

const POST = { body: "hello", headers: { "x-sent": "yes" } } as const;

/** A row that prints on stderr, where it is looked for. */
const prints = (
  id: string,
  title: string,
  what: (request: Request) => unknown,
  patterns: readonly RegExp[],
): InsideCase => ({
  ...sees(
    `print-${id}`,
    title,
    async (request) => {
      console.error(what(request));
      // Printing has used nothing.
      return [request.bodyUsed, await request.text()];
    },
    [false, "hello"],
    POST,
  ),
  stderr: patterns,
});

export const shownNatives: readonly InsideCase[] = [
  prints("request", "console takes the request, and shows what it is", (request) => request, [
    /Request/,
    /POST/,
    /\/path\?q=1/,
  ]),
  prints("headers", "console takes its headers, and shows them", ({ headers }) => headers, [
    /x-sent/,
    /yes/,
  ]),
  prints(
    "response",
    "console takes a response, and shows what it is",
    () => new Response("x", { status: 201, headers: { "x-own": "1" } }),
    [/Response/, /201/],
  ),
  sees(
    "frozen",
    "a request that was frozen is read like any other",
    async (request) => {
      Object.freeze(request);
      return [request.method, request.headers.get("x-sent"), await request.text()];
    },
    ["POST", "yes", "hello"],
    POST,
  ),
  sees(
    "extended",
    "a request takes own properties, and shows them as own",
    (request) => {
      Object.assign(request, { user: "own" });
      return [(request as Request & { user: string }).user, Object.keys(request)];
    },
    ["own", ["user"]],
  ),
  sees(
    "proxy-object",
    "a Proxy that binds the methods of a request works",
    async (request) => {
      const proxy = new Proxy(request, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
      return [
        proxy instanceof Request,
        proxy.method,
        await proxy.clone().text(),
        await proxy.text(),
      ];
    },
    [true, "POST", "hello", "hello"],
    POST,
  ),
  sees(
    "derived-object",
    "what inherits from a request is none",
    async (request, { natives }) => {
      const told = (of: Request): Promise<string[]> => {
        const derived = Object.create(of) as Request;
        return Promise.all([outcomeOf(() => derived.method), outcomeOf(() => derived.text())]);
      };
      const [ours, theirs] = [
        await told(request),
        await told(new natives.Request(SOMEWHERE, { method: "POST", body: "hello" })),
      ];
      return JSON.stringify(ours) === JSON.stringify(theirs) ? "alike" : ours;
    },
    // undici 6 (Node 20, 22) keeps its state under symbols, which are inherited.
    oneOf("alike", ["throws TypeError", "throws TypeError"]),
    POST,
  ),
  sees(
    "structured-clone",
    "structuredClone() does with a request what it does with a platform's request",
    async (request, { natives }) => {
      const [ours, theirs] = [
        await outcomeOf(() => JSON.stringify(structuredClone(request))),
        await outcomeOf(() => JSON.stringify(structuredClone(new natives.Request(SOMEWHERE)))),
      ];
      return ours === theirs ? "alike" : { ours, theirs };
    },
    "alike",
  ),
  makes(
    "response-structured-clone",
    "and with a response",
    async ({ natives }) => {
      const [ours, theirs] = [
        await outcomeOf(() => JSON.stringify(structuredClone(new Response("x")))),
        await outcomeOf(() => JSON.stringify(structuredClone(new natives.Response("x")))),
      ];
      return ours === theirs ? "alike" : { ours, theirs };
    },
    "alike",
  ),
  makes(
    "response-in",
    "for-in meets the members of a response as of a platform's response",
    ({ natives }) => {
      const [ours, theirs] = [namesIn(new Response("x")), namesIn(new natives.Response("x"))];
      return JSON.stringify(ours) === JSON.stringify(theirs) ? "alike" : { ours, theirs };
    },
    "alike",
  ),
  makes(
    "response-frozen",
    "a response that was frozen, or has own properties, is read like any other",
    async () => {
      const response = Object.freeze(Object.assign(new Response("x", { status: 201 }), { a: 1 }));
      return [response.status, await response.clone().text(), await response.text()];
    },
    [201, "x", "x"],
  ),
  makes(
    "response-construct",
    "Reflect.construct makes a response of another prototype",
    async () => {
      class Own extends Response {
        get mark(): string {
          return "own";
        }
      }
      const made = Reflect.construct(Response, ["x", { status: 201 }], Own) as Own;
      return [made instanceof Own, made.mark, made.status, await made.text()];
    },
    [true, "own", 201, "x"],
  ),
];
