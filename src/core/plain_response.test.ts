import { describe, expect, test, vi } from "vitest";
import { describe as factsOf, type KnownBody } from "./body_facts.ts";
import { noteInit, watchedMembers } from "./plain_response.ts";

function noted(init: unknown, body: unknown = "x"): KnownBody {
  const note = factsOf(body)!;
  noteInit(note, init as ResponseInit);
  return note;
}

const TEXT = "text/plain;charset=UTF-8";

describe("noteInit()", () => {
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["an empty object", {}],
    ["a status with a body", { status: 404 }],
    ["an empty statusText", { statusText: "" }],
    ["headers that decide nothing", { headers: { "x-a": "b", "Set-Cookie": "a=b" } }],
    ["a header that is latin-1", { headers: { "x-a": "\u00e9" } }],
    ["headers without one", { headers: {} }],
  ])("takes a response made with %s for plain", (_name, init) => {
    expect(noted(init)).toMatchObject({ plain: true, told: undefined, type: TEXT });
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["something that is no object", 7],
    ["a statusText (P28)", { statusText: "Fine" }],
    ["status 204 (P20)", { status: 204 }],
    ["status 205 (P21)", { status: 205 }],
    ["status 304 (P20)", { status: 304 }],
    ["status 101 (P27)", { status: 101 }],
    ["a status that is a string", { status: "200" }],
    ["a Content-Length (P22)", { headers: { "Content-Length": "1" } }],
    ["a Transfer-Encoding (P25)", { headers: { "transfer-encoding": "gzip" } }],
    ["a Connection (P32)", { headers: { CONNECTION: "close" } }],
    ["a Date (P17)", { headers: { date: "now" } }],
    ["a Content-Encoding (C21)", { headers: { "content-encoding": "gzip" } }],
    ["a TE (H09)", { headers: { te: "trailers" } }],
    ["a name that is none (P30)", { headers: { "x\u00e9": "1" } }],
    ["an empty name (P30)", { headers: { "": "1" } }],
    ["a control character (P31)", { headers: { "x-a": "a\u0001" } }],
    ["a character that has no byte (P30)", { headers: { "x-a": "\u20ac" } }],
    ["a value that is no string", { headers: { "x-a": 1 } }],
    ["two lines that compression looks at", { headers: { vary: "a", Vary: "b" } }],
    ["two types, in two cases", { headers: { "content-type": "a/b", "Content-Type": "c/d" } }],
    ["headers that are a list", { headers: [["x-a", "b"]] }],
    ["headers that are Headers", { headers: new Headers({ "x-a": "b" }) }],
    ["headers of a class", { headers: new (class A {})() }],
    ["a record that iterates", { headers: { *[Symbol.iterator]() {} } }],
  ])("does not take one made with %s for plain", (_name, init) => {
    expect(noted(init).plain).not.toBe(true);
  });

  test.each<[string, unknown, unknown, string | undefined]>([
    ["of a text", "x", undefined, TEXT],
    ["of a text that is given one", "x", { headers: { "Content-TYPE": "text/html" } }, "text/html"],
    ["of bytes", new Uint8Array(1), undefined, undefined],
    [
      "of bytes that are given one",
      new Uint8Array(1),
      { headers: { "content-type": "a/b" } },
      "a/b",
    ],
    ["of a Blob", new Blob(["x"], { type: "a/b" }), undefined, "a/b"],
    ["of a Blob without one", new Blob(["x"]), undefined, undefined],
    [
      "of parameters",
      new URLSearchParams(),
      undefined,
      "application/x-www-form-urlencoded;charset=UTF-8",
    ],
  ])("notes the content type %s (P16)", (_name, body, init, type) => {
    const note = noted(init, body);
    expect(note).toMatchObject({ plain: true });
    expect(note.type).toBe(type);
    // What the platform makes of it is the same.
    const made = new Response(body as BodyInit, init as ResponseInit);
    expect(made.headers.get("content-type")?.toLowerCase()).toBe(type?.toLowerCase());
  });

  test.each(["Vary", "etag", "Cache-Control", "content-range", "repr-digest"])(
    "notes what compression has to look at: %s (C22 to C32)",
    (name) => {
      const note = noted({ headers: { [name]: "x", "x-a": "b" } });
      expect(note.plain).toBe(true);
      expect({ ...note.told }).toEqual({ [name.toLowerCase()]: "x" });
    },
  );
});

describe("watchedMembers()", () => {
  class Base {
    text(): string {
      return "text";
    }
    get bodyUsed(): boolean {
      return false;
    }
  }
  class Platform extends Base {
    #brand = "headers";
    get headers(): string {
      return this.#brand;
    }
    get status(): number {
      return 200;
    }
    clone(): Platform {
      return new Platform();
    }
    whatMayCome(by: string): string {
      return by;
    }
  }

  test("tells of every member that hands something out, inherited and unknown ones too", () => {
    const used = vi.fn();
    const cloned = vi.fn();
    const members = watchedMembers(Platform.prototype, used, { cloned });
    expect(Object.keys(members).toSorted()).toEqual(["clone", "headers", "text", "whatMayCome"]);
    class Watched extends Platform {}
    Object.defineProperties(Watched.prototype, members);
    const it = new Watched();
    expect([it.headers, it.text(), it.whatMayCome("x"), it.status]).toEqual([
      "headers",
      "text",
      "x",
      200,
    ]);
    expect(used.mock.calls).toEqual([
      [it, "else"],
      [it, "reading"],
      [it, "else"],
    ]);
    const copy = it.clone();
    expect(cloned).toHaveBeenCalledExactlyOnceWith(it, copy);
  });

  test("tells nothing of what is no object of the platform's, and looks like the original", () => {
    const used = vi.fn();
    const { headers, whatMayCome } = watchedMembers(Platform.prototype, used, { cloned: () => {} });
    expect(() => headers!.get!.call({})).toThrow(TypeError);
    expect(used).not.toHaveBeenCalled();
    const { name, length } = whatMayCome!.value as { name: string; length: number };
    expect([name, length]).toEqual(["whatMayCome", 1]);
    expect(headers!.get!.name).toBe("get headers");
  });
});
