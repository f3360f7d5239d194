import { describe, expect, test } from "vitest";
import { Native, useKnownBodies } from "../../test/unit/use_known_bodies.ts";
import { installKnownBodies, isAsMade, knownBody, touch } from "./known_bodies.ts";

const nativeHeadersOf = (body?: BodyInit): string | null =>
  new Native(body).headers.get("content-type");

useKnownBodies();

describe("installKnownBodies()", () => {
  test("leaves a Response that looks like the platform's", async () => {
    expect(Response).not.toBe(Native);
    expect(Response.name).toBe("Response");
    expect(Response.length).toBe(Native.length);
    expect(Response.prototype).toBe(Native.prototype);
    const response = new Response("text", { status: 201, headers: { "x-a": "b" } });
    expect(response).toBeInstanceOf(Response);
    expect(response).toBeInstanceOf(Native);
    expect(response.constructor).toBe(Response);
    expect([response.status, response.headers.get("x-a")]).toEqual([201, "b"]);
    expect(await response.text()).toBe("text");
    expect(Response.error().type).toBe("error");
    expect(Response.redirect("http://a/").status).toBe(302);
  });

  test("once: a second call changes nothing", () => {
    const before = Response;
    installKnownBodies({
      untypedStrings: false,
      sharesBytes: false,
      halfCharacters: false,
      usesUnseen: true,
    });
    expect(Response).toBe(before);
  });

  test("validates as the platform does (P27, P30)", () => {
    expect(() => new Response("x", { status: 42 })).toThrow(RangeError);
    expect(() => new Response("x", { status: 204 })).toThrow(TypeError);
    expect(() => new Response("x", { headers: { "a b": "c" } })).toThrow(TypeError);
    expect(() => (Response as unknown as () => void)()).toThrow(TypeError);
  });

  test("can be subclassed (P01)", async () => {
    class Mine extends Response {
      readonly mine = true;
    }
    const response = new Mine("text");
    expect(response).toBeInstanceOf(Mine);
    expect(response.mine).toBe(true);
    expect(knownBody(response)?.size).toBe(4);
    expect(await response.text()).toBe("text");
  });

  test.each<[string, BodyInit | undefined]>([
    ["a string", "x"],
    ["bytes", new Uint8Array(1)],
    ["parameters", new URLSearchParams("a=b")],
    ["a Blob", new Blob(["x"], { type: "a/b" })],
    ["nothing", undefined],
  ])("gives %s the platform's content type (P16)", (_name, body) => {
    expect(new Response(body).headers.get("content-type")).toBe(nativeHeadersOf(body));
  });
});

describe("knownBody()", () => {
  const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);

  test.each<[string, BodyInit, number]>([
    ["ASCII", "hello", 5],
    ["UTF-8", "héllo €😀", 14],
    ["lone surrogates, which become U+FFFD", "\ud800a\udc00", 7],
    ["an empty string", "", 0],
    ["bytes", new Uint8Array(3), 3],
    ["a part of a buffer", view, 2],
    ["a DataView", new DataView(new ArrayBuffer(8), 2, 4), 4],
    ["an ArrayBuffer", new ArrayBuffer(7), 7],
    ["a Blob", new Blob(["héllo"]), 6],
    ["parameters", new URLSearchParams({ a: "é b" }), 10],
  ])("counts %s (P12)", async (_name, body, size) => {
    const response = new Response(body);
    expect(knownBody(response)).toMatchObject({ size, stream: false });
    expect((await response.arrayBuffer()).byteLength).toBe(size);
  });

  test("knows a stream for one, and what has no body (P13, P15)", () => {
    expect(knownBody(new Response(new ReadableStream()))).toMatchObject({
      size: undefined,
      stream: true,
    });
    for (const body of [null, undefined]) {
      expect(knownBody(new Response(body))).toMatchObject({ size: 0, stream: false });
    }
  });

  test("counts what Response.json made, with its type (P16)", async () => {
    const response = Response.json({ a: "é" }, { status: 404 });
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.status).toBe(404);
    expect(knownBody(response)?.size).toBe(10);
    expect(await response.json()).toEqual({ a: "é" });
    expect(() => Response.json(undefined)).toThrow(TypeError);
  });

  test("knows nothing of what was made by other means", () => {
    expect(knownBody(new Native("x"))).toBeUndefined();
    expect(knownBody(new Response(new FormData()))).toBeUndefined(); // its boundary decides
  });

  test("knows of a copy what is known of the original, but for its headers", async () => {
    const response = new Response("héllo", { headers: { "x-a": "b" } });
    const copy = response.clone();
    expect(knownBody(copy)).toMatchObject({ size: 6, stream: false, plain: false });
    expect([isAsMade(response), isAsMade(copy)]).toEqual([false, false]);
    expect(knownBody(new Response(new ReadableStream()).clone())).toMatchObject({ stream: true });
    expect(knownBody(new Response(null).clone())).toMatchObject({ none: true });
    expect(knownBody(new Native("x").clone())).toBeUndefined();
    expect(await copy.text()).toBe("héllo");
  });
});

describe("isAsMade()", () => {
  test("is true for a Response that nobody has had in hand", () => {
    expect(isAsMade(new Response("x"))).toBe(true);
    expect(isAsMade(new Response("x", { status: 404, headers: { "x-a": "b" } }))).toBe(true);
    expect(isAsMade(Response.json({}))).toBe(true);
  });

  test.each<[string, (response: Response) => unknown]>([
    ["its headers were looked at", ({ headers }) => headers],
    ["its body was looked at", ({ body }) => body],
    ["it was read", (response) => response.text()],
    ["it was read in another way", (response) => response.arrayBuffer()],
    ["it was copied", (response) => response.clone()],
    ["somebody says so", touch],
  ])("is false when %s", async (_name, use) => {
    const response = new Response("x");
    await use(response);
    expect(isAsMade(response)).toBe(false);
  });

  test("looks at nothing by itself, nor when harmless members are read", () => {
    const response = new Response("x");
    void [response.status, response.ok, response.type, response.bodyUsed, response.url];
    expect(isAsMade(response)).toBe(true);
  });

  test("is false when it was used by none of its members (P05)", async () => {
    const response = new Response("x");
    await Native.prototype.text.call(response);
    expect(response.bodyUsed).toBe(true);
    expect(isAsMade(response)).toBe(false);
  });

  test("is false for a subclass, whose members may say otherwise", () => {
    class Mine extends Response {}
    expect(isAsMade(new Mine("x"))).toBe(false);
  });

  test.each([[undefined], [null], ["x"], [{}], [new Native("x")]])("is false for %o", (value) => {
    expect(isAsMade(value)).toBe(false);
  });
});
