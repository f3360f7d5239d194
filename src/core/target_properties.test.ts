import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requestUrl, type TargetParts } from "./target.ts";

const url = (
  target: string,
  authority?: string,
  more: Partial<TargetParts> = {},
): string | undefined =>
  requestUrl({
    method: "GET",
    target,
    authority,
    scheme: "http",
    fallback: "localhost:8000",
    ...more,
  });

// Strings that come close to URLs, and strings of anything.
const piece = fc.constantFrom(
  ..."/ // . .. %2e %2f ? # @ : \\ a b.c [::1] 80 http:// https: é \t % ' * &= %zz".split(" "),
);
const likely = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(""));
const text = fc.oneof(likely, fc.string({ unit: "binary" }), fc.webUrl(), fc.webPath());
const authority = fc.oneof(
  fc.constantFrom("example.com", "example.com:81", "[::1]", undefined, ""),
  fc.webAuthority(),
  text,
);
const method = fc.constantFrom("GET", "OPTIONS", "CONNECT", "POST");
const scheme = fc.constantFrom("http", "https", "http+unix");
const parts = fc.record({
  method,
  target: text,
  authority,
  scheme,
  fallback: fc.constant("localhost:1"),
});

describe("requestUrl() of anything", () => {
  test("never throws, and gives nothing or a serialised URL without fragment and userinfo (R07)", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const made = requestUrl(given);
        if (made === undefined) return;
        const parsed = new URL(made);
        expect(parsed.href).toBe(made);
        expect([parsed.hash, parsed.username, parsed.password]).toEqual(["", "", ""]);
        expect(made).not.toContain("#");
      }),
      { numRuns: 1000 },
    );
  });

  test("has the host of the Host field in origin-form, and its path is the target's alone (E11)", () => {
    const origin = fc.record({ authority, target: text.map((it) => `/${it}`) });
    fc.assert(
      fc.property(origin, ({ authority: host, target }) => {
        const made = url(target, host);
        if (made === undefined) return;
        const parsed = new URL(made);
        expect(parsed.host).toBe(new URL(`http://${host || "localhost:8000"}`).host);
        const alone = new URL(url(target, "h")!);
        expect(parsed.pathname + parsed.search).toBe(alone.pathname + alone.search);
      }),
      { numRuns: 1000 },
    );
  });

  test("has the authority of the target in absolute-form, whatever the Host (R02)", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (target) => {
        const made = url(target, "example.com");
        if (made !== undefined) expect(new URL(made).host).toBe(new URL(target).host);
      }),
    );
  });

  test("gives on the fast path what the URL parser gives", () => {
    fc.assert(
      fc.property(text, scheme, (tail, by) => {
        const target = `/${tail}`;
        const made = url(target, "example.com", { scheme: by });
        if (made === undefined) return;
        expect(made).toBe(new URL(`${by}://example.com${target.split("#", 1)[0]}`).href);
      }),
      { numRuns: 1000 },
    );
  });
});
