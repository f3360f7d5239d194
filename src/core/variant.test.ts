import { describe, expect, test } from "vitest";
import { essenceOf, isListed } from "./compressible.ts";
import { saysNoTransform } from "./no_transform.ts";
import { varyByEncoding, variantHeaders, weakTag } from "./variant.ts";

describe("varyByEncoding()", () => {
  test.each<[string | null, string | undefined]>([
    [null, "Accept-Encoding"],
    ["", "Accept-Encoding"],
    ["Origin", "Accept-Encoding, Origin"],
    ["Origin,Cookie", "Accept-Encoding, Origin, Cookie"],
    ["X-Accept-Encoding", "Accept-Encoding, X-Accept-Encoding"],
    ["accept-encoding", undefined],
    ["Origin , ACCEPT-Encoding", undefined],
    ["*", undefined],
    ["Origin, *", undefined],
  ])("makes of %j %j (C28, C29)", (vary, expected) => {
    expect(varyByEncoding(vary)).toBe(expected);
  });
});

describe("weakTag()", () => {
  test.each<[string, string | undefined]>([
    ['"abc"', 'W/"abc"'],
    ['W/"abc"', undefined],
    ['""', 'W/""'],
  ])("makes of %s %s (C31)", (tag, expected) => {
    expect(weakTag(tag)).toBe(expected);
  });
});

describe("variantHeaders()", () => {
  const given: Record<string, string> = { etag: '"a"', vary: "Origin", "content-length": "5" };
  const changes = (encoding: "br" | null, vary: boolean): object =>
    Object.fromEntries(
      variantHeaders({ encoding, vary, reason: "" }, (name) => given[name] ?? null),
    );

  test("sets and removes what a coding asks for (C26, C28, C31)", () => {
    expect(changes("br", true)).toEqual({
      "content-encoding": "br",
      "content-length": null,
      vary: "Accept-Encoding, Origin",
      etag: 'W/"a"',
    });
  });

  test("leaves all but Vary where nothing is encoded, and all where nothing could be (C30)", () => {
    expect(changes(null, true)).toEqual({ vary: "Accept-Encoding, Origin" });
    expect(changes(null, false)).toEqual({});
  });
});

describe("saysNoTransform()", () => {
  test.each([
    "no-transform",
    "No-Transform",
    "public,no-transform",
    "public , no-transform , max-age=5",
    "no-transform=x",
    'no-transform="a, b"',
    "no-transform, max-age=abc",
    'private="a, no-transform',
    'private="a", no-transform',
    'private="a\\"", no-transform',
    'max-age=a", no-transform',
  ])("hears %j (C23 to C25)", (value) => expect(saysNoTransform(value)).toBe(true));

  test.each([
    "",
    "public",
    "x-no-transform",
    "no-transform-x",
    'private="no-transform"',
    'private="a, no-transform, b"',
    'private="a\\", no-transform"',
    "private=no-transform",
  ])("does not hear %j (C23)", (value) => expect(saysNoTransform(value)).toBe(false));
});

describe("essenceOf()", () => {
  test.each<[string, string | undefined]>([
    ["text/html", "text/html"],
    ["TEXT/HTML; charset=utf-8", "text/html"],
    ["text/html ;charset=utf-8", "text/html"],
    ["text/html ", "text/html"],
    ["image/png, text/plain", "image/png"],
    ['text/html; charset="a,b"', "text/html"],
    ["text", undefined],
    ["text/", undefined],
    ["/html", undefined],
    ["text/html charset=utf-8", undefined],
    ["", undefined],
  ])("takes out of %j %j (C17, C20)", (type, expected) => {
    expect(essenceOf(type)).toBe(expected);
  });
});

describe("isListed()", () => {
  test.each(["text/html", "application/json", "image/svg+xml", "text/event-stream"])(
    "has %s (C18, C19)",
    (type) => expect(isListed(type)).toBe(true),
  );

  test.each(["application/octet-stream", "image/png", "font/woff2", "x/y", "toString"])(
    "has no %s (C18, C19)",
    (type) => expect(isListed(type)).toBe(false),
  );
});
