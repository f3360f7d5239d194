import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { readArguments } from "./arguments.ts";
import type { Handler, ServeInfo } from "./types.ts";

const REQUEST = new Request("http://example.com/");
const INFO = {} as ServeInfo;
const handler: Handler = () => new Response("handler");
const other: Handler = () => new Response("other");

describe("readArguments()", () => {
  test.each([
    ["serve(handler)", [handler], {}],
    ["serve(options, handler)", [{ port: 1 }, handler], { port: 1 }],
    ["serve(handler, options)", [handler, { port: 1 }], { port: 1 }],
    ["serve(undefined, handler)", [undefined, handler], {}],
    ["serve(null, handler)", [null, handler], {}],
    ["serve(handler, undefined)", [handler, undefined], {}],
    ["serve(handler, null)", [handler, null], {}],
  ])("reads %s (S01, S02)", (_name, [first, second], options) => {
    const read = readArguments(first, second);
    expect(read.handler).toBe(handler);
    expect(read.options).toEqual(options);
  });

  test("reads serve({...options, handler}) (S01)", () => {
    const bag = { port: 1, handler };
    expect(readArguments(bag, undefined)).toEqual({ handler, options: bag });
  });

  test("prefers the second argument to a handler in the bag (S03)", () => {
    const read = readArguments({ port: 1, handler: other }, handler);
    expect(read.handler).toBe(handler);
    expect(read.options["port"]).toBe(1);
  });

  test("refuses no arguments (S04)", () => {
    const error = thrownBy(() => readArguments(undefined, undefined));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_HANDLER_MISSING");
    expect(error.message).toMatch(/handler or options/);
  });

  test.each<[unknown, unknown, string]>([
    [{}, undefined, "undefined"],
    [{ handler: null }, undefined, "object"],
    [{ handler: "x" }, undefined, "string"],
    [{ handler: {} }, undefined, "object"],
    [{}, "x", "string"],
    [{}, null, "object"],
    [{ handler }, 5, "number"],
    [null, undefined, "undefined"],
    ["x", undefined, "undefined"],
  ])("refuses %j, %j: no usable handler (S05)", (first, second, type) => {
    const error = thrownBy(() => readArguments(first, second));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      code: "ERR_HANDLER_INVALID",
      message: `Cannot serve HTTP requests: handler must be a function, received ${type}`,
    });
  });
});

/** Three shapes of applications; each tells how its `fetch` was called. */
class Framework {
  port = 1;
  fetch(...args: unknown[]): Response {
    return Response.json({ self: this instanceof Framework, given: args.length });
  }
}

const plain = {
  fetch(...args: unknown[]): Response {
    return Response.json({ self: this === plain, given: args.length });
  },
};

const callable = Object.assign(() => new Response("a Node listener"), {
  fetch(...args: unknown[]): Response {
    return Response.json({ self: this === callable, given: args.length });
  },
});

describe.each<[string, object]>([
  ["an object with fetch", plain],
  ["a function with fetch", callable],
  ["an instance of a class with fetch", new Framework()],
])("readArguments() with %s", (_name, app) => {
  test.each([
    ["serve(app)", [app, undefined], undefined],
    ["serve(options, app)", [{ port: 7 }, app], 7],
    ["serve(app, options)", [app, { port: 7 }], 7],
    ["serve({ handler: app })", [{ handler: app, port: 7 }, undefined], 7],
  ])("reads %s: fetch is a method, and no property an option (E01)", async (_form, args, port) => {
    const read = readArguments(args[0], args[1]);
    const response = await read.handler(REQUEST, INFO);
    expect(await response.json()).toEqual({ self: true, given: 2 });
    expect(read.options["port"]).toBe(port);
  });
});

describe("readArguments() with a bag that has a fetch", () => {
  test("takes it for options when it has a handler of its own (E01)", () => {
    const bag = { port: 1, handler, fetch: other };
    expect(readArguments(bag, undefined)).toEqual({ handler, options: bag });
  });

  test("also when it has no prototype (E01)", () => {
    const bag = Object.assign(Object.create(null) as object, { port: 1, handler, fetch: other });
    expect(readArguments(bag, undefined)).toEqual({ handler, options: bag });
  });

  test("takes it for options when its fetch is no function (E01)", () => {
    const error = thrownBy(() => readArguments({ fetch: "x" }, undefined));
    expect(error.code).toBe("ERR_HANDLER_INVALID");
  });

  test("looks fetch up at each request, so that it can be replaced (E01)", async () => {
    const app = { fetch: handler };
    const read = readArguments(app, undefined);
    app.fetch = other;
    expect(await (await read.handler(REQUEST, INFO)).text()).toBe("other");
  });
});
