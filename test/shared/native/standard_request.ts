/**
 * E09: the Request constructor as the Fetch standard has it.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import {
  bytesOf,
  type Classes,
  each,
  outcomes,
  SOMEWHERE,
  standard,
  streamOf,
} from "./standard.ts";
import { outcomeOf } from "./within.ts";

/** What a member is after each of these values was given in init. */
const member = (
  name: string,
  values: readonly unknown[],
  wanted: readonly unknown[] = values,
  id = name.toLowerCase(),
): InsideCase =>
  standard(
    `request-${id}`,
    `the member ${name} is what init says`,
    (c) =>
      values.map((value) => {
        const made = new c.Request(SOMEWHERE, { [name]: value } as RequestInit);
        return (made as unknown as Record<string, unknown>)[name];
      }),
    wanted,
  );

const post = (c: Classes, body: BodyInit | null = "hello"): Request =>
  new c.Request(SOMEWHERE, { method: "POST", body, headers: { "x-own": "1" } });

export const standardRequest: readonly InsideCase[] = [
  standard(
    "request-defaults",
    "a Request of a URL alone has the defaults of the standard",
    (c) => {
      const made = new c.Request(SOMEWHERE);
      return {
        method: made.method,
        url: made.url,
        headers: [...made.headers],
        body: made.body,
        bodyUsed: made.bodyUsed,
        redirect: made.redirect,
        aborted: made.signal.aborted,
      };
    },
    {
      method: "GET",
      url: SOMEWHERE,
      headers: [],
      body: null,
      bodyUsed: false,
      redirect: "follow",
      aborted: false,
    },
  ),
  standard(
    "request-defaults-client",
    "the members that concern browsers have the defaults of the standard",
    (c) => {
      const made = new c.Request(SOMEWHERE);
      const { mode, credentials, cache, referrer, referrerPolicy, integrity, keepalive } = made;
      return { mode, credentials, cache, referrer, referrerPolicy, integrity, keepalive };
    },
    {
      mode: "cors",
      credentials: "same-origin",
      cache: "default",
      referrer: "about:client",
      referrerPolicy: "",
      integrity: "",
      keepalive: false,
    },
  ),
  member("mode", ["cors", "no-cors", "same-origin"]),
  member("credentials", ["omit", "same-origin", "include"]),
  member("cache", ["default", "no-store", "reload", "no-cache", "force-cache"]),
  member("redirect", ["follow", "error", "manual"]),
  member("referrerPolicy", ["", "no-referrer", "origin", "unsafe-url", "strict-origin"]),
  member("integrity", ["", "sha256-x"]),
  member("keepalive", [true, false, undefined], [true, false, false]),
  member("duplex", [undefined, "half"], ["half", "half"]),
  standard(
    "request-members-bad",
    "members with a value that the standard does not know are refused with a TypeError",
    (c) => {
      const make = (init: object) => () => new c.Request(SOMEWHERE, init);
      return outcomes({
        mode: make({ mode: "bad" }),
        navigate: make({ mode: "navigate" }),
        credentials: make({ credentials: "bad" }),
        cache: make({ cache: "bad" }),
        redirect: make({ redirect: "bad" }),
        referrer: make({ referrer: "http://:bad:" }),
        referrerPolicy: make({ referrerPolicy: "bad" }),
        window: make({ window: SOMEWHERE }),
        signal: make({ signal: {} }),
        method: make({ method: "BAD METHOD" }),
        empty: make({ method: "" }),
        cached: make({ cache: "only-if-cached", mode: "cors" }),
        headers: make({ headers: 7 }),
      });
    },
    each(
      [
        "mode",
        "navigate",
        "credentials",
        "cache",
        "redirect",
        "referrer",
        "referrerPolicy",
        "window",
        "signal",
        "method",
        "empty",
        "cached",
        "headers",
      ],
      "throws TypeError",
    ),
  ),
  standard(
    "request-methods-forbidden",
    "CONNECT, TRACE and TRACK are refused with a TypeError, in any case",
    (c) =>
      Promise.all(
        ["CONNECT", "TRACE", "TRACK", "connect", "Trace"].map((method) =>
          outcomeOf(() => new c.Request(SOMEWHERE, { method })),
        ),
      ),
    Array.from({ length: 5 }, () => "throws TypeError"),
  ),
  standard(
    "request-method-case",
    "methods that are not among the six are kept as they are",
    (c) =>
      ["patch", "Foo", "M-SEARCH", "QUERY"].map(
        (method) => new c.Request(SOMEWHERE, { method }).method,
      ),
    ["patch", "Foo", "M-SEARCH", "QUERY"],
  ),
  standard(
    "request-url",
    "the URL is serialised, and keeps its fragment",
    (c) => [
      new c.Request("HTTP://EXAMPLE.com:80/a/./b/../c d?ü#frag").url,
      new c.Request(new URL("http://example.com/é")).url,
      new c.Request({ toString: () => "http://example.com/own" } as unknown as URL).url,
    ],
    [
      "http://example.com/a/c%20d?%C3%BC#frag",
      "http://example.com/%C3%A9",
      "http://example.com/own",
    ],
  ),
  standard(
    "request-url-bad",
    "a URL that is none, is relative, or has credentials is refused with a TypeError",
    (c) =>
      outcomes({
        relative: () => new c.Request("/somewhere"),
        none: () => new c.Request("http:// /"),
        user: () => new c.Request("http://user@localhost/"),
        password: () => new c.Request("http://user:word@localhost/"),
      }),
    each(["relative", "none", "user", "password"], "throws TypeError"),
  ),
  standard(
    "request-headers",
    "no header name is forbidden to a server, and those of init replace all that were there",
    (c) => {
      const first = new c.Request(SOMEWHERE, {
        headers: { host: "a.test", cookie: "a=1", origin: "http://b.test", via: "c" },
      });
      const second = new c.Request(first, { headers: { "x-own": "1" } });
      return [[...first.headers.keys()], [...second.headers.keys()]];
    },
    [["cookie", "host", "origin", "via"], ["x-own"]],
  ),
  standard(
    "request-init-copy",
    "new Request(request) takes over every member",
    (c) => {
      const first = new c.Request(SOMEWHERE, {
        method: "PUT",
        redirect: "manual",
        headers: { "x-own": "1" },
      });
      const second = new c.Request(first, undefined);
      return [
        second.method,
        second.url,
        second.redirect,
        [...second.headers],
        second.headers !== first.headers,
      ];
    },
    ["PUT", SOMEWHERE, "manual", [["x-own", "1"]], true],
  ),
  standard(
    "request-init-override",
    "a body in init replaces that of the request, which stays unused",
    async (c) => {
      const first = post(c);
      const second = new c.Request(first, { body: "other" });
      return [
        await second.text(),
        first.bodyUsed,
        await first.text(),
        second.headers.get("x-own"),
        second.headers.get("content-type")?.toLowerCase().replace(" ", ""),
      ];
    },
    ["other", false, "hello", "1", "text/plain;charset=utf-8"],
  ),
  standard(
    "request-init-failure",
    "a construction that fails leaves the body of the request alone",
    async (c) => {
      const first = post(c);
      const told = await outcomes({
        method: () => new c.Request(first, { method: "BAD METHOD" }),
        get: () => new c.Request(first, { method: "GET" }),
        headers: () => new c.Request(first, { headers: { "a b": "1" } }),
      });
      return [told, first.bodyUsed, await first.text()];
    },
    [each(["method", "get", "headers"], "throws TypeError"), false, "hello"],
  ),
  standard(
    "request-init-moved",
    "a body that was moved leaves its request used, an empty one too, and none leaves it unused",
    (c) =>
      ["hello", "", null].map((body) => {
        const first = post(c, body);
        void new c.Request(first);
        return first.bodyUsed;
      }),
    [true, true, false],
  ),
  standard(
    "request-duplex-stream",
    "a stream as a body needs duplex: half, nothing else does, and full is refused",
    async (c) => {
      const make = (body: unknown, more: object) => () => {
        void new c.Request(SOMEWHERE, {
          method: "POST",
          body: body as BodyInit,
          ...more,
        } as RequestInit);
        return "a request";
      };
      const bodies = { none: null, text: "a", bytes: bytesOf("a"), blob: new Blob(["a"]) };
      const others = Object.entries(bodies).flatMap(([name, body]) => [
        [name, make(body, {})] as const,
        [`${name} half`, make(body, { duplex: "half" })] as const,
        [`${name} full`, make(body, { duplex: "full" })] as const,
      ]);
      return outcomes({
        stream: make(streamOf(bytesOf("a")), {}),
        "stream half": make(streamOf(bytesOf("a")), { duplex: "half" }),
        "stream full": make(streamOf(bytesOf("a")), { duplex: "full" }),
        ...Object.fromEntries(others),
      });
    },
    {
      stream: "throws TypeError",
      "stream half": "gives a request",
      "stream full": "throws TypeError",
      ...Object.fromEntries(
        ["none", "text", "bytes", "blob"].flatMap((name) => [
          [name, "gives a request"],
          [`${name} half`, "gives a request"],
          [`${name} full`, "throws TypeError"],
        ]),
      ),
    },
  ),
  standard(
    "request-stream-used",
    "a stream that is locked or was read from is refused with a TypeError, so is such a request",
    async (c) => {
      const locked = (): ReadableStream => {
        const stream = streamOf(bytesOf("a"));
        stream.getReader();
        return stream;
      };
      const read = async (): Promise<ReadableStream> => {
        const stream = streamOf(bytesOf("a"));
        const reader = stream.getReader();
        await reader.read();
        reader.releaseLock();
        return stream;
      };
      const make = (body: ReadableStream): Request =>
        new c.Request(SOMEWHERE, { method: "POST", body, duplex: "half" } as RequestInit);
      const holder = make(streamOf(bytesOf("a")));
      holder.body?.getReader();
      return outcomes({
        locked: () => make(locked()),
        read: async () => make(await read()),
        request: () => new c.Request(holder),
      });
    },
    each(["locked", "read", "request"], "throws TypeError"),
  ),
  standard(
    "request-signal",
    "the signal of a request follows that of init, and that of the request that it was made of",
    (c) => {
      const controller = new AbortController();
      const first = new c.Request(SOMEWHERE, { signal: controller.signal });
      const second = new c.Request(first);
      const third = second.clone();
      const apart = new c.Request(first, { signal: null });
      const reason = new RangeError("enough");
      controller.abort(reason);
      return [first, second, third, apart].map(({ signal }) => [
        signal.aborted,
        signal.reason === reason,
      ]);
    },
    [
      [true, true],
      [true, true],
      [true, true],
      [false, false],
    ],
  ),
  standard(
    "request-signal-own",
    "its signal is not the one that was given, and is there without one",
    (c) => {
      const { signal } = new AbortController();
      return [
        new c.Request(SOMEWHERE, { signal }).signal !== signal,
        new c.Request(SOMEWHERE).signal instanceof AbortSignal,
        new c.Request(SOMEWHERE, { signal: AbortSignal.abort() }).signal.aborted,
      ];
    },
    [true, true, true],
  ),
  standard(
    "request-clone",
    "clone() has the same members, headers and a body of its own, and is refused when it was used",
    async (c) => {
      const first = post(c);
      const second = first.clone();
      second.headers.set("x-own", "2");
      const texts = [await second.text(), first.bodyUsed, await first.text()];
      return [
        second.method,
        second.url,
        first.headers.get("x-own"),
        ...texts,
        await outcomeOf(() => first.clone()),
      ];
    },
    ["POST", SOMEWHERE, "1", "hello", false, "hello", "throws TypeError"],
  ),
];
