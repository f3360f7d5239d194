/**
 * Section 1 of the contract: the overloads of `serve()`.
 *
 * @module
 */
import type { Handler, Serve } from "../../../src/core/types.ts";
import { answerOf, ask, hello, type InsideCase, LOCAL, thrown } from "./case.ts";

const other: Handler = () => new Response("other");
const HELLO = { status: 200, body: "hello" };

/** Arguments that the types forbid. */
const anyServe = (serve: Serve): ((...values: unknown[]) => unknown) =>
  serve as (...values: unknown[]) => unknown;

const invalid = (id: string, what: string, received: string, ...values: unknown[]): InsideCase => ({
  id: `S05.${id}`,
  title: `${what} is refused as a handler`,
  run: ({ serve }) => thrown(() => anyServe(serve)(...values)),
  expect: {
    name: "TypeError",
    message: `Cannot serve HTTP requests: handler must be a function, received ${received}`,
    code: "ERR_HANDLER_INVALID",
  },
});

export const argumentCases: readonly InsideCase[] = [
  {
    id: "S01.bag-first",
    title: "serve(options, handler) serves",
    run: (api) => answerOf(api, api.serve(api.listens ? LOCAL : {}, hello)),
    expect: HELLO,
  },
  {
    id: "S01.bag-with-handler",
    title: "serve({ ...options, handler }) serves",
    run: (api) => answerOf(api, api.serve({ ...(api.listens ? LOCAL : {}), handler: hello })),
    expect: HELLO,
  },
  {
    id: "S01.handler-alone",
    title: "serve(handler) serves",
    run: async (api) => {
      // Its port is 8000, which may be taken; then that is what the error must say.
      try {
        return await answerOf(api, api.serve(hello));
      } catch (error) {
        return (error as { code?: string }).code === "EADDRINUSE" ? HELLO : String(error);
      }
    },
    expect: HELLO,
  },
  {
    id: "S02.bag-second",
    title: "serve(handler, options) honours the options",
    needs: "listen",
    run: async (api) => {
      const told: unknown[] = [];
      const options = { ...LOCAL, onListen: (addr: unknown) => told.push(addr) };
      const server = api.serve(hello, options);
      const { addr } = server;
      const port = addr.transport === "tcp" ? addr.port : 0;
      return { ...(await answerOf(api, server)), told: told.length, notDefault: port !== 8000 };
    },
    expect: { ...HELLO, told: 1, notDefault: true },
  },
  {
    id: "S02.platform",
    title: "serve(handler, options) serves on every host",
    run: (api) => answerOf(api, api.serve(hello, api.listens ? LOCAL : {})),
    expect: HELLO,
  },
  {
    id: "S02.no-bag",
    title: "an undefined first argument counts as an empty bag",
    needs: "listen",
    run: async (api) => {
      // Its port is 8000, which may be taken; then that is what the error must say.
      try {
        return await answerOf(api, anyServe(api.serve)(undefined, hello) as never);
      } catch (error) {
        return (error as { code?: string }).code === "EADDRINUSE" ? HELLO : String(error);
      }
    },
    expect: HELLO,
  },
  {
    id: "S03.second-wins",
    title: "the handler of the second argument wins over the bag's",
    run: (api) =>
      answerOf(
        api,
        anyServe(api.serve)({ ...(api.listens ? LOCAL : {}), handler: other }, hello) as never,
      ),
    expect: HELLO,
  },
  {
    id: "S03.app",
    title: "so does an app",
    run: (api) =>
      answerOf(
        api,
        anyServe(api.serve)(
          { ...(api.listens ? LOCAL : {}), handler: other },
          {
            fetch: hello,
          },
        ) as never,
      ),
    expect: HELLO,
  },
  {
    id: "S04.nothing",
    title: "no arguments are a TypeError that says what to give",
    run: ({ serve }) => thrown(() => anyServe(serve)()),
    expect: {
      name: "TypeError",
      message: /handler.*options|options.*handler/,
      code: "ERR_HANDLER_MISSING",
    },
  },
  {
    id: "S04.undefined",
    title: "undefined alone is a TypeError that says what to give",
    run: ({ serve }) => thrown(() => anyServe(serve)(undefined)),
    expect: { name: "TypeError", code: "ERR_HANDLER_MISSING" },
  },
  invalid("empty-bag", "an empty bag", "undefined", {}),
  invalid("null", "a null handler", "object", { handler: null }),
  invalid("string", "a string handler", "string", { handler: "x" }),
  invalid("number", "a number as the second argument", "number", { port: 0 }, 7),
  invalid("string-second", "a string as the second argument", "string", { port: 0 }, "x"),
  invalid("null-second", "null as the second argument", "object", { port: 0 }, null),
  invalid("port-alone", "a bag of options without a handler", "undefined", { port: 0 }),
  {
    id: "E10.arity-0",
    title: "a handler declared without parameters gets request and info",
    run: (api) =>
      ask(api, function () {
        // oxlint-disable-next-line prefer-rest-params
        const given = arguments as unknown as [Request, { remoteAddr: unknown }];
        return Response.json([
          given.length,
          given[0] instanceof Request,
          typeof given[1].remoteAddr,
        ]);
      }),
    expect: { status: 200, body: '[2,true,"object"]' },
  },
  {
    id: "E10.rest",
    title: "a handler with rest parameters gets request and info",
    run: (api) =>
      ask(api, (...given) => Response.json([given.length, given[0] instanceof Request])),
    expect: { status: 200, body: "[2,true]" },
  },
  {
    id: "E10.default",
    title: "a handler with a default parameter gets the request",
    run: (api) =>
      ask(
        api,
        (request = new Request("http://none.test/")) => new Response(new URL(request.url).pathname),
        {},
        "/given",
      ),
    expect: { status: 200, body: "/given" },
  },
  {
    id: "S41.two",
    title: "the handler is called with exactly two arguments",
    run: (api) =>
      ask(api, (...given: unknown[]) => Response.json(given.map((value) => typeof value))),
    expect: { status: 200, body: '["object","object"]' },
  },
  {
    id: "S42.handler",
    title: "a handler is called with this undefined",
    run: (api) =>
      ask(api, function (this: unknown) {
        return new Response(String(this));
      }),
    expect: { status: 200, body: "undefined" },
  },
  {
    id: "S42.bag",
    title: "a handler in the bag is called with this undefined",
    run: (api) =>
      answerOf(
        api,
        api.serve({
          ...(api.listens ? LOCAL : {}),
          handler(this: unknown) {
            return new Response(String(this));
          },
        }),
      ),
    expect: { status: 200, body: "undefined" },
  },
  {
    id: "S42.onerror",
    title: "onError is called with this undefined",
    run: (api) =>
      ask(
        api,
        () => {
          throw new Error("x");
        },
        {
          onError(this: unknown) {
            return new Response(String(this));
          },
        },
      ),
    expect: { status: 200, body: "undefined" },
  },
  {
    id: "S43.default",
    title: "without onError the error is logged on stderr and a plain 500 is sent",
    run: (api) =>
      ask(api, () => {
        throw new Error("a marked failure");
      }),
    expect: { status: 500, body: "Internal Server Error" },
    stderr: [/a marked failure/],
  },
];
