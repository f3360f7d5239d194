import { describe, expect, test } from "vitest";
import { findByName, readServerName } from "./server_name.ts";

describe("readServerName()", () => {
  test.each([
    ["a.test", "a.test"],
    ["A.Test", "a.test"],
    ["*.B.test", "*.b.test"],
    ["localhost", "localhost"],
    ["xn--bcher-kva.test", "xn--bcher-kva.test"],
    ["_dmarc.a-b.test", "_dmarc.a-b.test"],
  ])("takes %j as %j (E13)", (given, name) => {
    expect(readServerName(given)).toBe(name);
  });

  test.each([
    "",
    "*",
    "*.",
    "a.*.test",
    "a*.test",
    "*.*.test",
    "a..test",
    ".test",
    "a.test.",
    "-a.test",
    "bücher.test",
    "127.0.0.1",
    "1.2.3.4",
    "::1",
    "a.test:443",
    "https://a.test",
    `${"a".repeat(64)}.test`,
    `${"a.".repeat(130)}test`,
  ])("refuses %j (E13)", (given) => {
    expect(readServerName(given)).toBeUndefined();
  });
});

describe("findByName()", () => {
  const names = new Map([
    ["a.test", 1],
    ["*.b.test", 2],
    ["x.b.test", 3],
    ["localhost", 4],
  ]);

  test.each([
    ["a.test", 1],
    ["A.TEST", 1],
    ["y.b.test", 2],
    ["x.b.test", 3],
    ["localhost", 4],
    ["b.test", undefined],
    ["x.y.b.test", undefined],
    ["*.b.test", 2],
    ["c.test", undefined],
    ["", undefined],
    [".b.test", 2],
  ])("finds for %j %j (E13)", (asked, found) => {
    expect(findByName(names, asked)).toBe(found);
  });
});
