import { beforeEach, describe, expect, test, vi } from "vitest";
import type * as Head from "./head.ts";
import type * as Inner from "./inner.ts";

type Fields = [string, string][];
const FIELDS: Fields = [
  ["host", "a.test"],
  ["accept", "a/b"],
  ["accept", "c/d"],
  ["x-a", "b"],
];

const join = (fields: Fields, name: string): string | null =>
  new Headers(fields).get(name.toLowerCase());

/** What Deno 2.9.5 has behind a request. */
const inner = (fields: Fields): object => ({
  headerList: fields,
  header: (name: string) => join(fields, name),
});

/** A request as Deno makes it, with something else behind it. */
function request(behind: unknown, description = "request"): Request {
  const made = new Request("http://a.test/", { headers: FIELDS });
  return Object.assign(made, { [Symbol(description)]: behind });
}

/** The module looks once: each test gets one of its own. */
let it: typeof Inner;
let headOf: typeof Head.headOf;
beforeEach(async () => {
  vi.resetModules();
  it = await import("./inner.ts");
  ({ headOf } = await import("./head.ts"));
});

test("an inner request says that it is none of a blob: URL (E09)", () => {
  class InnerRequest {
    readonly headerList = FIELDS;
    header(name: string): string | null {
      return join(this.headerList, name);
    }
  }
  const behind = new InnerRequest();
  it.header(request(behind), "x-a");
  expect(behind).toHaveProperty("blobUrlEntry", null);
  it.header(request(inner(FIELDS)), "x-a");
  expect({}).not.toHaveProperty("blobUrlEntry");
});

describe("header()", () => {
  test("asks the inner request where it is what it was", () => {
    const behind = inner(FIELDS) as { header: (name: string) => string | null };
    const made = request(behind);
    expect(it.header(made, "accept")).toBe("a/b, c/d");
    const header = vi.spyOn(behind, "header");
    expect(it.header(made, "x-a")).toBe("b");
    expect(header).toHaveBeenCalledExactlyOnceWith("x-a");
  });

  test.each<[string, Request]>([
    ["there is no inner request", new Request("http://a.test/", { headers: FIELDS })],
    ["it is under another symbol", request(inner(FIELDS), "inner")],
    ["it is nothing", request(undefined)],
    ["it has no header()", request({ headerList: FIELDS })],
    ["header is no function", request({ headerList: FIELDS, header: "x" })],
    ["it has no headerList", request({ header: (name: string) => join(FIELDS, name) })],
    ["headerList is no list", request({ ...inner(FIELDS), headerList: "host: a.test" })],
    ["headerList tells something else", request({ ...inner(FIELDS), headerList: [["a", "b"]] })],
    ["header() tells something else", request({ ...inner(FIELDS), header: () => "x" })],
    ["header() gives undefined for none", request({ ...inner(FIELDS), header: () => undefined })],
    [
      "header() knows names in one case only",
      request({ ...inner(FIELDS), header: (name: string) => join(FIELDS.slice(0, 1), name) }),
    ],
    [
      "header() throws",
      request({
        ...inner(FIELDS),
        header() {
          throw new TypeError("gone");
        },
      }),
    ],
    ["headerList is made of something else", request({ ...inner(FIELDS), headerList: [1, 2] })],
  ])("asks the request's headers where %s", (_why, made) => {
    expect(it.header(made, "accept")).toBe("a/b, c/d");
    expect(it.header(made, "x-none")).toBeNull();
    expect(it.headerList(made)).toBeUndefined();
    expect(() => it.onLeft(made, () => {})).not.toThrow();
  });

  test("goes by the first request: one that is otherwise afterwards is asked for its headers", () => {
    expect(it.header(request(inner(FIELDS)), "accept")).toBe("a/b, c/d");
    // Another symbol of the same name, as a copy has: request.clone(), new Request(request).
    const other = request(inner([["accept", "inner"]]));
    expect(it.header(other, "accept")).toBe("a/b, c/d");
    expect(it.headerList(other)).toBeUndefined();
  });
});

describe("headerList()", () => {
  test("gives the fields as they came", () => {
    expect(it.headerList(request(inner(FIELDS)))).toEqual(FIELDS);
  });

  test("gives nothing when the response is out, where Deno throws", () => {
    const made = request(inner(FIELDS));
    expect(it.headerList(made)).toEqual(FIELDS);
    const key = Object.getOwnPropertySymbols(made).find(
      ({ description }) => description === "request",
    )!;
    (made as unknown as Record<symbol, object>)[key] = {
      get headerList(): never {
        throw new TypeError("Request closed");
      },
    };
    expect(it.headerList(made)).toBeUndefined();
  });
});

test.each([
  ["a.test", false],
  ["", false],
  [null, true],
])("isHttp2() of a Host %o is %o", (host, expected) => {
  expect(it.isHttp2(host)).toBe(expected);
});

describe("headOf()", () => {
  const key = Symbol("request"); // the same for all requests
  const head = (...fields: Fields): Head.Head => {
    const made = new Request("http://a.test/", { headers: fields });
    return headOf(Object.assign(made, { [key]: inner(fields) }));
  };

  test("finds the Host and transfer codings, in any case (RFC 9110 5.1)", () => {
    expect(head(["host", "a.test"], ["x-ab", "b"])).toMatchObject({ host: "a.test", coded: false });
    expect(head(["hOsT", "a.test"], ["TRANSFER-encoding", "x"])).toMatchObject({
      host: "a.test",
      coded: true,
    });
    expect(head(["accept", "a/b"])).toMatchObject({ host: null, coded: false });
  });

  test("makes of two Hosts what is no authority, equal or not (R05)", () => {
    expect(head(["Host", "a.test"], ["host", "a.test"]).host).toBe("a.test, a.test");
    expect(head(["host", ""], ["host", "b.test"]).host).toBe(", b.test");
  });

  test("has the lines as they came (R48)", () => {
    expect(head(["X-A", "b"], ["x-a", "c"]).list).toEqual([
      ["X-A", "b"],
      ["x-a", "c"],
    ]);
  });

  test("asks the headers where there is no inner request, and takes no coding for granted", () => {
    const made = new Request("http://a.test/", { headers: { host: "a.test" } });
    expect(headOf(made)).toEqual({
      list: undefined,
      host: "a.test",
      coded: true,
      sized: true,
      lower: true,
    });
  });
});

describe("textAtOnce()", () => {
  const whole = (text: string | null): Request =>
    request({ ...inner(FIELDS), consumeTextBody: () => text });

  test("gives the text of a body that is all there", () => {
    expect(it.textAtOnce(whole("é"))).toBe("é");
  });

  test("drops one byte order mark, as a text does", () => {
    expect(it.textAtOnce(whole("\ufeff\ufeffa"))).toBe("\ufeffa");
  });

  test.each([
    ["it is not all there", whole(null)],
    ["the inner request cannot tell", request(inner(FIELDS))],
    ["there is no inner request", new Request("http://a.test/", { headers: FIELDS })],
  ])("gives undefined where %s", (_why, made) => {
    expect(it.textAtOnce(made)).toBeUndefined();
  });
});
