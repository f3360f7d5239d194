import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainUrl, requestUrl, type TargetParts } from "./target.ts";

describe("plainUrl()", () => {
  const known = (authority: string): void => {
    const rest = { method: "GET", target: "/", scheme: "http", fallback: "localhost" } as const;
    requestUrl({ ...rest, authority }); // the request before
  };

  test("gives the URL of a plain target for the authority of the request before", () => {
    known("example.com:81");
    for (const target of ["/", "/a/b.c?d=e%20&f=/g?", "/a", "/a"]) {
      const given = `http://example.com:81${target}`;
      expect(plainUrl("http", "example.com:81", given)).toBe(given);
    }
  });

  test("normalises the authority as requestUrl() does", () => {
    known("ExAmPle.com:80");
    expect(plainUrl("http", "ExAmPle.com:80", "http://ExAmPle.com:80/a")).toBe(
      "http://example.com/a",
    );
    expect(plainUrl("http", "ExAmPle.com:80", "http://ExAmPle.com:80/a")).toBe(
      "http://example.com/a",
    );
  });

  test.each<[why: string, scheme: TargetParts["scheme"], authority: string, url: string]>([
    ["another authority", "http", "other.test", "http://other.test/"],
    ["another scheme", "https", "example.com", "https://example.com/"],
    ["absolute-form", "http", "example.com", "http://other.test/"],
    ["another authority that begins alike", "http", "example.com", "http://example.com.evil/"],
    ["a port behind it", "http", "example.com", "http://example.com:81/"],
    ["userinfo", "http", "example.com", "http://example.com@evil/"],
    ["no path", "http", "example.com", "http://example.com"],
    ["a query without a path", "http", "example.com", "http://example.com?a"],
    ["a target that is no path", "http", "example.com", "http://example.com*"],
    ["a dot segment", "http", "example.com", "http://example.com/a/../b"],
    ["an encoded dot segment", "http", "example.com", "http://example.com/a/%2e%2e/b"],
    ["a name that begins with a dot", "http", "example.com", "http://example.com/.a"],
    ["a fragment", "http", "example.com", "http://example.com/a#b"],
    ["a backslash", "http", "example.com", "http://example.com/a\\b"],
    ["a quote", "http", "example.com", "http://example.com/a'b"],
    ["a space", "http", "example.com", "http://example.com/a b"],
    ["a byte beyond ASCII", "http", "example.com", "http://example.com/\u00e9"],
    ["a line end", "http", "example.com", "http://example.com/a\n"],
  ])("looks closer at %s", (_why, scheme, authority, given) => {
    known("example.com");
    plainUrl("http", "example.com", "http://example.com/");
    expect(plainUrl(scheme, authority, given)).toBeUndefined();
  });

  test("does not take the URL of one authority for that of the next", () => {
    known("a.test");
    expect(plainUrl("http", "a.test", "http://a.test/x")).toBe("http://a.test/x");
    known("b.test");
    expect(plainUrl("http", "b.test", "http://a.test/x")).toBeUndefined();
    expect(plainUrl("http", "a.test", "http://a.test/x")).toBeUndefined();
  });

  test("gives nothing, or what requestUrl() gives of the parts, whatever came before (E11)", () => {
    const authority = fc.constantFrom("example.com", "EXAMPLE.com:80", "example.com:81", "[::1]");
    const scheme = fc.constantFrom("http", "https");
    const piece = fc.constantFrom(..."/ // . .. %2e ? # a b=c é @ ' :81 // \\ %20".split(" "));
    const target = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join("")}`);
    const request = fc.record({ authority, scheme, target });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 6 }), (requests) => {
        for (const parts of requests) {
          const url = `${parts.scheme}://${parts.authority}${parts.target}`;
          const plain = plainUrl(parts.scheme, parts.authority, url);
          const whole = requestUrl({ ...parts, method: "GET", fallback: "localhost" });
          if (plain !== undefined) expect(plain).toBe(whole);
        }
      }),
      { numRuns: 500 },
    );
  });
});
