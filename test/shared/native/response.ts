/**
 * E09: what a handler returns is a platform Response.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { makes, outcomeOf, ownKeys } from "./within.ts";

const GETTERS = [
  "status",
  "ok",
  "statusText",
  "headers",
  "type",
  "url",
  "redirected",
  "body",
  "bodyUsed",
];

export const responseNatives: readonly InsideCase[] = [
  makes(
    "response-instanceof",
    "a Response is an instance of the global class and of the one taken before",
    ({ natives }) => [
      new Response("x") instanceof Response,
      new Response("x") instanceof natives.Response,
      new natives.Response("x") instanceof Response,
    ],
    [true, true, true],
  ),
  makes(
    "response-tag",
    "its tag is [object Response]",
    () => [Object.prototype.toString.call(new Response("x")), String(new Response())],
    ["[object Response]", "[object Response]"],
  ),
  makes(
    "response-constructor",
    "its constructor and prototype are the global ones",
    () => {
      const response = new Response("x");
      // oxlint-disable-next-line no-prototype-builtins
      return [
        response.constructor === Response,
        response.constructor.name,
        Response.prototype.isPrototypeOf(response),
      ];
    },
    [true, "Response", true],
  ),
  makes(
    "response-own-keys",
    "it has no own properties beyond the platform's own symbols",
    ({ natives }) =>
      ownKeys(
        new Response("x", { headers: { a: "b" } }),
        new natives.Response("x", { headers: { a: "b" } }),
      ),
    [],
  ),
  makes(
    "response-getters",
    "the getters of Response.prototype, also of the class taken before, tell the same",
    ({ natives }) => {
      const response = new Response("x", {
        status: 201,
        statusText: "Made",
        headers: { "x-own": "1" },
      });
      return [Response.prototype, natives.Response.prototype].flatMap((prototype) =>
        GETTERS.filter((name) => {
          let from: object | null = prototype;
          while (from !== null && !Object.hasOwn(from, name))
            from = Object.getPrototypeOf(from) as object | null;
          const get = from && (Object.getOwnPropertyDescriptor(from, name)?.get as () => unknown);
          return get?.call(response) !== (response as unknown as Record<string, unknown>)[name];
        }),
      );
    },
    [],
  ),
  makes(
    "response-methods",
    "the methods of Response.prototype work on it",
    async ({ natives }) => [
      await Response.prototype.text.call(new Response("a")),
      await Response.prototype.json.call(new Response("[1]")),
      await Response.prototype.clone.call(new Response("b")).text(),
      await natives.Response.prototype.text.call(new Response("c")),
    ],
    ["a", [1], "b", "c"],
  ),
  makes(
    "response-defaults",
    "its members have the defaults of the standard",
    () => {
      const { status, ok, type, url, redirected, body, bodyUsed } = new Response();
      return {
        status,
        ok,
        type,
        url,
        redirected,
        body,
        bodyUsed,
        headers: [...new Response().headers],
      };
    },
    {
      status: 200,
      ok: true,
      type: "default",
      url: "",
      redirected: false,
      body: null,
      bodyUsed: false,
      headers: [],
    },
  ),
  makes(
    "response-identity",
    "headers and body are the same objects at each access",
    () => {
      const response = new Response("x");
      return [
        response.headers === response.headers,
        response.body === response.body,
        response.body instanceof ReadableStream,
      ];
    },
    [true, true, true],
  ),
  makes(
    "response-twice",
    "a second reading rejects with a TypeError",
    async () => {
      const response = new Response("x");
      const first = await response.text();
      return [
        first,
        response.bodyUsed,
        await outcomeOf(() => response.text()),
        await outcomeOf(() => response.clone()),
      ];
    },
    ["x", true, "throws TypeError", "throws TypeError"],
  ),
  makes(
    "response-clone",
    "clone() has a body and headers of its own",
    async () => {
      const response = new Response("x", { status: 201, headers: { "x-own": "1" } });
      const copy = response.clone();
      copy.headers.set("x-own", "2");
      return [
        copy instanceof Response,
        copy.status,
        response.headers.get("x-own"),
        await copy.text(),
        await response.text(),
      ];
    },
    [true, 201, "1", "x", "x"],
  ),
  makes(
    "response-body",
    "its body can be read chunk by chunk, and is used by it",
    async () => {
      const response = new Response("xyz");
      let size = 0;
      for await (const chunk of response.body ?? []) size += chunk.byteLength;
      return [size, response.bodyUsed];
    },
    [3, true],
  ),
  makes(
    "response-headers",
    "its headers can be changed, also through Headers.prototype",
    () => {
      const response = new Response("x");
      response.headers.set("x-own", "1");
      Headers.prototype.append.call(response.headers, "x-own", "2");
      response.headers.delete("content-type");
      return [...response.headers];
    },
    [["x-own", "1, 2"]],
  ),
];
