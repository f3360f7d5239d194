/**
 * E09: what a handler returns is a platform Response.
 *
 * @module
 */
import type { InsideApi, InsideCase } from "../inside/case.ts";
import { exchange, makes, outcomeOf, ownKeys } from "./within.ts";

/** What the client gets of a response. */
const answers = (id: string, title: string, make: (api: InsideApi) => Response | Promise<Response>, expect: unknown): InsideCase => ({
  id: `E09.${id}`,
  title,
  run: async (api) => {
    const response = await exchange(api, () => make(api));
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      own: response.headers.get("x-own"),
      body: await response.text(),
    };
  },
  expect,
});

const TEXT = /^text\/plain; ?charset=utf-8$/i;
const GETTERS = ["status", "ok", "statusText", "headers", "type", "url", "redirected", "body", "bodyUsed"];

export const responseNatives: readonly InsideCase[] = [
  makes("response-instanceof", "a Response is an instance of the global class and of the one taken before",
    ({ natives }) => [new Response("x") instanceof Response, new Response("x") instanceof natives.Response,
      new natives.Response("x") instanceof Response], [true, true, true]),
  makes("response-tag", "its tag is [object Response]",
    () => [Object.prototype.toString.call(new Response("x")), String(new Response())],
    ["[object Response]", "[object Response]"]),
  makes("response-constructor", "its constructor and prototype are the global ones",
    () => {
      const response = new Response("x");
      // oxlint-disable-next-line no-prototype-builtins
      return [response.constructor === Response, response.constructor.name, Response.prototype.isPrototypeOf(response)];
    }, [true, "Response", true]),
  makes("response-own-keys", "it has no own properties beyond the platform's own symbols",
    ({ natives }) => ownKeys(new Response("x", { headers: { a: "b" } }), new natives.Response("x", { headers: { a: "b" } })), []),
  makes("response-getters", "the getters of Response.prototype, also of the class taken before, tell the same",
    ({ natives }) => {
      const response = new Response("x", { status: 201, statusText: "Made", headers: { "x-own": "1" } });
      return [Response.prototype, natives.Response.prototype].flatMap((prototype) =>
        GETTERS.filter((name) => {
          let from: object | null = prototype;
          while (from !== null && !Object.hasOwn(from, name)) from = Object.getPrototypeOf(from) as object | null;
          const get = from && (Object.getOwnPropertyDescriptor(from, name)?.get as () => unknown);
          return get?.call(response) !== (response as unknown as Record<string, unknown>)[name];
        }));
    }, []),
  makes("response-methods", "the methods of Response.prototype work on it",
    async ({ natives }) => [
      await Response.prototype.text.call(new Response("a")),
      await Response.prototype.json.call(new Response("[1]")),
      await Response.prototype.clone.call(new Response("b")).text(),
      await natives.Response.prototype.text.call(new Response("c")),
    ], ["a", [1], "b", "c"]),
  makes("response-defaults", "its members have the defaults of the standard",
    () => {
      const { status, ok, type, url, redirected, body, bodyUsed } = new Response();
      return { status, ok, type, url, redirected, body, bodyUsed, headers: [...new Response().headers] };
    },
    { status: 200, ok: true, type: "default", url: "", redirected: false, body: null, bodyUsed: false, headers: [] }),
  makes("response-identity", "headers and body are the same objects at each access",
    () => {
      const response = new Response("x");
      return [response.headers === response.headers, response.body === response.body, response.body instanceof ReadableStream];
    }, [true, true, true]),
  makes("response-twice", "a second reading rejects with a TypeError",
    async () => {
      const response = new Response("x");
      const first = await response.text();
      return [first, response.bodyUsed, await outcomeOf(() => response.text()), await outcomeOf(() => response.clone())];
    }, ["x", true, "throws TypeError", "throws TypeError"]),
  makes("response-clone", "clone() has a body and headers of its own",
    async () => {
      const response = new Response("x", { status: 201, headers: { "x-own": "1" } });
      const copy = response.clone();
      copy.headers.set("x-own", "2");
      return [copy instanceof Response, copy.status, response.headers.get("x-own"), await copy.text(), await response.text()];
    }, [true, 201, "1", "x", "x"]),
  makes("response-body", "its body can be read chunk by chunk, and is used by it",
    async () => {
      const response = new Response("xyz");
      let size = 0;
      for await (const chunk of response.body ?? []) size += chunk.byteLength;
      return [size, response.bodyUsed];
    }, [3, true]),
  makes("response-headers", "its headers can be changed, also through Headers.prototype",
    () => {
      const response = new Response("x");
      response.headers.set("x-own", "1");
      Headers.prototype.append.call(response.headers, "x-own", "2");
      response.headers.delete("content-type");
      return [...response.headers];
    }, [["x-own", "1, 2"]]),
  answers("sent", "a Response is sent with its status, type and headers",
    () => new Response("x", { status: 201, headers: { "x-own": "1" } }), { status: 201, type: TEXT, own: "1", body: "x" }),
  answers("sent-captured", "a Response of the class that was taken before is sent as well",
    ({ natives }) => new natives.Response("x", { status: 201, headers: { "x-own": "1" } }),
    { status: 201, type: TEXT, own: "1", body: "x" }),
  answers("sent-captured-json", "so is one of its Response.json",
    ({ natives }) => natives.Response.json({ a: 1 }), { status: 200, type: /^application\/json/, body: '{"a":1}' }),
  answers("sent-copy", "new Response(response.body, response) copies it",
    () => {
      const response = new Response("x", { status: 201, headers: { "x-own": "1" } });
      return new Response(response.body, response);
    }, { status: 201, type: TEXT, own: "1", body: "x" }),
  answers("sent-copy-changed", "new Response(response.body, { ...response, headers }) can change the headers",
    () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      const headers = new Headers(response.headers);
      headers.set("x-own", "2");
      return new Response(response.body, { status: response.status, headers });
    }, { status: 200, type: TEXT, own: "2", body: "x" }),
  answers("sent-clone", "a clone is sent while the original is read",
    async () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      const copy = response.clone();
      await response.text();
      return copy;
    }, { status: 200, type: TEXT, own: "1", body: "x" }),
  answers("sent-cloned", "an original is sent while its clone is read",
    async () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      await response.clone().text();
      return response;
    }, { status: 200, type: TEXT, own: "1", body: "x" }),
  answers("sent-subclass", "an instance of a subclass of Response is sent",
    () => {
      class Page extends Response {
        constructor(html: string) {
          super(`<p>${html}</p>`, { headers: { "content-type": "text/html", "x-own": "1" } });
        }
      }
      const page = new Page("x");
      if (!(page instanceof Page) || !(page instanceof Response)) throw new Error("no instance");
      return page;
    }, { status: 200, type: "text/html", own: "1", body: "<p>x</p>" }),
  answers("sent-looked-at", "a Response is sent as it is after all its members were looked at",
    () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      for (const name of GETTERS) void (response as unknown as Record<string, unknown>)[name];
      return response;
    }, { status: 200, type: TEXT, own: "1", body: "x" }),
  answers("sent-copied-bytes", "bytes that change after the construction are sent as they were",
    () => {
      const bytes = new TextEncoder().encode("before");
      const response = new Response(bytes);
      bytes.fill(0x2e);
      return response;
    }, { status: 200, type: null, body: "before" }),
];
