import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseLength,
  planFraming,
  sayClose,
  saysClose,
  type Framing,
  type FramingInput,
} from "./framing.ts";

const STATIC = { hasBody: true, size: 5 };
const STREAM = { hasBody: true, size: undefined };
const NONE = { hasBody: false, size: 0 };

function plan(input: Partial<FramingInput>): Framing {
  const base = { method: "GET", status: 200, http10: false, declared: null, forceChunked: false };
  return planFraming({ ...base, ...STREAM, ...input });
}

const nothing = {
  sendBody: false,
  contentLength: undefined,
  chunked: false,
  closeDelimited: false,
};
const length = (contentLength: number): Framing => ({ ...nothing, sendBody: true, contentLength });

describe("planFraming()", () => {
  test.each<[name: string, input: Partial<FramingInput>, expected: Framing]>([
    ["counts a body of known size (P12)", STATIC, length(5)],
    ["counts an empty one (P12)", { hasBody: true, size: 0 }, length(0)],
    ["says 0 without a body (P13)", NONE, { ...nothing, contentLength: 0 }],
    ["says 0 for 205 (P21)", { ...NONE, status: 205 }, { ...nothing, contentLength: 0 }],
    ["chunks a stream (P15)", STREAM, { ...nothing, sendBody: true, chunked: true }],
    ["says nothing for 204 (P20)", { ...NONE, status: 204, declared: "9" }, nothing],
    ["says nothing for 304 (P20)", { ...NONE, status: 304, declared: "9" }, nothing],
    ["corrects a declared length (P22)", { ...STATIC, declared: "9" }, length(5)],
    ["corrects an invalid one (P22)", { ...STATIC, declared: "5, 5" }, length(5)],
    ["frames a stream by its declared length (P23)", { declared: "9" }, length(9)],
    ["frames a stream by 0 (P23)", { declared: "0" }, length(0)],
  ])("%s", (_name, input, expected) => {
    expect(plan(input)).toEqual(expected);
  });

  test.each(["", "x", "-1", "+5", "0x5", "5.0", "5, 5", " 5", "5 5", "1e3", `${2 ** 53}`])(
    "chunks a stream whose declared length is %j (P24)",
    (declared) => {
      expect(plan({ declared })).toEqual({ ...nothing, sendBody: true, chunked: true });
    },
  );

  test("never chunks for HTTP/1.0: the close delimits a stream (P26)", () => {
    const http10 = true;
    expect(plan({ http10 })).toEqual({ ...nothing, sendBody: true, closeDelimited: true });
    expect(plan({ http10, ...STATIC })).toEqual(length(5));
    expect(plan({ http10, declared: "9" })).toEqual(length(9));
  });

  test.each<[name: string, input: Partial<FramingInput>, contentLength: number | undefined]>([
    ["the length of a static body", STATIC, 5],
    ["the real length, not the declared one", { ...STATIC, declared: "9" }, 5],
    ["the declared length of a stream", { declared: "9" }, 9],
    ["the declared length without a body", { ...NONE, declared: "9" }, 9],
    ["nothing without a body", NONE, undefined],
    ["nothing for a stream", STREAM, undefined],
    ["nothing for 204", { ...NONE, status: 204, declared: "9" }, undefined],
  ])("tells HEAD %s (P18)", (_name, input, contentLength) => {
    expect(plan({ method: "HEAD", ...input })).toEqual({ ...nothing, contentLength });
  });

  test("chunks what the handler wants chunked, and counts nothing (P25)", () => {
    const chunked = { ...nothing, sendBody: true, chunked: true };
    for (const body of [STATIC, STREAM, { declared: "9" }]) {
      expect(plan({ ...body, forceChunked: true })).toEqual(chunked);
    }
    expect(plan({ ...STATIC, forceChunked: true, status: 204 })).toEqual(nothing);
    expect(plan({ ...STATIC, forceChunked: true, method: "HEAD" })).toEqual(nothing);
    expect(plan({ ...STATIC, forceChunked: true, http10: true }).closeDelimited).toBe(true);
  });

  test("takes a method's case as it is (R15)", () => {
    expect(plan({ method: "head" }).sendBody).toBe(true);
  });

  test("always delimits what it sends in exactly one way", () => {
    const inputs = fc.record({
      method: fc.constantFrom("GET", "HEAD", "POST"),
      status: fc.constantFrom(200, 204, 205, 304, 404),
      http10: fc.boolean(),
      declared: fc.constantFrom(null, "0", "5", "x", ""),
      size: fc.constantFrom(undefined, 0, 5),
      hasBody: fc.boolean(),
      forceChunked: fc.boolean(),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const { sendBody, contentLength, chunked, closeDelimited } = planFraming(input);
        const ways = [contentLength !== undefined, chunked, closeDelimited].filter(Boolean).length;
        expect(ways).toBeLessThanOrEqual(1);
        if (sendBody) expect(ways).toBe(1);
        if (input.http10) expect(chunked).toBe(false);
      }),
    );
  });
});

describe("parseLength()", () => {
  test("takes digits alone, and what can be counted exactly (P24, RFC 9110 8.6)", () => {
    const likely = fc.string({ unit: fc.constantFrom(..."0159 +-.xe,"), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(likely, fc.nat().map(String), fc.bigInt().map(String)), (value) => {
        const length = parseLength(value);
        const exact = /^[0-9]+$/.test(value) && BigInt(value) <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(length === undefined ? undefined : BigInt(length)).toBe(
          exact ? BigInt(value) : undefined,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("saysClose()", () => {
  test("finds the option among others, in any case, and no part of another (P32)", () => {
    const option = fc.constantFrom("close", "Close", "CLOSE", "keep-alive", "closed", "x-close");
    const comma = fc.constantFrom(",", ", ", " ,\t");
    fc.assert(
      fc.property(fc.array(option, { maxLength: 4 }), comma, (options, by) => {
        const wanted = options.some((it) => it.toLowerCase() === "close");
        expect(saysClose(options.join(by))).toBe(wanted);
      }),
    );
  });
});

describe("sayClose()", () => {
  test("says it on the response itself (X08)", () => {
    const response = new Response("a");
    expect(sayClose(response)).toBe(response);
    expect(response.headers.get("connection")).toBe("close");
  });

  test("makes another of one whose headers cannot be changed", async () => {
    const immutable = new Response("a", { status: 201 });
    Object.defineProperty(immutable, "headers", {
      value: Object.assign(new Headers({ "x-a": "b" }), {
        set() {
          throw new TypeError("immutable");
        },
      }),
    });
    const made = sayClose(immutable);
    expect([made.status, made.headers.get("x-a"), made.headers.get("connection")]).toEqual([
      201,
      "b",
      "close",
    ]);
    expect(await made.text()).toBe("a");
  });
});
