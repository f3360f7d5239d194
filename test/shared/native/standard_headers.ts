/**
 * E09: Headers as the Fetch standard has them.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { each, outcomes, standard } from "./standard.ts";

const BAD_NAMES = ["", "a b", "a:b", "a\n", "ü", "a\0", "(a)", "☃"];
const BAD_VALUES = ["a\nb", "a\rb", "a\0b", "☃"];

export const standardHeaders: readonly InsideCase[] = [
  standard(
    "headers-init",
    "new Headers() takes nothing, a record, pairs, any iterable of pairs, and Headers",
    (c) => {
      const map = new Map([["x-map", "1"]]);
      const pairs = function* (): Generator<[string, string]> {
        yield ["x-generated", "1"];
      };
      const given: (HeadersInit | undefined)[] = [
        undefined,
        {},
        [],
        { "X-Record": "1" },
        [["x-pair", "1"]],
        map as unknown as HeadersInit,
        pairs() as unknown as HeadersInit,
        new c.Headers({ "x-copied": "1" }),
      ];
      return given.map((init) => [...new c.Headers(init)].flat().join("="));
    },
    ["", "", "", "x-record=1", "x-pair=1", "x-map=1", "x-generated=1", "x-copied=1"],
  ),
  standard(
    "headers-init-bad",
    "new Headers() refuses null, primitives, and pairs that are none, with a TypeError",
    (c) => {
      const make = (init: unknown) => () => new c.Headers(init as HeadersInit);
      return outcomes({
        null: make(null),
        number: make(1),
        text: make("a"),
        single: make([["a"]]),
        triple: make([["a", "b", "c"]]),
        flat: make(["a"]),
        symbol: make({ a: Symbol("b") }),
      });
    },
    each(["null", "number", "text", "single", "triple", "flat", "symbol"], "throws TypeError"),
  ),
  standard(
    "headers-record",
    "of a record the own enumerable members count, in their order, and repeats are combined",
    (c) => {
      const record = Object.create(
        { inherited: "no" },
        {
          "X-B": { value: "1", enumerable: true },
          hidden: { value: "no", enumerable: false },
          "x-a": { value: "2", enumerable: true },
          "x-b": { value: "3", enumerable: true },
        },
      ) as Record<string, string>;
      return [...new c.Headers(record)];
    },
    [
      ["x-a", "2"],
      ["x-b", "1, 3"],
    ],
  ),
  standard(
    "headers-record-read",
    "the members of a record are each read once, and an error of a getter goes through",
    async (c) => {
      const read: string[] = [];
      const record = new Proxy({ a: "1", b: "2" } as Record<string, string>, {
        get(target, key, receiver) {
          read.push(`get ${String(key)}`);
          return Reflect.get(target, key, receiver) as unknown;
        },
        ownKeys(target) {
          read.push("keys");
          return Reflect.ownKeys(target);
        },
      });
      const seen = [...new c.Headers(record)];
      const failing = {
        get a(): string {
          throw new RangeError("by the getter");
        },
      };
      const error = await outcomes({ getter: () => new c.Headers(failing) });
      return [seen, read.filter((line) => !line.includes("Symbol")), error];
    },
    [
      [
        ["a", "1"],
        ["b", "2"],
      ],
      ["keys", "get a", "get b"],
      { getter: "throws RangeError" },
    ],
  ),
  standard(
    "headers-custom-iterator",
    "new Headers(headers) goes by the iterator of what it is given",
    (c) => {
      const given = new c.Headers({ a: "1" });
      given[Symbol.iterator] = function* () {
        yield ["b", "2"];
      } as unknown as (typeof given)[typeof Symbol.iterator];
      return [...new c.Headers(given)];
    },
    [["b", "2"]],
  ),
  standard(
    "headers-values",
    "values of other types become their strings",
    (c) => {
      const headers = new c.Headers();
      const values = [0, NaN, true, null, undefined, { toString: () => "own" }, ""];
      for (const [i, value] of values.entries()) headers.set(`x-${i}`, value as string);
      return [...headers.values()];
    },
    ["0", "NaN", "true", "null", "undefined", "own", ""],
  ),
  standard(
    "headers-normalize",
    "blanks, tabs and line ends around a value are dropped, those within a line are kept",
    (c) => {
      const headers = new c.Headers({ a: " \t\r\n1 \t 2\r\n " });
      headers.append("b", "\n\t");
      headers.set("c", "  3");
      headers.append("c", "4  ");
      return [...headers];
    },
    [
      ["a", "1 \t 2"],
      ["b", ""],
      ["c", "3, 4"],
    ],
  ),
  standard(
    "headers-casing",
    "names are the same in any case, and are told in lower case",
    (c) => {
      const headers = new c.Headers({ "CONTENT-type": "a", "X-Own": "1" });
      headers.append("x-OWN", "2");
      const before = [headers.get("Content-Type"), headers.has("x-oWn"), headers.get("X-OWN")];
      headers.set("X-OWN", "3");
      headers.delete("content-TYPE");
      return [before, [...headers]];
    },
    [["a", true, "1, 2"], [["x-own", "3"]]],
  ),
  standard(
    "headers-combine",
    "append() combines with a comma and a blank, set() replaces all, delete() takes all",
    (c) => {
      const headers = new c.Headers([
        ["a", "1"],
        ["a", ""],
      ]);
      headers.append("a", "2,3");
      const appended = headers.get("a");
      headers.set("a", "4");
      const set = headers.get("a");
      headers.delete("a");
      return [appended, set, headers.get("a"), headers.has("a")];
    },
    ["1, , 2,3", "4", null, false],
  ),
  standard(
    "headers-names-bad",
    "every method refuses a name that is no token with a TypeError",
    async (c) => {
      const headers = new c.Headers();
      const told = BAD_NAMES.map((name) =>
        outcomes({
          append: () => headers.append(name, "1"),
          set: () => headers.set(name, "1"),
          get: () => headers.get(name),
          has: () => headers.has(name),
          delete: () => headers.delete(name),
        }),
      );
      return Promise.all(told);
    },
    BAD_NAMES.map(() => each(["append", "set", "get", "has", "delete"], "throws TypeError")),
  ),
  standard(
    "headers-values-bad",
    "append() and set() refuse a value with a line break, a NUL or beyond latin-1, and keep the old",
    async (c) => {
      const headers = new c.Headers({ a: "old" });
      const told = BAD_VALUES.map((value) =>
        outcomes({ append: () => headers.append("a", value), set: () => headers.set("a", value) }),
      );
      return [await Promise.all(told), headers.get("a")];
    },
    [BAD_VALUES.map(() => each(["append", "set"], "throws TypeError")), "old"],
  ),
  standard(
    "headers-values-allowed",
    "other control characters and all of latin-1 are allowed",
    (c) =>
      ["\x01", "a\tb", "\x7f", "ÿ", "\x80"].map((value) => new c.Headers({ a: value }).get("a")),
    ["\x01", "a\tb", "\x7f", "ÿ", "\x80"],
  ),
  standard(
    "headers-arguments",
    "too few arguments are a TypeError",
    (c) => {
      const headers = new c.Headers();
      const call =
        (name: "append" | "set" | "get" | "has" | "delete" | "forEach", ...given: unknown[]) =>
        () =>
          Reflect.apply(headers[name], headers, given);
      return outcomes({
        append: call("append", "a"),
        set: call("set", "a"),
        get: call("get"),
        has: call("has"),
        delete: call("delete"),
        forEach: call("forEach"),
        function: call("forEach", "no function"),
      });
    },
    each(["append", "set", "get", "has", "delete", "forEach", "function"], "throws TypeError"),
  ),
  standard(
    "headers-foreach",
    "what the function of forEach() throws goes through, and ends it",
    async (c) => {
      let calls = 0;
      const told = await outcomes({
        forEach: () =>
          new c.Headers({ a: "1", b: "2" }).forEach(() => {
            calls++;
            throw new RangeError("by the function");
          }),
      });
      return [told, calls];
    },
    [{ forEach: "throws RangeError" }, 1],
  ),
  standard(
    "headers-iterator",
    "an iterator is one of the language's, says when it is done, and stays so",
    (c) => {
      const iterator = new c.Headers({ a: "1" }).entries();
      const prototype = Object.getPrototypeOf(
        Object.getPrototypeOf([][Symbol.iterator]()),
      ) as object;
      return [
        // oxlint-disable-next-line no-prototype-builtins
        prototype.isPrototypeOf(iterator),
        ...[1, 2, 3].map(() => {
          const { done, value } = iterator.next();
          return [done, value ?? null];
        }),
      ];
    },
    [true, [false, ["a", "1"]], [true, null], [true, null]],
  ),
  standard(
    "headers-live",
    "an iterator is live: it meets what is appended ahead, and not what is deleted ahead",
    (c) => {
      const headers = new c.Headers({ a: "1", b: "2", c: "3" });
      const seen: string[] = [];
      for (const [name] of headers) {
        seen.push(name);
        if (name === "a") headers.delete("b");
        if (name === "c") headers.append("d", "4");
      }
      return seen;
    },
    ["a", "c", "d"],
  ),
  standard(
    "headers-live-behind",
    "what is deleted behind an iterator makes it skip one, what is added there makes it repeat one",
    (c) => {
      const deleting = new c.Headers({ a: "1", b: "2", c: "3" });
      const skipped: string[] = [];
      for (const [name] of deleting) {
        skipped.push(name);
        if (name === "b") deleting.delete("a");
      }
      const adding = new c.Headers({ b: "1", c: "2" });
      const repeated: string[] = [];
      for (const [name] of adding) {
        repeated.push(name);
        if (repeated.length === 1) adding.append("a", "0");
      }
      return [skipped, repeated];
    },
    [
      ["a", "b"],
      ["b", "b", "c"],
    ],
  ),
  standard(
    "headers-set-cookie",
    "set-cookie is told apart by getSetCookie() and by iterators, and combined by get()",
    (c) => {
      const headers = new c.Headers([
        ["z", "1"],
        ["Set-Cookie", "b=2"],
        ["set-cookie", "a=1"],
        ["a", "1"],
      ]);
      return [
        headers.getSetCookie(),
        headers.get("set-cookie"),
        [...headers].map((pair) => pair.join(":")),
        headers.has("SET-COOKIE"),
      ];
    },
    [["b=2", "a=1"], "b=2, a=1", ["a:1", "set-cookie:b=2", "set-cookie:a=1", "z:1"], true],
  ),
  standard(
    "headers-set-cookie-changed",
    "set() and delete() take every set-cookie, append() adds one, and the list is a copy",
    (c) => {
      const headers = new c.Headers([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]);
      headers.append("set-cookie", "c=3");
      headers.getSetCookie().push("d=4");
      const appended = headers.getSetCookie();
      headers.set("set-cookie", "e=5");
      const set = headers.getSetCookie();
      headers.delete("set-cookie");
      return [appended, set, headers.getSetCookie(), new c.Headers(headers).has("set-cookie")];
    },
    [["a=1", "b=2", "c=3"], ["e=5"], [], false],
  ),
  standard(
    "headers-set-cookie-copied",
    "copies keep each set-cookie, those of empty values and equal ones too",
    (c) => {
      const headers = new c.Headers([
        ["set-cookie", "a=1"],
        ["set-cookie", ""],
        ["set-cookie", "a=1"],
      ]);
      return [
        new c.Headers(headers).getSetCookie(),
        new c.Headers([...headers]).getSetCookie(),
        new c.Response(null, { headers }).clone().headers.getSetCookie(),
        new c.Headers(headers).get("set-cookie"),
      ];
    },
    [["a=1", "", "a=1"], ["a=1", "", "a=1"], ["a=1", "", "a=1"], "a=1, , a=1"],
  ),
  standard(
    "headers-cookie2",
    "set-cookie2 is a field like any other",
    (c) =>
      new c.Headers([
        ["set-cookie2", "a"],
        ["set-cookie2", "b"],
      ]).get("set-cookie2"),
    "a, b",
  ),
];
