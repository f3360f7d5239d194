import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { HostedExchange } from "./hosted_exchange.ts";
import { adaptRequest, installHostedRequests } from "./hosted_request.ts";

installHostedRequests();

const { signal: quiet } = new AbortController();

/** A request as the platform would hand it over. */
function adapt(
  init: RequestInit & { duplex?: "half" } = {},
  url = "http://example.com/x",
): { request: Request; native: Request; exchange: HostedExchange } {
  const native = new Request("http://native/", init);
  const remoteAddr = (): never => {
    throw new Error("not looked at");
  };
  const exchange = new HostedExchange({
    remoteAddr,
    lost: () => quiet,
    refuse: Response.error,
    upgrade: Response.error,
  });
  return { request: adaptRequest(native, url, exchange), native, exchange };
}

const post = (body: BodyInit, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-length": "5", ...headers },
});

describe("adaptRequest()", () => {
  test("gives the platform's own object (R47, E09)", () => {
    const { request, native } = adapt();
    expect(request).toBe(native);
    expect(request).toBeInstanceOf(Request);
    expect(Object.prototype.toString.call(request)).toBe("[object Request]");
  });

  test("answers with the URL that the core made, and the method as sent (R01, R15)", () => {
    const { request } = adapt({ method: "FOO" });
    expect([request.url, request.method]).toEqual(["http://example.com/x", "FOO"]);
  });

  test("has one headers object, which is immutable (R21, R23)", () => {
    const { headers } = adapt({ headers: { "x-a": "b" } }).request;
    expect(headers.get("x-a")).toBe("b");
    for (const change of [
      () => headers.set("x-a", "c"),
      () => headers.append("x-a", "c"),
      () => headers.delete("x-a"),
    ]) {
      const error = thrownBy(change);
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({
        code: "ERR_HEADERS_IMMUTABLE",
        message: "Cannot change headers: headers are immutable",
      });
    }
    expect([...headers]).toEqual([["x-a", "b"]]);
    const { request } = adapt();
    expect(request.headers).toBe(request.headers);
  });

  test("has the exchange's signal (R23, R60)", () => {
    const { request, exchange } = adapt();
    expect(request.signal).toBe(exchange.signal);
    exchange.gone();
    expect(request.signal.aborted).toBe(true);
  });

  test("says what every platform should (R47)", () => {
    expect(adapt().request).toMatchObject({
      mode: "cors",
      credentials: "same-origin",
      cache: "default",
      referrer: "about:client",
      referrerPolicy: "",
      integrity: "",
      keepalive: false,
    });
  });

  test("has no body where none was sent (R31, R33)", async () => {
    const none = adapt({ method: "POST", body: "", headers: { "content-length": "0" } }).request;
    expect(none.body).toBeNull();
    expect(await none.text()).toBe("");
    expect((await adapt().request.arrayBuffer()).byteLength).toBe(0);
    await expect(adapt().request.json()).rejects.toBeInstanceOf(SyntaxError);
  });

  test("reads a body in every way (R32, R34)", async () => {
    expect(await adapt(post("hello")).request.text()).toBe("hello");
    expect(await adapt(post('{"a":1}')).request.json()).toEqual({ a: 1 });
    const { request } = adapt(post("hello"));
    const { value } = await request.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("hello");
    expect(request.bodyUsed).toBe(true);
  });

  test("refuses a second reading, without taking it for a loss (R46, R64)", async () => {
    const { request, exchange } = adapt(post("hello"));
    await request.text();
    await expect(request.text()).rejects.toBeInstanceOf(TypeError);
    expect(exchange.signal.aborted).toBe(false);
  });

  test("tells the signal of a body that broke off (R37, R64)", async () => {
    const why = new Error("the connection was lost");
    const body = new ReadableStream({ pull: (controller) => controller.error(why) });
    const { request, exchange } = adapt({ ...post(body), duplex: "half" } as RequestInit);
    await expect(request.text()).rejects.toBe(why);
    expect(exchange.signal.aborted).toBe(true);
  });

  test("can be cloned and rebuilt (R46, E09)", async () => {
    const { request } = adapt(post("hello"));
    const clone = request.clone();
    expect(await clone.text()).toBe("hello");
    expect(await new Request(request).text()).toBe("hello");
    expect(request.bodyUsed).toBe(true);
  });
});
