import { describe, expect, test, vi } from "vitest";
import { FakeHost, isSettled } from "../../test/unit/fake_host.ts";
import { start } from "../../test/unit/start.ts";
import type { Server } from "./types.ts";

describe("the server object", () => {
  test("has exactly these members of its own, and ours on its prototype (S37)", () => {
    const { server } = start();
    expect(Object.keys(server).sort()).toEqual(["addr", "finished", "ref", "shutdown", "unref"]);
    expect(Object.getOwnPropertySymbols(server)).toEqual([]);
    for (const name of ["fetch", "capabilities", "stop", Symbol.asyncDispose]) {
      expect(name in server, String(name)).toBe(true);
    }
    expect("then" in server).toBe(false);
  });

  test("gives the same addr and the same finished at each read (S20, S38)", () => {
    const { server, host } = start();
    expect(server.addr).toBe(host.addr);
    expect(server.addr).toBe(server.addr);
    expect(server.finished).toBe(server.finished);
  });

  test("gives the address that is known later where the host binds later (S15)", () => {
    const { server, host } = start();
    host.addr = { transport: "tcp", hostname: "192.0.2.1", port: 1 };
    expect(server.addr).toEqual({ transport: "tcp", hostname: "192.0.2.1", port: 1 });
  });

  test("passes ref() and unref() on, which return nothing (S38, S40)", () => {
    const { server, host } = start();
    const { ref, unref } = server;
    expect([unref(), ref()]).toEqual([undefined, undefined]);
    expect(host.calls).toEqual(["unref", "ref"]);
  });

  test("gives the capabilities of its host (E03)", () => {
    const { server, host } = start();
    expect(server.capabilities).toBe(host.capabilities);
  });
});

describe("shutdown()", () => {
  test("drains once, and gives a new promise at each call (X01)", async () => {
    const { server, host } = start();
    const { shutdown } = server;
    const [one, two] = [shutdown(), shutdown()];
    expect(one).not.toBe(two);
    expect(await isSettled(one)).toBe(false);
    host.drained();
    expect(await Promise.all([one, two, server.finished])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await shutdown()).toBeUndefined();
    expect(host.calls).toEqual(["drain"]);
  });

  test("settles together with finished (X06)", async () => {
    const { server, host } = start();
    const order: string[] = [];
    void server.finished.then(() => order.push("finished"));
    void server.shutdown().then(() => order.push("shutdown"));
    host.drained();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(order.sort()).toEqual(["finished", "shutdown"]);
  });

  test("waits for the tasks of waitUntil, also for those that come during the drain (E07)", async () => {
    const { server, host, tasks } = start();
    let end = (): void => {};
    const stopped = server.shutdown();
    tasks.add(new Promise<void>((resolve) => void (end = resolve)));
    host.drained();
    expect(await isSettled(stopped)).toBe(false);
    end();
    expect(await isSettled(stopped)).toBe(true);
  });

  test.each<[string, (server: Server) => Promise<void>]>([
    ["stop()", (server) => server.stop()],
    ["[Symbol.asyncDispose]()", (server) => server[Symbol.asyncDispose]()],
  ])("is what %s does (S39)", async (_name, act) => {
    const { server, host } = start();
    const stopped = act(server);
    expect(await isSettled(stopped)).toBe(false);
    host.drained();
    await stopped;
    await server.finished;
    expect(host.calls).toEqual(["drain"]);
  });

  test("resolves where the platform listens, and finished stays pending (E02)", async () => {
    const { server, host } = start({ host: new FakeHost({ listen: false }) });
    expect(await server.shutdown()).toBeUndefined();
    expect(await isSettled(server.finished)).toBe(false);
    expect(host.calls).toEqual([]);
  });
});

describe("fetch()", () => {
  test("answers by the same handler and boundary, without a socket", async () => {
    const seen: unknown[] = [];
    const { server, host } = start({
      handler(request, info) {
        seen.push(info.remoteAddr, info.env);
        return new Response(request.url);
      },
    });
    const response = await server.fetch(new Request("http://example.com/x"));
    expect(await response.text()).toBe("http://example.com/x");
    expect(seen).toEqual([host.addr, undefined]);
  });

  test("rejects never: the error boundary answers", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const { server } = start({ handler: () => "nonsense" as never });
    expect((await server.fetch(new Request("http://example.com/"))).status).toBe(500);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });

  test("gives the platform's arguments to a host that is called like this (E02)", async () => {
    const host = new FakeHost();
    const platform = vi.fn(() => new Response("from the host"));
    const { server } = start({ host: Object.assign(host, { fetch: platform }) });
    const request = new Request("http://example.com/");
    const response = await server.fetch(request, "bindings", "context");
    expect(await response.text()).toBe("from the host");
    expect(platform).toHaveBeenCalledExactlyOnceWith(
      request,
      ["bindings", "context"],
      expect.objectContaining({ handle: expect.any(Function) }),
    );
  });
});
