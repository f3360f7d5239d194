import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requestHeaders } from "../request.ts";
import { asPairs, changed, copyHeaders, linesOf, valueOf } from "./header_lines.ts";
import { LazyHeaders } from "./headers.ts";

const NAMES = "x-a X-A x-b cookie Cookie set-cookie content-type Content-Type Vary ETag Connection";
const name = fc.oneof(
  fc.constantFrom(...NAMES.split(" "), "Content-Length", "cache-control", "x b", "", "é"),
  fc.string({ maxLength: 4 }),
);
const value = fc.oneof(
  fc.constantFrom("", "1", " padded\t", "a, b", "text/plain", "é", "\u0001", "a\nb", "Ω"),
  fc.string({ maxLength: 6, unit: "binary" }),
);
const pairs = fc.array(fc.tuple(name, value), { maxLength: 6 });

const entries = (init: HeadersInit): [string, string][] => [...new Headers(init)];

describe("copyHeaders() of anything", () => {
  const given = fc.oneof(pairs, pairs.map(Object.fromEntries<string>), pairs.map(valid));
  const type = fc.constantFrom(undefined, "text/plain;charset=UTF-8", "application/json");

  test("gives nothing, or the fields that the platform makes of it (E09, P16, P30)", () => {
    fc.assert(
      fc.property(given, type, (init, own) => {
        const lines = copyHeaders(init, own);
        if (lines === undefined) return;
        const wanted = new Headers(init);
        if (own !== undefined && !wanted.has("content-type")) wanted.set("content-type", own);
        expect(entries(asPairs(lines))).toEqual([...wanted]);
      }),
      { numRuns: 500 },
    );
  });

  test("notices what the lines of the same Headers notice (C19, P22, P32)", () => {
    fc.assert(
      fc.property(given, (init) => {
        const lines = copyHeaders(init, undefined);
        if (lines === undefined) return;
        const { special, telling, type: told } = linesOf(new Headers(init));
        expect([lines.special, lines.telling]).toEqual([special, telling]);
        if (told !== undefined) expect(told.endsWith(lines.type!)).toBe(true);
        else expect(lines.type).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test("keeps what was not changed, and nothing of what was (C28)", () => {
    const changes = fc.subarray(["vary", "etag", "content-length"]);
    fc.assert(
      fc.property(given, changes, fc.option(value), (init, fields, to) => {
        const lines = copyHeaders(init, undefined);
        if (lines === undefined) return;
        const after = changed(
          lines,
          fields.map((field) => [field, to]),
        );
        for (const field of fields) expect(valueOf(after, field)).toBe(to);
        const others = ({ flat }: typeof lines): string[] =>
          flat.filter((_, i) => !fields.includes(flat[i - (i % 2)]!.toLowerCase()));
        expect(others(after)).toEqual(others(lines));
      }),
      { numRuns: 500 },
    );
  });
});

/** What the platform takes of the pairs. */
function valid(all: [string, string][]): Headers {
  const headers = new Headers();
  for (const [field, text] of all) {
    try {
      headers.append(field, text);
    } catch {
      // No name, or no value.
    }
  }
  return headers;
}

describe("LazyHeaders of anything", () => {
  test("reads single fields as the genuine headers do (R18 to R20)", () => {
    const line = fc.tuple(
      fc.constantFrom("x-a", "X-A", "cookie", "Cookie", "set-cookie", "accept"),
      fc.constantFrom("", "1", "a=b", "x, y"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const flat = lines.flat();
        const [lazy, genuine] = [new LazyHeaders(flat), requestHeaders(flat)];
        for (const field of ["X-a", "cookie", "Set-Cookie", "accept", "none"]) {
          expect([lazy.get(field), lazy.has(field)]).toEqual([
            genuine.get(field),
            genuine.has(field),
          ]);
        }
      }),
    );
  });
});
