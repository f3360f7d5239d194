/**
 * E09: the Response constructor and its static methods as the Fetch standard has them.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { bytesOf, each, outcomes, SOMEWHERE, standard, streamOf } from "./standard.ts";
import { outcomeOf } from "./within.ts";

export const standardResponse: readonly InsideCase[] = [
  standard(
    "response-status",
    "the statuses 200 to 599 are taken, and ok is true up to 299",
    (c) =>
      [200, 299, 300, 404, 599].map((status) => {
        const made = new c.Response(null, { status });
        return [made.status, made.ok, made.type];
      }),
    [
      [200, true, "default"],
      [299, true, "default"],
      [300, false, "default"],
      [404, false, "default"],
      [599, false, "default"],
    ],
  ),
  standard(
    "response-status-bad",
    "every other status is refused with a RangeError",
    (c) =>
      Promise.all(
        [0, 99, 100, 101, 103, 199, 600, 1000, NaN, Infinity].map((status) =>
          outcomeOf(() => new c.Response(null, { status })),
        ),
      ),
    Array.from({ length: 10 }, () => "throws RangeError"),
  ),
  standard(
    "response-status-number",
    "a status is converted as a 16-bit number is",
    (c) =>
      ["201", 204.9, { valueOf: () => 202 }].map(
        (status) => new c.Response(null, { status: status as number }).status,
      ),
    [201, 204, 202],
  ),
  standard(
    "response-status-text",
    "statusText is any reason phrase, and refused with a TypeError otherwise",
    async (c) => [
      ["", "a\tb c", "ÿ"].map((statusText) => new c.Response(null, { statusText }).statusText),
      await Promise.all(
        ["\n", "a\0", "☃", "\x7f"].map((statusText) =>
          outcomeOf(() => new c.Response(null, { statusText })),
        ),
      ),
    ],
    [["", "a\tb c", "ÿ"], Array.from({ length: 4 }, () => "throws TypeError")],
  ),
  standard(
    "response-null-body",
    "204, 205 and 304 take no body, not even an empty one",
    (c) =>
      Promise.all(
        [204, 205, 304].flatMap((status) =>
          ["", new Uint8Array(), streamOf(), undefined].map((body) =>
            outcomeOf(() => {
              void new c.Response(body as BodyInit | null, { status });
              return "a response";
            }),
          ),
        ),
      ),
    Array.from({ length: 3 }, () => [
      "throws TypeError",
      "throws TypeError",
      "throws TypeError",
      "gives a response",
    ]).flat(),
  ),
  standard(
    "response-init",
    "init may be undefined, null or any object, and its members are read by their names",
    (c) => [
      new c.Response(null, undefined).status,
      new c.Response(null, null as unknown as ResponseInit).status,
      new c.Response(null, Object.create({ status: 201 }) as ResponseInit).status,
      new c.Response(null, new c.Response(null, { status: 202 })).status,
    ],
    [200, 200, 201, 202],
  ),
  standard(
    "response-init-getter",
    "what a getter of init throws goes through",
    (c) =>
      outcomes({
        status: () =>
          new c.Response(null, {
            get status(): number {
              throw new RangeError("by the getter");
            },
          }),
        headers: () =>
          new c.Response("x", {
            get headers(): Headers {
              throw new SyntaxError("by the getter");
            },
          }),
      }),
    { status: "throws RangeError", headers: "throws SyntaxError" },
  ),
  standard(
    "response-error",
    "Response.error() has status 0, no body, and headers that cannot be changed",
    async (c) => {
      const made = c.Response.error();
      return [
        [made.type, made.status, made.ok, made.statusText, made.url, made.redirected, made.body],
        await outcomes({
          append: () => made.headers.append("a", "1"),
          set: () => made.headers.set("a", "1"),
        }),
        [...made.headers],
      ];
    },
    [["error", 0, false, "", "", false, null], each(["append", "set"], "throws TypeError"), []],
  ),
  standard(
    "response-redirect",
    "Response.redirect() takes the five statuses, and serialises the URL",
    (c) => [
      ...[301, 302, 303, 307, 308].map((status) => {
        const made = c.Response.redirect("http://LOCALHOST/a b", status);
        return [made.status, made.headers.get("location")];
      }),
      c.Response.redirect("https://example.com/ü#x").headers.get("location"),
    ],
    [
      ...[301, 302, 303, 307, 308].map((status) => [status, "http://localhost/a%20b"]),
      "https://example.com/%C3%BC#x",
    ],
  ),
  standard(
    "response-redirect-bad",
    "it refuses another status with a RangeError, and a URL that is none with a TypeError",
    (c) =>
      outcomes({
        200: () => c.Response.redirect(SOMEWHERE, 200),
        309: () => c.Response.redirect(SOMEWHERE, 309),
        400: () => c.Response.redirect(SOMEWHERE, 400),
        url: () => c.Response.redirect("http://[", 302),
        relative: () => c.Response.redirect("/somewhere"),
      }),
    {
      ...each(["200", "309", "400"], "throws RangeError"),
      ...each(["url", "relative"], "throws TypeError"),
    },
  ),
  standard(
    "response-redirect-headers",
    "its headers cannot be changed",
    (c) => {
      const { headers } = c.Response.redirect(SOMEWHERE);
      return outcomes({
        append: () => headers.append("a", "1"),
        set: () => headers.set("location", "x"),
        delete: () => headers.delete("location"),
      });
    },
    each(["append", "set", "delete"], "throws TypeError"),
  ),
  standard(
    "response-json",
    "Response.json() writes JSON as JSON.stringify does, by toJSON and without what JSON has not",
    async (c) =>
      Promise.all(
        [
          { a: undefined, b: 1 },
          [undefined],
          new Date(0),
          "text",
          null,
          { toJSON: () => "own" },
          "\ud83d",
        ].map((value) => c.Response.json(value).text()),
      ),
    ['{"b":1}', "[null]", '"1970-01-01T00:00:00.000Z"', '"text"', "null", '"own"', '"\\ud83d"'],
  ),
  standard(
    "response-json-init",
    "its init is that of a response, and a content-type in it is kept",
    (c) => {
      const made = c.Response.json(1, { status: 404, statusText: "Gone", headers: { a: "1" } });
      const typed = c.Response.json(1, { headers: { "Content-Type": "text/own" } });
      return [made.status, made.statusText, [...made.headers], typed.headers.get("content-type")];
    },
    [
      404,
      "Gone",
      [
        ["a", "1"],
        ["content-type", "application/json"],
      ],
      "text/own",
    ],
  ),
  standard(
    "response-json-bad",
    "what cannot be JSON is a TypeError, and what toJSON throws goes through",
    (c) => {
      const circle: unknown[] = [];
      circle.push(circle);
      return outcomes({
        nothing: () => (c.Response.json as () => Response)(),
        undefined: () => c.Response.json(undefined),
        function: () => c.Response.json(() => {}),
        circle: () => c.Response.json(circle),
        bigint: () => c.Response.json(1n),
        toJSON: () =>
          c.Response.json({
            toJSON: () => {
              throw new SyntaxError("own");
            },
          }),
        ...Object.fromEntries(
          [204, 205, 304].map((status) => [status, () => c.Response.json("", { status })]),
        ),
      });
    },
    {
      ...each(
        ["nothing", "undefined", "function", "circle", "bigint", "204", "205", "304"],
        "throws TypeError",
      ),
      toJSON: "throws SyntaxError",
    },
  ),
  standard(
    "response-static-class",
    "the static methods give a Response, called by a subclass too, and without an object",
    (c) => {
      class Own extends c.Response {}
      const { json } = c.Response;
      return [Own.json(1), Own.error(), Own.redirect(SOMEWHERE), json(1)].map((made) => [
        made instanceof c.Response,
        made instanceof Own,
      ]);
    },
    Array.from({ length: 4 }, () => [true, false]),
  ),
  standard(
    "response-subclass",
    "a subclass keeps its members, and its clone is a Response",
    async (c) => {
      class Own extends c.Response {
        readonly mark = "own";
        get double(): number {
          return this.status * 2;
        }
      }
      const made = new Own("hello", { status: 201 });
      const copy = made.clone();
      return [made.mark, made.double, copy instanceof c.Response, await copy.text()];
    },
    ["own", 402, true, "hello"],
  ),
  standard(
    "response-clone",
    "clone() gives both the same data, and what is done with one does not touch the other",
    async (c) => {
      const first = new c.Response(streamOf(bytesOf("a"), bytesOf("b")), {
        status: 201,
        statusText: "Made",
        headers: { a: "1" },
      });
      const second = first.clone();
      second.headers.set("a", "2");
      // Settles only when both are cancelled.
      second.body?.cancel().catch(() => {});
      return [
        second.status,
        second.statusText,
        first.headers.get("a"),
        second.bodyUsed,
        first.bodyUsed,
        await first.text(),
      ];
    },
    [201, "Made", "1", true, false, "ab"],
  ),
  standard(
    "response-clone-used",
    "clone() of a response that was read, or is being read, is a TypeError",
    async (c) => {
      const read = new c.Response("a");
      await read.text();
      const locked = new c.Response("a");
      const reader = locked.body?.getReader();
      const results = [await outcomeOf(() => read.clone()), await outcomeOf(() => locked.clone())];
      reader?.releaseLock();
      return [...results, await locked.clone().text()];
    },
    ["throws TypeError", "throws TypeError", "a"],
  ),
  standard(
    "response-clone-null",
    "a response without a body can be cloned any number of times, before and after a reading",
    async (c) => {
      const made = new c.Response(null, { status: 204 });
      await made.text();
      return [made.clone().body, made.clone().clone().status, made.bodyUsed];
    },
    [null, 204, false],
  ),
  standard(
    "response-immutable-copy",
    "new Response(body, response) of a network response's like can be changed",
    (c) => {
      const made = new c.Response(null, c.Response.redirect(SOMEWHERE));
      made.headers.set("a", "1");
      return [made.status, [...made.headers.keys()]];
    },
    [302, ["a", "location"]],
  ),
];
