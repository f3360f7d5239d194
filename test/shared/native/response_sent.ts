/**
 * E09: what the client gets of a Response, however it was made.
 *
 * @module
 */
import type { InsideApi, InsideCase } from "../inside/case.ts";
import { exchange } from "./within.ts";

/** What the client gets of a response. */
const answers = (
  id: string,
  title: string,
  make: (api: InsideApi) => Response | Promise<Response>,
  expect: unknown,
): InsideCase => ({
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

export const responseSentNatives: readonly InsideCase[] = [
  answers(
    "sent",
    "a Response is sent with its status, type and headers",
    () => new Response("x", { status: 201, headers: { "x-own": "1" } }),
    { status: 201, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-captured",
    "a Response of the class that was taken before is sent as well",
    ({ natives }) => new natives.Response("x", { status: 201, headers: { "x-own": "1" } }),
    { status: 201, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-captured-json",
    "so is one of its Response.json",
    ({ natives }) => natives.Response.json({ a: 1 }),
    { status: 200, type: /^application\/json/, body: '{"a":1}' },
  ),
  answers(
    "sent-copy",
    "new Response(response.body, response) copies it",
    () => {
      const response = new Response("x", { status: 201, headers: { "x-own": "1" } });
      return new Response(response.body, response);
    },
    { status: 201, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-copy-changed",
    "new Response(response.body, { ...response, headers }) can change the headers",
    () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      const headers = new Headers(response.headers);
      headers.set("x-own", "2");
      return new Response(response.body, { status: response.status, headers });
    },
    { status: 200, type: TEXT, own: "2", body: "x" },
  ),
  answers(
    "sent-clone",
    "a clone is sent while the original is read",
    async () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      const copy = response.clone();
      await response.text();
      return copy;
    },
    { status: 200, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-cloned",
    "an original is sent while its clone is read",
    async () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      await response.clone().text();
      return response;
    },
    { status: 200, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-subclass",
    "an instance of a subclass of Response is sent",
    () => {
      class Page extends Response {
        constructor(html: string) {
          super(`<p>${html}</p>`, { headers: { "content-type": "text/html", "x-own": "1" } });
        }
      }
      const page = new Page("x");
      if (!(page instanceof Page) || !(page instanceof Response)) throw new Error("no instance");
      return page;
    },
    { status: 200, type: "text/html", own: "1", body: "<p>x</p>" },
  ),
  answers(
    "sent-looked-at",
    "a Response is sent as it is after all its members were looked at",
    () => {
      const response = new Response("x", { headers: { "x-own": "1" } });
      for (const name of GETTERS) void (response as unknown as Record<string, unknown>)[name];
      return response;
    },
    { status: 200, type: TEXT, own: "1", body: "x" },
  ),
  answers(
    "sent-copied-bytes",
    "bytes that change after the construction are sent as they were",
    () => {
      const bytes = new TextEncoder().encode("before");
      const response = new Response(bytes);
      bytes.fill(0x2e);
      return response;
    },
    { status: 200, type: null, body: "before" },
  ),
];
