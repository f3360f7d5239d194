import { describe, expect, test } from "vitest";
import { changesOfCopy, mendCopy, noteFetchedBody } from "./fetched_copies.ts";

const DECODING = { codings: ["gzip", "br"], several: false };

/** A response as `fetch()` gives it, with a URL, whose body somebody was given. */
function fetched(headers: Record<string, string>): Response {
  const response = Object.defineProperty(new Response("plain", { headers }), "url", {
    value: "http://localhost/",
  });
  noteFetchedBody(response, response.body);
  return response;
}

const CODED = { "content-encoding": "gzip", "content-length": "29", etag: '"a"' };

describe("mendCopy() (E09)", () => {
  test("takes off what fetch() has made untrue, and leaves the rest", async () => {
    const upstream = fetched({ ...CODED, "x-own": "1" });
    const mended = mendCopy(
      new Response(upstream.body, { ...upstream, status: 203, headers: upstream.headers }),
      DECODING,
    );
    expect([...(mended?.headers ?? [])]).toEqual([
      ["content-type", "text/plain;charset=UTF-8"],
      ["etag", 'W/"a"'],
      ["x-own", "1"],
    ]);
    expect([mended?.status, await mended?.text()]).toEqual([203, "plain"]);
  });

  test("gives nothing where nothing is to mend", () => {
    const upstream = fetched({ "content-encoding": "own", "x-own": "1" });
    expect(mendCopy(new Response(upstream.body, upstream), DECODING)).toBeUndefined();
  });
});

describe("changesOfCopy() (E09)", () => {
  const changes = (upstream: Response, own: Record<string, string>): unknown =>
    changesOfCopy(upstream.body, (name) => own[name] ?? null, DECODING);

  test("takes off what is of the connection to the server behind", () => {
    const headers = { connection: "close, X-Hop", "x-hop": "1", "keep-alive": "5", "x-own": "1" };
    expect(changes(fetched(headers), headers)).toEqual([
      ["connection", null],
      ["keep-alive", null],
      ["x-hop", null],
    ]);
  });

  test("leaves the tag of what was not decoded as it is", () => {
    const headers = { connection: "close", etag: '"a"' };
    expect(changes(fetched(headers), headers)).toEqual([["connection", null]]);
  });

  test("takes off a length that was left when the coding was deleted", () => {
    expect(changes(fetched(CODED), { "content-length": "29" })).toEqual([["content-length", null]]);
  });

  test.each([
    ["another coding", { "content-encoding": "br" }],
    ["another length", { "content-length": "5" }],
    ["another tag", { etag: '"b"' }],
    ["no header of it", {}],
  ])("leaves %s, which the handler has set", (_what, own) => {
    expect(changes(fetched(CODED), own as Record<string, string>)).toBeUndefined();
  });

  test("leaves a weak tag", () => {
    const etag = 'W/"a"';
    expect(changes(fetched({ ...CODED, etag }), { etag })).toBeUndefined();
  });

  test.each([
    ["what fetch() did not decode", { "content-encoding": "own", "content-length": "29" }],
    ["a body that was not encoded", { "content-length": "5" }],
  ])("leaves %s", (_what, headers) => {
    expect(changes(fetched(headers as Record<string, string>), headers as never)).toBeUndefined();
  });

  test("knows no stream but those that fetch() gave", () => {
    const made = new Response("x", { headers: CODED });
    noteFetchedBody(made, made.body);
    noteFetchedBody(fetched(CODED), null);
    for (const body of [made.body, null, "text", fetched(CODED).body!.tee()[0]]) {
      expect(
        changesOfCopy(body, (name) => CODED[name as "etag"] ?? null, DECODING),
      ).toBeUndefined();
    }
  });
});
