import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FakeHost } from "../../test/unit/fake_host.ts";
import { decide, type Candidate, type CompressionSettings } from "./compression.ts";
import { compressionSettings, readCompression } from "./compression_options.ts";
import type { CompressionOptions } from "./types.ts";

const settings = (options: CompressionOptions = {}): CompressionSettings =>
  compressionSettings(readCompression(options), new FakeHost());

interface Given {
  status?: number;
  size?: number | undefined;
  accept?: string | null;
  headers?: Record<string, string>;
}

const candidate = (given: Given): Candidate => ({
  status: given.status ?? 200,
  size: "size" in given ? given.size : 1000,
  header: (name) => ({ "content-type": "text/html", ...given.headers })[name] ?? null,
  accepts: () => (given.accept === undefined ? "gzip, br" : given.accept),
});

const decided = (given: Given, options?: CompressionOptions): ReturnType<typeof decide> =>
  decide(candidate(given), settings(options));

describe("decide()", () => {
  test("names the coding, which is also the reason (E05)", () => {
    expect(decided({})).toEqual({ encoding: "br", vary: true, reason: "br" });
    expect(decided({ accept: "gzip" })).toEqual({ encoding: "gzip", vary: true, reason: "gzip" });
  });

  test("does nothing where it is switched off (C01)", () => {
    const reason = "skipped: automaticCompression is off";
    expect(decide(candidate({}), undefined)).toEqual({ encoding: null, vary: false, reason });
  });

  test.each<[string, Given]>([
    ["status 204 has no body", { status: 204 }],
    ["status 101 has no body", { status: 101 }],
    ["no body", { size: 0 }],
    ["not larger than 64 bytes", { size: 64 }],
    ["not larger than 64 bytes", { size: undefined, headers: { "content-length": "64" } }],
    ["content-encoding is set", { headers: { "content-encoding": "" } }],
    ["content-range is set", { headers: { "content-range": "" } }],
    ["content-type image/png", { headers: { "content-type": "image/png" } }],
    ["cache-control no-transform", { headers: { "cache-control": "public, No-Transform" } }],
    ["content-digest is set", { headers: { "content-digest": "x" } }],
    ["repr-digest is set", { headers: { "repr-digest": "x" } }],
    ["content-md5 is set", { headers: { "content-md5": "x" } }],
    ["digest is set", { headers: { digest: "x" } }],
  ])("leaves a response alone: %s (C14 to C25, C32, C35, C43)", (reason, given) => {
    expect(decided(given)).toEqual({ encoding: null, vary: false, reason: `skipped: ${reason}` });
  });

  test.each<[string, Given]>([
    ["accept-encoding is missing", { accept: null }],
    ["accept-encoding is missing", { accept: " " }],
    ["accept-encoding names nothing that is offered", { accept: "deflate, *" }],
    ["accept-encoding prefers identity", { accept: "identity, br;q=0.5" }],
    ["status 304 has no body", { status: 304, size: 0 }],
  ])("tells caches where the request decided: %s (C30, C35)", (reason, given) => {
    expect(decided(given)).toEqual({ encoding: null, vary: true, reason: `skipped: ${reason}` });
  });

  test.each<[string, Given]>([
    ["65 bytes", { size: 65 }],
    ["a stream", { size: undefined }],
    ["a stream of 65 bytes", { size: undefined, headers: { "content-length": "65" } }],
    ["a stream of no valid length", { size: undefined, headers: { "content-length": "4x" } }],
    ["a 206", { status: 206 }],
    ["a 500", { status: 500 }],
  ])("compresses %s (C14, C15, C22, C34)", (_what, given) => {
    expect(decided(given).encoding).toBe("br");
  });

  test("knows a 304's size by its Content-Length (C35)", () => {
    const small = { status: 304, size: 0, headers: { "content-length": "64" } };
    expect(decided(small).vary).toBe(false);
  });

  test("leaves streams alone where they cannot be flushed (C37)", () => {
    const host = new FakeHost();
    const unflushed = compressionSettings(
      readCompression({}),
      Object.assign(host, { encoder: undefined }),
    );
    expect(decide(candidate({ size: undefined }), unflushed).reason).toBe(
      "skipped: streams cannot be flushed",
    );
    expect(decide(candidate({}), unflushed).encoding).toBe("br");
  });

  test("obeys the options (E05)", () => {
    expect(decided({}, { encodings: ["gzip"] }).encoding).toBe("gzip");
    expect(decided({}, { encodings: ["gzip", "br"] }).encoding).toBe("gzip");
    expect(decided({ size: 1000 }, { threshold: 1000 }).reason).toBe(
      "skipped: not larger than 1000 bytes",
    );
    expect(decided({ size: 1 }, { threshold: 0 }).encoding).toBe("br");
    expect(decided({}, { types: ["text/plain"] }).reason).toBe("skipped: content-type text/html");
    expect(decided({}, { types: ["TEXT/*"] }).encoding).toBe("br");
    const seen: unknown[] = [];
    const types = (type: string, listed: boolean): boolean => seen.push([type, listed]) > 0;
    expect(decided({ headers: { "content-type": "Image/PNG; a=b" } }, { types }).encoding).toBe(
      "br",
    );
    expect(seen).toEqual([["image/png", false]]);
  });

  test("gives the same answer from memory, however many clients there are", () => {
    const remembering = settings();
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("text/html", "image/png", "x"), (accept, type) => {
        const given = candidate({ accept, headers: { "content-type": type } });
        expect(decide(given, remembering)).toEqual(decide(given, settings()));
        expect(decide(given, remembering)).toEqual(decide(given, settings()));
        expect(remembering.choices.size).toBeLessThanOrEqual(200);
      }),
      { numRuns: 1000 },
    );
  });
});
