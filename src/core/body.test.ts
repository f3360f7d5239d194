import { describe, expect, test, vi } from "vitest";
import { isSettled, thrownBy } from "../../test/unit/fake_host.ts";
import { bytes, chunks, tick, watched, type Controller } from "../../test/unit/streams.ts";
import { watchBody } from "./body.ts";

describe("watchBody()", () => {
  test("gives the same bytes and tells of the end once (P15)", async () => {
    const { reader, heard } = watched(chunks(bytes(1), bytes(2, 3)));
    expect(await reader.read()).toEqual({ done: false, value: bytes(1) });
    expect(await reader.read()).toEqual({ done: false, value: bytes(2, 3) });
    expect(heard).toEqual([]);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(heard).toEqual(["done"]);
  });

  test("drops chunks without bytes, however many (P15)", async () => {
    const empty = Array.from({ length: 5000 }, () => bytes());
    const { reader, heard } = watched(chunks(...empty, bytes(1), ...empty));
    expect((await reader.read()).value).toEqual(bytes(1));
    expect((await reader.read()).done).toBe(true);
    expect(heard).toEqual(["done"]);
  });

  test("pulls nothing before it is read, and then one chunk at a time (P39)", async () => {
    const pull = vi.fn((controller: Controller) => controller.enqueue(bytes(1)));
    const { reader } = watched({ pull });
    await tick();
    expect(pull).not.toHaveBeenCalled();
    await reader.read();
    await tick();
    expect(pull).toHaveBeenCalledOnce();
    await reader.read();
    expect(pull).toHaveBeenCalledTimes(2);
  });

  test("can be cut: it fails, and the source is cancelled, once (X09, X12)", async () => {
    const cancel = vi.fn();
    let cut!: () => void;
    const cancelled = vi.fn();
    const reader = watchBody(new ReadableStream({ cancel }), {
      begun: (made) => void (cut = made),
      cancelled,
    }).getReader();
    const read = reader.read();
    cut();
    cut();
    await expect(read).rejects.toMatchObject({ name: "AbortError" });
    expect([cancel, cancelled].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  test("gives a chunk without waiting for the next (P35)", async () => {
    let controller!: Controller;
    const { reader } = watched({ start: (given) => void (controller = given as Controller) });
    const first = reader.read();
    controller.enqueue(bytes(1));
    expect((await first).value).toEqual(bytes(1));
    expect(await isSettled(reader.read())).toBe(false);
  });

  test.each([
    ["before anything was read", 0],
    ["between two chunks", 1],
  ])("cancels the source with the reason of P36 %s", async (_name, reads) => {
    const cancel = vi.fn();
    const { reader, heard } = watched({ ...chunks(bytes(1), bytes(2)), cancel });
    for (let i = 0; i < reads; i++) await reader.read();
    await reader.cancel(new Error("the host's own reason"));
    expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
    expect(heard).toEqual(["cancelled"]);
  });

  test("cancels an idle source: a hang-up is no failure of the stream (P36)", async () => {
    const cancel = vi.fn();
    const { reader, heard } = watched({ cancel }); // never gives anything
    const pending = reader.read();
    await tick();
    await reader.cancel();
    await pending;
    await tick();
    expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
    expect(heard).toEqual(["cancelled"]);
  });

  test("hears nothing of a source that goes wrong after the hang-up (P36)", async () => {
    let fail!: (error: unknown) => void;
    const { reader, heard } = watched({
      pull: () => new Promise((_resolve, reject) => void (fail = reject)),
    });
    void reader.read();
    await tick();
    await reader.cancel();
    fail(new Error("too late"));
    await tick();
    expect(heard).toEqual(["cancelled"]);
  });

  test("makes the writer behind a TransformStream fail (P37)", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const reader = watchBody(readable, {}).getReader();
    const writer = writable.getWriter();
    void writer.write(bytes(1));
    await reader.read();
    const closed = expect(writer.closed).rejects.toBe("resource closed");
    await reader.cancel();
    await closed;
    await expect(writer.write(bytes(2))).rejects.toBe("resource closed");
  });

  test("tells of a source that fails, once, and fails with the same error (P41)", async () => {
    const why = new Error("on purpose");
    const { reader, heard } = watched({
      pull() {
        throw why;
      },
    });
    await expect(reader.read()).rejects.toBe(why);
    await expect(reader.read()).rejects.toBe(why);
    expect(heard).toEqual([why]);
  });

  test("delivers what came before a failure (P41)", async () => {
    const why = new Error("on purpose");
    let pulls = 0;
    const { reader, heard } = watched({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(bytes(1));
        else controller.error(why);
      },
    });
    expect((await reader.read()).value).toEqual(bytes(1));
    await expect(reader.read()).rejects.toBe(why);
    expect(heard).toEqual([why]);
  });

  test.each<[unknown]>([
    ["text"],
    [new ArrayBuffer(1)],
    [new DataView(new ArrayBuffer(1))],
    [new Uint16Array(1)],
    [null],
    [undefined],
    [1],
  ])("refuses the chunk %o and stops its source (P43)", async (chunk) => {
    const cancel = vi.fn();
    const { reader, heard } = watched({ ...chunks(bytes(1), chunk), cancel });
    await reader.read();
    const error = await reader.read().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      message: "expected typed ArrayBufferView",
      code: "ERR_BODY_CHUNK",
    });
    expect(heard).toEqual([error]);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("passes subclasses of Uint8Array", async () => {
    class Mine extends Uint8Array {}
    const { reader } = watched(chunks(new Mine(3)));
    expect((await reader.read()).value).toHaveLength(3);
  });

  test("throws a TypeError for a locked stream (P05)", () => {
    const stream = new ReadableStream<Uint8Array>();
    stream.getReader();
    const error = thrownBy(() => watchBody(stream, {}));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_RESPONSE_LOCKED");
    expect(error.message).toContain("ReadableStream is locked");
  });
});
