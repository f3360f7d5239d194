import { describe, expect, test } from "vitest";
import { mendFetched } from "./fetched.ts";

/** A response as `fetch()` gives it: with a URL. */
function fetched(headers: Record<string, string>, body: string | null = "plain"): Response {
  return Object.defineProperty(new Response(body, { status: 203, headers }), "url", {
    value: "http://localhost/",
  });
}

const SEVERAL = { codings: ["gzip", "br"], several: true };
const ONE = { codings: ["gzip", "br"], several: false };

describe("mendFetched() (E09)", () => {
  test("takes off what fetch() has made untrue, and leaves the rest", async () => {
    const headers = {
      "content-encoding": "gzip",
      "content-length": "29",
      etag: '"a"',
      "x-own": "1",
    };
    const mended = mendFetched(fetched(headers), ONE);
    expect([...(mended?.headers ?? [])]).toEqual([
      ["content-type", "text/plain;charset=UTF-8"],
      ["etag", 'W/"a"'],
      ["x-own", "1"],
    ]);
    expect([mended?.status, await mended?.text()]).toEqual([203, "plain"]);
  });

  test("takes off what is between it and the server behind", () => {
    const headers = { connection: "close, X-Hop", "x-hop": "1", "keep-alive": "5", "x-own": "1" };
    const mended = mendFetched(fetched(headers, null), ONE);
    expect([[...(mended?.headers ?? [])], mended?.body]).toEqual([[["x-own", "1"]], null]);
  });

  test.each([
    ["GZIP", ONE, true],
    ["br", ONE, true],
    ["gzip, br", SEVERAL, true],
    ["gzip, br", ONE, false],
    ["own", ONE, false],
    ["gzip, own", SEVERAL, false],
    ["", SEVERAL, false],
  ])("%j with %j: %j", (coding, decoding, mended) => {
    const response = mendFetched(fetched({ "content-encoding": coding }), decoding);
    expect(response !== undefined).toBe(mended);
  });

  test("leaves what fetch() did not make, what is not encoded, and what has no body", () => {
    const encoded = { "content-encoding": "gzip" };
    expect(mendFetched(new Response("x", { headers: encoded }), ONE)).toBeUndefined();
    expect(mendFetched(fetched({}), ONE)).toBeUndefined();
    expect(mendFetched(fetched(encoded, null), ONE)).toBeUndefined();
  });
});
