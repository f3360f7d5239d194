import { describe, expect, test } from "vitest";
import { fallbackAuthority, requestUrl, type TargetParts } from "./target.ts";

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

describe("requestUrl()", () => {
  test.each<[target: string, authority: string | undefined, expected: string]>([
    // Origin-form: scheme and Host make the URL (R01).
    ["/", "example.com", "http://example.com/"],
    ["/a/b?c=d&e", "example.com:81", "http://example.com:81/a/b?c=d&e"],
    ["/", "ExAmPle.COM:80", "http://example.com/"],
    ["/x", "127.0.0.1:4242", "http://127.0.0.1:4242/x"],
    ["/x", "[::1]:4242", "http://[::1]:4242/x"],
    ["/x", "example.com:", "http://example.com/x"],
    // Absolute-form wins over Host (R02), and has a path (R03).
    ["http://other.test:81/p?q", "example.com", "http://other.test:81/p?q"],
    ["HTTPS://other.test/p", "example.com", "https://other.test/p"],
    ["http://other.test", "example.com", "http://other.test/"],
    ["http://other.test?q", "example.com", "http://other.test/?q"],
    // No Host, or an empty one: the listener's (R04).
    ["/x", undefined, "http://localhost:8000/x"],
    ["/x", "", "http://localhost:8000/x"],
    ["http://other.test/p", "", "http://other.test/p"],
    // The URL is serialised and has no fragment (R07).
    ["/a/../b/./c", "h", "http://h/b/c"],
    ["/a/%2e%2e/b", "h", "http://h/b"],
    ["/../../x", "h", "http://h/x"],
    ["/.", "h", "http://h/"],
    ["/a#frag", "h", "http://h/a"],
    ["/a?b#frag", "h", "http://h/a?b"],
    ["http://h/a#frag", "h", "http://h/a"],
    // Two slashes are a path, not an authority (R08).
    ["//evil.test/p", "example.com", "http://example.com//evil.test/p"],
    ["//evil.test/../p", "example.com", "http://example.com//p"],
    ["/\\evil.test/p", "example.com", "http://example.com//evil.test/p"],
    // What the URL standard encodes (R12).
    ['/"<>^{|}`', "h", "http://h/%22%3C%3E^%7B|%7D%60"],
    ["/é", "h", "http://h/%C3%A9"],
    ["/a'b?c'd", "h", "http://h/a'b?c%27d"],
    ["/a:b@c", "h", "http://h/a:b@c"],
    ["/?", "h", "http://h/?"],
    ["/a?b?c/../d", "h", "http://h/a?b?c/../d"],
  ])("makes of %j and Host %j the URL %j", (target, authority, expected) => {
    // `^` and `|` are encoded by some engines and not by others.
    expect(url(target, authority)).toBe(new URL(expected).href);
  });

  test.each<[target: string, authority: string | undefined]>([
    // A Host that is no authority (R06, E11).
    ["/x", "a b/c?d"],
    ["/x", "good.com/x#"],
    ["/x", "good.com/x"],
    ["/x", "good.com?x"],
    ["/x", "good.com#x"],
    ["/x", "good.com\\x"],
    ["/x", "user@good.com"],
    ["/x", "user:pw@good.com"],
    ["/x", "good.com:80:80"],
    ["/x", "good.com:port"],
    ["/x", "good.com:65536"],
    ["/x", ":80"],
    ["/x", "[::1"],
    ["/x", "::1"],
    ["/x", "[zz]"],
    ["/x", "ex%2fample.com"],
    ["/x", "exämple.com"],
    ["/x", "a\tb"],
    ["/x", "1.2.3.4.5"],
    ["http://other.test/", "a b"], // RFC 9112 3.2: also where it is not used
    // Targets of no form (R10).
    ["*", "h"],
    ["foo", "h"],
    ["host:1234", "h"],
    ["", "h"],
    ["?x", "h"],
    ["/a b", "h"],
    ["/a\tb", "h"],
    ["/a\u007f", "h"],
    ["/a?b c", "h"],
    ["http://other.test/a b", "h"],
    ["ftp://other.test/", "h"],
    ["javascript:alert(1)", "h"],
    ["http:/other.test/", "h"],
    ["http:///other.test/", "h"],
    ["http://", "h"],
    ["http://a b/", "h"],
    ["http://other.test:99999/", "h"],
    // Userinfo in a received URI is an error (RFC 9110 4.2.4).
    ["http://u:p@other.test/", "h"],
    ["http://:p@other.test/", "h"],
  ])("refuses %j with Host %j", (target, authority) => {
    expect(url(target, authority)).toBeUndefined();
  });

  test("takes the scheme of the listener (R01)", () => {
    expect(url("/x", "h:443", { scheme: "https" })).toBe("https://h/x");
    expect(url("/x", "h:80", { scheme: "https" })).toBe("https://h:80/x");
  });

  test("answers OPTIONS * with a star for the path (R09)", () => {
    expect(url("*", "h", { method: "OPTIONS" })).toBe("http://h/*");
    expect(url("*", undefined, { method: "OPTIONS" })).toBe("http://localhost:8000/*");
    expect(url("*", "a b", { method: "OPTIONS" })).toBeUndefined();
  });

  test.each([
    ["host:443", "http://host:443/"],
    ["host:80", "http://host/"],
    ["[::1]:443", "http://[::1]:443/"],
  ])("reads CONNECT %s (R11)", (target, expected) => {
    expect(url(target, "h", { method: "CONNECT" })).toBe(expected);
  });

  test.each(["/path", "host", "host:", "http://host:443/", "u@host:443", "*", ""])(
    "refuses CONNECT %s (R10)",
    (target) => {
      expect(url(target, "h", { method: "CONNECT" })).toBeUndefined();
    },
  );

  test("takes a method's case as it is: connect is no CONNECT (R15)", () => {
    expect(url("host:443", "h", { method: "connect" })).toBeUndefined();
  });

  test("names a unix listener by its path, or by the Host (R13)", () => {
    const fallback = fallbackAuthority({ transport: "unix", path: "/tmp/my.sock" }, false);
    const unix = { scheme: "http+unix", fallback } as const;
    expect(url("/x?y", undefined, unix)).toBe("http+unix://%2Ftmp%2Fmy%2Esock/x?y");
    expect(url("/x", "", unix)).toBe("http+unix://%2Ftmp%2Fmy%2Esock/x");
    expect(url("/x/../y", "Host", unix)).toBe("http+unix://Host/y");
  });
});

describe("fallbackAuthority()", () => {
  test.each([
    ["127.0.0.1", 8000, false, "localhost:8000"],
    ["0.0.0.0", 8000, false, "localhost:8000"],
    ["::", 8000, false, "localhost:8000"],
    ["::1", 80, false, "localhost"],
    ["127.0.0.1", 443, true, "localhost"],
    ["127.0.0.1", 443, false, "localhost:443"],
    ["10.1.2.3", 80, true, "10.1.2.3:80"],
    ["fe80::1", 8000, false, "[fe80::1]:8000"],
  ])("names %s:%d (TLS: %s) %s (R04)", (hostname, port, secure, expected) => {
    expect(fallbackAuthority({ transport: "tcp", hostname, port }, secure)).toBe(expected);
  });

  test("encodes every other character of a unix path (R13)", () => {
    expect(fallbackAuthority({ transport: "unix", path: "a.b/ö-_~\t" }, false)).toBe(
      "a%2Eb%2F%C3%B6%2D%5F%7E%09",
    );
  });

  test("says localhost where the platform listens", () => {
    expect(fallbackAuthority({ transport: "platform" }, true)).toBe("localhost");
  });
});

test("requestUrl() forgets authorities that clients make up, and still knows its own", () => {
  for (let i = 0; i < 1000; i++) expect(url("/", `h${i}.test`)).toBe(`http://h${i}.test/`);
  expect(url("/", "h0.test")).toBe("http://h0.test/");
});
