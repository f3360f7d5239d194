import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import { defineRuntime } from "./runtime.ts";
import type { Addr } from "./types.ts";

const logged = vi.spyOn(console, "error");
beforeEach(() => void logged.mockReset().mockImplementation(() => {}));
afterEach(() => void logged.mockReset());

const handler = (): Response => new Response("ok");

describe("serve()", () => {
  test("calls onListen once, with the address alone, before it returns (S21, S23)", () => {
    const host = new FakeHost();
    const onListen = vi.fn();
    const server = defineRuntime(host).serve({ onListen }, handler);
    expect(onListen.mock.calls).toEqual([[host.addr]]);
    expect(onListen.mock.calls[0]![0]).toBe(server.addr);
    expect(logged).not.toHaveBeenCalled();
  });

  test.each([{}, { onListen: null }, { onListen: undefined }])(
    "logs one line on stderr with %j (S22, S23)",
    (options) => {
      defineRuntime(new FakeHost()).serve(options, handler);
      expect(logged.mock.calls).toEqual([["Listening on http://127.0.0.1:4242/"]]);
    },
  );

  test("says https with a certificate (S22)", () => {
    defineRuntime(new FakeHost()).serve(
      { cert: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" },
      handler,
    );
    expect(logged.mock.calls).toEqual([["Listening on https://127.0.0.1:4242/"]]);
  });

  test("does not wait for an asynchronous onListen (S26)", () => {
    const onListen = vi.fn(async () => new Promise<void>(() => {}));
    defineRuntime(new FakeHost()).serve({ onListen }, handler);
    expect(onListen).toHaveBeenCalledOnce();
  });

  test("closes the listener when onListen throws, and throws that (S25)", () => {
    const host = new FakeHost();
    const why = new Error("on purpose");
    const onListen = (): never => {
      throw why;
    };
    expect(thrownBy(() => defineRuntime(host).serve({ onListen }, handler))).toBe(why);
    expect(host.calls).toEqual(["listen", "abort"]);
  });

  test("does not listen with a bad option or without a handler", () => {
    const host = new FakeHost();
    const { serve } = defineRuntime(host);
    expect(() => serve({ port: -1 }, handler)).toThrow(RangeError);
    expect(() => serve({} as never)).toThrow(TypeError);
    expect(() => serve(undefined as never)).toThrow(TypeError);
    expect(host.calls).toEqual([]);
  });

  test("lets an error of listening through as it is (S16)", () => {
    const host = new FakeHost();
    const why = Object.assign(new Error("busy"), { code: "EADDRINUSE" });
    host.listen = () => {
      throw why;
    };
    expect(thrownBy(() => defineRuntime(host).serve(handler))).toBe(why);
    expect(logged).not.toHaveBeenCalled();
  });

  test("announces when the host has bound later (S15)", async () => {
    const host = new FakeHost();
    let bound = (): void => {};
    host.ready = new Promise((resolve) => void (bound = resolve));
    const onListen = vi.fn<(addr: Addr) => void>();
    defineRuntime(host).serve({ hostname: "example.com", onListen }, handler);
    expect(onListen).not.toHaveBeenCalled();
    bound();
    await host.ready;
    expect(onListen.mock.calls).toEqual([[host.addr]]);
  });

  test("announces nothing that could not be bound; finished tells (S15)", async () => {
    const host = new FakeHost();
    host.ready = Promise.reject(new Error("no such name"));
    const onListen = vi.fn();
    const { finished } = defineRuntime(host).serve({ onListen }, handler);
    await expect(finished).rejects.toThrow("no such name");
    expect(onListen).not.toHaveBeenCalled();
  });

  test("announces nothing where the platform listens (E02)", () => {
    const host = new FakeHost({ listen: false });
    host.addr = { transport: "platform" };
    const onListen = vi.fn();
    defineRuntime(host).serve({ onListen }, handler);
    defineRuntime(host).serve(handler);
    expect(onListen).not.toHaveBeenCalled();
    expect(logged).not.toHaveBeenCalled();
  });

  test("hands the host checked options and a responder for the handler", async () => {
    const host = new FakeHost();
    const onError = (): Response => new Response("sorry", { status: 503 });
    const bad = (): never => {
      throw new Error("on purpose");
    };
    defineRuntime(host).serve(bad, { port: "0x1195", hostname: "localhost", onError });
    expect(host.options).toMatchObject({ port: 4501, hostname: "127.0.0.1" });
    const request = new Request("http://example.com/");
    expect((await host.responder!.handle(request, {} as never)).status).toBe(503);
  });
});

describe("upgradeWebSocket()", () => {
  const request = new Request("http://example.com/");

  test("says so on a host without WebSockets (E08)", () => {
    const error = thrownBy(() => defineRuntime(new FakeHost()).upgradeWebSocket(request));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      code: "ERR_UPGRADE_UNSUPPORTED",
      message: "Cannot upgrade: WebSockets are not supported on node",
    });
  });

  test("refuses a request that is not of the server's (W18)", () => {
    const exchangeOf = vi.fn(() => undefined);
    const webSockets = { exchangeOf, idleTimeout: true, perMessageDeflate: true };
    const { upgradeWebSocket } = defineRuntime(Object.assign(new FakeHost(), { webSockets }));
    expect(thrownBy(() => upgradeWebSocket(request))).toMatchObject({
      code: "ERR_UPGRADE_FOREIGN",
    });
    expect(exchangeOf).toHaveBeenCalledExactlyOnceWith(request);
  });
});
