/**
 * E09: what the constructors and static methods give, in our own words after the Fetch standard.
 *
 * @module
 */
import type { InsideApi, InsideCase, Natives } from "../inside/case.ts";
import { oneOf } from "../match.ts";
import { makes, namesIn, outcomeOf } from "./within.ts";

type Classes = Pick<Natives, "Request" | "Response" | "Headers">;

/** What the global classes do is what the platform's own do, or what the standard says. */
const alike = (
  id: string,
  title: string,
  call: (classes: Classes) => unknown,
  wanted: unknown,
): InsideCase => ({
  ...makes(
    id,
    title,
    async ({ natives }: InsideApi) => {
      const ours = await call({ Request, Response, Headers });
      const theirs = await call(natives);
      return JSON.stringify(ours) === JSON.stringify(theirs) ? { alike: true } : { ours, theirs };
    },
    oneOf({ alike: true }, { ours: wanted }),
  ),
});

const gives = (id: string, title: string, make: () => Response, expect: unknown): InsideCase =>
  makes(
    id,
    title,
    async () => {
      const response = make();
      return {
        status: response.status,
        type: response.type,
        ok: response.ok,
        headers: [...response.headers],
        body: response.body === null ? null : await response.text(),
      };
    },
    expect,
  );

const typeOf = (
  id: string,
  title: string,
  body: () => BodyInit | null | undefined,
  type: unknown,
): InsideCase =>
  makes(`type-${id}`, title, () => new Response(body()).headers.get("content-type"), type);

const TEXT = /^text\/plain; ?charset=utf-8$/i;

export const makeNatives: readonly InsideCase[] = [
  makes(
    "names",
    "the classes have their names and lengths",
    ({ natives }) => [
      Response.name,
      Response.length,
      Request.name,
      Request.length === natives.Request.length,
      fetch.name,
      fetch.length === natives.fetch.length,
    ],
    ["Response", 0, "Request", true, "fetch", true],
  ),
  makes(
    "global-fetch",
    "fetch is enumerable on globalThis",
    () => namesIn(globalThis).includes("fetch"),
    true,
  ),
  gives("static-json", "Response.json makes JSON of a value", () => Response.json({ a: [1] }), {
    status: 200,
    type: "default",
    ok: true,
    headers: [["content-type", "application/json"]],
    body: '{"a":[1]}',
  }),
  gives(
    "static-json-init",
    "Response.json honours status and headers",
    () =>
      Response.json(null, { status: 422, headers: { "content-type": "text/x-own", "x-own": "1" } }),
    {
      status: 422,
      headers: [
        ["content-type", "text/x-own"],
        ["x-own", "1"],
      ],
      body: "null",
    },
  ),
  alike(
    "static-json-bad",
    "Response.json refuses what is no JSON with a TypeError, a null-body status too",
    (c) =>
      Promise.all([
        outcomeOf(() => c.Response.json(undefined)),
        outcomeOf(() => c.Response.json(Symbol("x"))),
        outcomeOf(() => c.Response.json(1n)),
        outcomeOf(() => c.Response.json({}, { status: 204 })),
        outcomeOf(() => c.Response.json({}, { status: 99 })),
      ]),
    [
      "throws TypeError",
      "throws TypeError",
      "throws TypeError",
      "throws TypeError",
      "throws RangeError",
    ],
  ),
  gives("static-error", "Response.error is a network error", () => Response.error(), {
    status: 0,
    type: "error",
    ok: false,
    headers: [],
    body: null,
  }),
  gives(
    "static-redirect",
    "Response.redirect is a 302 with a location",
    () => Response.redirect("http://localhost/there?a#b"),
    {
      status: 302,
      type: "default",
      ok: false,
      headers: [["location", "http://localhost/there?a#b"]],
      body: null,
    },
  ),
  gives(
    "static-redirect-status",
    "Response.redirect takes a redirect status",
    () => Response.redirect("http://localhost/", 308),
    { status: 308, headers: [["location", "http://localhost/"]] },
  ),
  alike(
    "static-redirect-bad",
    "Response.redirect refuses another status and an invalid URL",
    (c) =>
      Promise.all([
        outcomeOf(() => c.Response.redirect("http://localhost/", 200)),
        outcomeOf(() => c.Response.redirect("http://localhost/", 304)),
        outcomeOf(() => c.Response.redirect("http://[")),
      ]),
    ["throws RangeError", "throws RangeError", "throws TypeError"],
  ),
  gives(
    "null-body",
    "a null-body status takes a null body",
    () => new Response(null, { status: 204, statusText: "Nothing" }),
    { status: 204, ok: true, headers: [], body: null },
  ),
  gives(
    "converted",
    "a status as a string and values of other types are converted",
    () =>
      new Response(7 as unknown as string, {
        status: "201" as unknown as number,
        headers: { a: 1 as unknown as string },
      }),
    {
      status: 201,
      headers: [
        ["a", "1"],
        ["content-type", TEXT],
      ],
      body: "7",
    },
  ),
  alike(
    "status-text",
    "statusText is what was given, else what the platform says",
    (c) =>
      [
        new c.Response(null, { statusText: "Made" }),
        new c.Response(),
        c.Response.json(1),
        c.Response.redirect("http://localhost/"),
      ].map(({ statusText }) => statusText),
    ["Made", "", "", ""],
  ),
  gives("empty-string", "an empty string is a body with a type", () => new Response(""), {
    headers: [["content-type", TEXT]],
    body: "",
  }),
  typeOf("string", "a string is text/plain", () => "x", TEXT),
  typeOf(
    "params",
    "URLSearchParams are urlencoded",
    () => new URLSearchParams("a=1"),
    /^application\/x-www-form-urlencoded; ?charset=utf-8$/i,
  ),
  typeOf(
    "form",
    "FormData is multipart",
    () => new FormData(),
    /^multipart\/form-data; ?boundary=.+/,
  ),
  typeOf(
    "blob",
    "a Blob has its own type",
    () => new Blob(["x"], { type: "text/x-own" }),
    "text/x-own",
  ),
  typeOf("untyped", "a Blob without a type has none", () => new Blob(["x"]), null),
  typeOf("bytes", "bytes have none", () => new Uint8Array(2), null),
  typeOf("buffer", "an ArrayBuffer has none", () => new ArrayBuffer(2), null),
  typeOf("none", "no body has none", () => null, null),
  alike(
    "normalised",
    "header names are lowered, values trimmed, repeats joined, names sorted",
    (c) => [
      ...new c.Headers([
        ["X-B", " 1\t"],
        ["x-a", "ü"],
        ["X-b", ""],
      ]),
    ],
    [
      ["x-a", "ü"],
      ["x-b", "1, "],
    ],
  ),
  alike(
    "type-twice",
    "a content-type in two spellings is joined as any other field",
    (c) =>
      new c.Response("x", {
        headers: { "content-type": "text/a", "Content-Type": "text/b", "X-A": "1", "x-a": "2" },
      }).headers.get("content-type"),
    "text/a, text/b",
  ),
  alike(
    "set-cookie",
    "set-cookie fields stay separate",
    (c) => {
      const { headers } = new c.Response(null, {
        headers: [
          ["set-cookie", "a=1"],
          ["x", "y"],
          ["Set-Cookie", "b=2"],
        ],
      });
      return [headers.getSetCookie(), headers.get("set-cookie"), [...headers]];
    },
    [
      ["a=1", "b=2"],
      "a=1, b=2",
      [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["x", "y"],
      ],
    ],
  ),
  makes(
    "request-defaults",
    "a Request that is made has the defaults of the standard",
    () => {
      const { method, url, bodyUsed, redirect } = new Request("http://LOCALHOST:80/a/../b#c");
      return { method, url, bodyUsed, redirect };
    },
    { method: "GET", url: /^http:\/\/localhost\/b(#c)?$/, bodyUsed: false, redirect: "follow" },
  ),
  alike(
    "request-methods",
    "the known methods are written in capitals, others as they are",
    (c) =>
      ["get", "post", "put", "delete", "options", "head", "patch"].map(
        (method) => new c.Request("http://localhost/", { method }).method,
      ),
    ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "patch"],
  ),
];
