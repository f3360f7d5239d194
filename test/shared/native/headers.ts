/**
 * E09: the headers of a request are the platform's, and cannot be changed.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { outcomeOf, sees } from "./within.ts";

const SENT = {
  headers: [
    ["x-b", "2"],
    ["X-A", " 1 "],
    ["x-b", "3"],
    ["cookie", "c=1"],
  ],
} as const;

/** Without what the client adds by itself. */
const ours = (pairs: Iterable<readonly [string, string]>): [string, string][] =>
  [...pairs]
    .filter(([name]) => name.startsWith("x-") || name === "cookie")
    .map(([name, value]) => [name, value]);

const SORTED = [
  ["cookie", "c=1"],
  ["x-a", "1"],
  ["x-b", "2, 3"],
];

const immutable = (
  id: string,
  title: string,
  of: (api: Parameters<Parameters<typeof sees>[2]>[1]) => Headers,
): InsideCase =>
  sees(
    id,
    title,
    async (request, api) => {
      const prototype = of(api);
      const { headers } = request;
      const results = [
        await outcomeOf(() => prototype.set.call(headers, "x-a", "changed")),
        await outcomeOf(() => prototype.append.call(headers, "x-a", "changed")),
        await outcomeOf(() => prototype.delete.call(headers, "x-a")),
      ];
      return [...results, headers.get("x-a")];
    },
    ["throws TypeError", "throws TypeError", "throws TypeError", "1"],
    SENT,
  );

export const headerNatives: readonly InsideCase[] = [
  sees(
    "headers-get",
    "get, has and getSetCookie tell fields in any case, joined and trimmed",
    ({ headers }) => [
      headers.get("X-A"),
      headers.get("x-b"),
      headers.get("x-none"),
      headers.has("X-B"),
      headers.has("x-none"),
      headers.getSetCookie(),
    ],
    ["1", "2, 3", null, true, false, []],
    SENT,
  ),
  sees(
    "headers-order",
    "they iterate sorted by their lower-case names",
    ({ headers }) => {
      const names = [...headers.keys()];
      return [ours(headers), JSON.stringify(names) === JSON.stringify(names.toSorted())];
    },
    [SORTED, true],
    SENT,
  ),
  sees(
    "headers-iterators",
    "entries, keys, values, forEach and Symbol.iterator agree",
    ({ headers }) => {
      const seen: [string, string][] = [];
      const self = {};
      let calls = "right";
      headers.forEach(function (this: unknown, value, name, given) {
        if (this !== self || given !== headers) calls = "wrong this or third argument";
        seen.push([name, value]);
      }, self);
      const zipped = [...headers.keys()].map((name, i) => [name, [...headers.values()][i]]);
      const all = JSON.stringify([...headers]);
      return [
        calls,
        [seen, zipped, [...headers.entries()]].map((each) => JSON.stringify(each) === all),
      ];
    },
    ["right", [true, true, true]],
    SENT,
  ),
  sees(
    "headers-iterator",
    "their iterators are iterable, and tagged as the platform's",
    ({ headers }, { natives }) => {
      const iterator = headers.entries();
      const tag = Object.prototype.toString.call(new natives.Headers().entries());
      return [
        iterator[Symbol.iterator]() === iterator,
        Object.prototype.toString.call(iterator) === tag,
      ];
    },
    [true, true],
    SENT,
  ),
  sees(
    "headers-invalid",
    "an invalid name is refused by get and has as by the platform's",
    async ({ headers }, { natives }) => {
      const told = (of: Headers): Promise<string[]> =>
        Promise.all([
          outcomeOf(() => of.get("a b")),
          outcomeOf(() => of.has("")),
          outcomeOf(() => of.get("ü")),
          outcomeOf(() => Reflect.apply(of.get, of, [])),
          outcomeOf(() => Reflect.apply(of.has, of, [])),
        ]);
      const [ours, theirs] = [await told(headers), await told(new natives.Headers())];
      return JSON.stringify(ours) === JSON.stringify(theirs) ? "alike" : { ours, theirs };
    },
    "alike",
  ),
  sees(
    "headers-convert",
    "names are converted to strings as the platform does",
    ({ headers }) => [
      headers.get({ toString: () => "x-a" } as unknown as string),
      headers.get(null as unknown as string),
    ],
    ["1", null],
    SENT,
  ),
  immutable(
    "headers-immutable",
    "set, append and delete throw a TypeError and change nothing",
    () => Headers.prototype,
  ),
  immutable(
    "headers-immutable-captured",
    "also through the methods of the class that was taken before",
    ({ natives }) => natives.Headers.prototype,
  ),
  sees(
    "headers-direct",
    "also when they are called on the object",
    async ({ headers }) => [
      await outcomeOf(() => headers.set("x-a", "changed")),
      await outcomeOf(() => headers.append("x-new", "1")),
      await outcomeOf(() => headers.delete("x-a")),
      headers.get("x-a"),
      headers.get("x-new"),
    ],
    ["throws TypeError", "throws TypeError", "throws TypeError", "1", null],
    SENT,
  ),
  sees(
    "headers-getters",
    "the methods of Headers.prototype read them",
    ({ headers }) => [
      Headers.prototype.get.call(headers, "x-a"),
      Headers.prototype.has.call(headers, "x-b"),
      ours(Headers.prototype.entries.call(headers)),
    ],
    ["1", true, SORTED],
    SENT,
  ),
  sees(
    "headers-copy",
    "new Headers(request.headers) is a copy that can be changed",
    ({ headers }, { natives }) => {
      const copies = [new Headers(headers), new natives.Headers(headers)];
      for (const copy of copies) copy.set("x-new", "1");
      return [copies.map((copy) => [ours(copy).length, copy.get("x-b")]), headers.has("x-new")];
    },
    [
      [
        [4, "2, 3"],
        [4, "2, 3"],
      ],
      false,
    ],
    SENT,
  ),
  sees(
    "headers-init",
    "they can be the headers of a new Request and of a new Response",
    (request) => [
      ours(new Request("http://other.test/", { headers: request.headers }).headers),
      ours(new Response(null, { headers: request.headers }).headers),
    ],
    [SORTED, SORTED],
    SENT,
  ),
  sees(
    "headers-object",
    "Object.fromEntries and the Map constructor take them",
    ({ headers }) => [
      (Object.fromEntries(headers) as Record<string, string>)["x-b"],
      new Map(headers).get("x-a"),
    ],
    ["2, 3", "1"],
    SENT,
  ),
];
