import { describe, expect, test, vi } from "vitest";
import { FakeHost, isSettled } from "../../test/unit/fake_host.ts";
import { start } from "../../test/unit/start.ts";

describe("a signal", () => {
  test("that is aborted closes everything at once (X09)", async () => {
    const abort = new AbortController();
    const { server, host, tasks } = start({ signal: abort.signal });
    tasks.add(new Promise(() => {})); // nobody waits for it
    expect(await isSettled(server.finished)).toBe(false);
    abort.abort(new Error("not surfaced (X14)"));
    expect(host.calls).toEqual(["abort"]);
    expect(await server.finished).toBeUndefined();
  });

  test("has ended a server when its host has let go of the port (X10)", async () => {
    const abort = new AbortController();
    const host = new FakeHost();
    let release = (): void => {};
    host.released = new Promise((resolve) => void (release = resolve));
    const { server } = start({ host, signal: abort.signal });
    abort.abort();
    expect(await isSettled(server.finished)).toBe(false);
    release();
    expect(await server.finished).toBeUndefined();
  });

  test("ends nothing where the platform listens (E02)", async () => {
    const host = new FakeHost({ listen: false });
    const { server } = start({ host, signal: AbortSignal.abort() });
    expect(await isSettled(server.finished)).toBe(false);
    expect(host.calls).toEqual([]);
  });

  test("that was aborted before gives a server that has finished (S34)", async () => {
    const { server, host } = start({ signal: AbortSignal.abort() });
    expect(await server.finished).toBeUndefined();
    expect(host.calls).toEqual(["abort"]);
  });

  test("may be aborted before shutdown() (X11)", async () => {
    const abort = new AbortController();
    const { server } = start({ signal: abort.signal });
    abort.abort();
    expect(await server.shutdown()).toBeUndefined();
  });

  test("may be aborted during a drain, which ends then (X12)", async () => {
    const abort = new AbortController();
    const { server, host, tasks } = start({ signal: abort.signal });
    tasks.add(new Promise(() => {}));
    const stopped = server.shutdown();
    expect(await isSettled(stopped)).toBe(false);
    abort.abort();
    expect(await stopped).toBeUndefined();
    expect(host.calls).toEqual(["drain", "abort"]);
  });

  test("may be aborted after shutdown(), and is let go of then (X12, X15)", async () => {
    const abort = new AbortController();
    const removed = vi.spyOn(abort.signal, "removeEventListener");
    const { server, host } = start({ signal: abort.signal });
    host.drained();
    await server.shutdown();
    expect(removed).toHaveBeenCalledOnce();
    abort.abort();
    expect(host.calls).toEqual(["drain"]);
  });
});

describe("finished", () => {
  test("rejects when listening failed after serve() returned (X06, S15)", async () => {
    const host = new FakeHost();
    const why = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    host.ready = Promise.reject(why);
    const { server } = start({ host });
    await expect(server.finished).rejects.toBe(why);
    await expect(server.shutdown()).rejects.toBe(why);
  });

  test("stays pending when listening succeeded later", async () => {
    const host = new FakeHost();
    host.ready = Promise.resolve();
    expect(await isSettled(start({ host }).server.finished)).toBe(false);
  });
});
