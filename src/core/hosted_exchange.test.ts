import { describe, expect, test, vi } from "vitest";
import { HostedExchange } from "./hosted_exchange.ts";
import type { Addr } from "./types.ts";

const ADDR: Addr = { transport: "tcp", hostname: "192.0.2.1", port: 4711 };

/** An exchange, and the platform's signal of it in the test's hand. */
function exchange(): { it: HostedExchange; lost: AbortController; asked: () => number } {
  const lost = new AbortController();
  const ask = vi.fn(() => lost.signal);
  const it = new HostedExchange({
    remoteAddr: () => ADDR,
    lost: ask,
    refuse: Response.error,
    upgrade: Response.error,
  });
  return { it, lost, asked: () => ask.mock.calls.length };
}

const INTERRUPTED = { name: "Interrupted", code: "ERR_INTERRUPTED" };

describe("HostedExchange", () => {
  test("looks at the platform's signal only when somebody asks (I08)", async () => {
    const { it, asked } = exchange();
    it.delivered();
    expect(asked()).toBe(0);
    await it.completed();
    expect(asked()).toBe(1);
  });

  test("has one signal, which aborts when the client has gone (R23, R60, R61)", () => {
    const { it, lost } = exchange();
    const { signal } = it;
    expect(it.signal).toBe(signal);
    lost.abort("the platform's own reason");
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({
      name: "AbortError",
      message: "The request has been cancelled.",
    });
  });

  test("gives an aborted signal to whoever asks late (R60)", () => {
    const { it, lost } = exchange();
    lost.abort();
    expect(it.signal.aborted).toBe(true);
    expect(it.isGone).toBe(true);
    expect(it.signal.reason).toBe(it.signal.reason);
  });

  test("aborts nothing after a delivery (R62)", async () => {
    const { it, lost } = exchange();
    const { signal } = it;
    it.delivered();
    lost.abort(); // Deno aborts its own after every response
    it.gone();
    expect(signal.aborted).toBe(false);
    expect(it.isGone).toBe(false);
    expect(await it.completed()).toBeUndefined();
  });

  test.each(["before", "after"])(
    "rejects completed when asked %s the loss (I06, I07)",
    async (when) => {
      const { it, lost } = exchange();
      if (when === "after") lost.abort();
      const rejected = expect(it.completed()).rejects.toMatchObject(INTERRUPTED);
      lost.abort();
      await rejected;
    },
  );

  test("rejects completed for a body that failed (I06)", async () => {
    const { it } = exchange();
    const rejected = expect(it.completed()).rejects.toMatchObject(INTERRUPTED);
    it.gone();
    it.delivered(); // too late
    await rejected;
  });

  test("passes address, bindings and tasks on (I01, E07)", () => {
    const waitUntil = vi.fn();
    const { signal } = new AbortController();
    const parts = {
      remoteAddr: () => ADDR,
      lost: () => signal,
      refuse: Response.error,
      env: "bindings",
      waitUntil,
      upgrade: Response.error,
    };
    const it = new HostedExchange(parts);
    const promise = Promise.resolve();
    it.waitUntil(promise);
    expect(waitUntil).toHaveBeenCalledExactlyOnceWith(promise);
    expect([it.remoteAddr(), it.env]).toEqual([ADDR, "bindings"]);
    expect(() => exchange().it.waitUntil(promise)).not.toThrow();
  });
});
