import { describe, expect, test } from "vitest";
import { vetRequest } from "./vet.ts";

const CONTEXT = { scheme: "http", fallback: "localhost:8000" } as const;

/** As a host hands it over: the URL that its parser made, and the headers. */
function vet(url: string, headers: Record<string, string>, method = "GET"): string | undefined {
  const native = { method, url, headers: new Headers(headers) } as Request;
  return vetRequest(native, CONTEXT);
}

describe("vetRequest()", () => {
  test.each<[url: string, host: string | undefined, expected: string]>([
    ["http://example.com/a?b", "example.com", "http://example.com/a?b"],
    ["http://ExAmPle.com:80/a/../b", "ExAmPle.com:80", "http://example.com/b"],
    ["http://example.com", "example.com", "http://example.com/"],
    ["http://other.test:81/p", "example.com", "http://other.test:81/p"], // absolute-form (R02)
    ["/a", undefined, "http://localhost:8000/a"], // Bun without a Host (R04)
    ["http://0.0.0.0:8000/a", undefined, "http://localhost:8000/a"],
    ["http://0.0.0.0:8000", "", "http://localhost:8000/"],
    ["http://a.test/b?c", undefined, "http://a.test/b?c"], // HTTP/2 (R14)
    ["https://a.test:81", undefined, "https://a.test:81/"],
    ["http://example.com//evil.test/p", "example.com", "http://example.com//evil.test/p"],
  ])("makes of %s with Host %s %s", (url, host, expected) => {
    expect(vet(url, host === undefined ? {} : { host })).toBe(expected);
  });

  test.each<[url: string, host: string]>([
    ["http://good.com/x#/y", "good.com/x#"],
    ["http://a b/c", "a b/c"],
    ["http://example.comfoo", "example.com"], // workerd glues the target to the Host (R10)
    ["http://example.com*", "example.com"],
  ])("refuses %s with Host %s (R06, R10)", (url, host) => {
    expect(vet(url, { host })).toBeUndefined();
  });

  test("knows OPTIONS * where the host glues the star to the Host (R09)", () => {
    expect(vet("http://h*", { host: "h" }, "OPTIONS")).toBe("http://h/*");
  });

  test.each<[Record<string, string>]>([
    [{ "transfer-encoding": "gzip, chunked" }],
    [{ "transfer-encoding": "identity" }],
    [{ "transfer-encoding": "chunked, chunked" }],
    [{ "transfer-encoding": "chunked", "content-length": "5" }],
  ])("refuses %j (R54, R55)", (headers) => {
    expect(vet("http://h/", { host: "h", ...headers }, "POST")).toBeUndefined();
  });

  test.each(["chunked", "CHUNKED"])("lets transfer-encoding %s through (R34)", (coding) => {
    const headers = { host: "h", "transfer-encoding": coding };
    expect(vet("http://h/", headers, "POST")).toBe("http://h/");
  });

  test.each<[headers: Record<string, string>, served: boolean]>([
    [{}, true],
    [{ "content-length": "0" }, true],
    [{ "content-length": "5" }, false],
    [{ "transfer-encoding": "chunked" }, false],
  ])(
    "of a CONNECT with %j makes a URL (%s) where nobody reads its body (R31)",
    (headers, served) => {
      const parts = { method: "CONNECT", url: "http://h:443/", headers: new Headers(headers) };
      const native = parts as Request;
      expect(vetRequest(native, { ...CONTEXT, connectBodies: false }) !== undefined).toBe(served);
      expect(vetRequest(native, CONTEXT)).toBe("http://h:443/");
    },
  );
});
