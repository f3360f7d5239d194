import { describe, expect, test } from "vitest";
import { adopt, isForeign } from "./foreign.ts";

const text = async (): Promise<string> => "";

describe("isForeign() (P03)", () => {
  test.each<[string, unknown, boolean]>([
    ["all members", { status: 200, headers: [], body: null, text }, true],
    ["no status", { headers: [], body: null, text }, false],
    ["a status that is no integer", { status: "200", headers: [], body: null, text }, false],
    ["headers that cannot be iterated", { status: 200, headers: {}, body: null, text }, false],
    ["no headers", { status: 200, body: null, text }, false],
    ["no body", { status: 200, headers: [], text }, false],
    ["no text()", { status: 200, headers: [], body: null }, false],
    ["the platform's class", new Response(), false],
    ["nothing", null, false],
    ["a string", "text", false],
  ])("of a value with %s", (_what, value, foreign) => {
    expect(isForeign(value)).toBe(foreign);
  });
});

describe("adopt() (P03)", () => {
  /** Notes what is asked of it. */
  function source(log: string[], chunks: string[]): AsyncIterable<Uint8Array> {
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          log.push("next");
          const chunk = chunks.shift();
          return chunk === undefined
            ? { done: true, value: undefined }
            : { done: false, value: new TextEncoder().encode(chunk) };
        },
        async return() {
          log.push("return");
          return { done: true, value: undefined };
        },
      }),
    };
  }
  const of = (body: AsyncIterable<Uint8Array> | null, status = 201): Response =>
    adopt({
      status,
      statusText: "Fine",
      headers: [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
      body,
    });

  test("takes status, text, every header and the body", async () => {
    const response = of(source([], ["one,", "two"]));
    expect([response.status, response.statusText]).toEqual([201, "Fine"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("one,two");
  });

  test("takes one without a body", () => {
    expect(of(null, 204).body).toBeNull();
  });

  test("takes a stream as it is", () => {
    const stream = new ReadableStream<Uint8Array>();
    expect(of(stream as never).body).toBe(stream);
  });

  test("asks for a chunk when one is read, and no sooner (P39)", async () => {
    const log: string[] = [];
    const reader = of(source(log, ["one", "two"])).body!.getReader();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log).toEqual([]);
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log).toEqual(["next"]);
  });

  test("tells its source when nobody wants the rest (P36)", async () => {
    const log: string[] = [];
    await of(source(log, ["one"])).body!.cancel("gone");
    expect(log).toEqual(["return"]);
  });
});
