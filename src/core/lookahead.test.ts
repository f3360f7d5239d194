import { describe, expect, test, vi } from "vitest";
import { bytes, chunks, tick } from "../../test/unit/streams.ts";
import { bufferedBody } from "./lookahead.ts";

const stream = (source: UnderlyingDefaultSource<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream(source, { highWaterMark: 0 });
const bodyOf = (body: BodyInit): ReadableStream<Uint8Array> =>
  new Response(body).body as ReadableStream<Uint8Array>;

async function all(body: ReadableStream<Uint8Array> | Uint8Array): Promise<number[]> {
  return [...new Uint8Array(await new Response(body as BodyInit).arrayBuffer())];
}

describe("bufferedBody()", () => {
  test.each<[string, BodyInit, number]>([
    ["a string", "héllo", 6],
    ["bytes", new Uint8Array(70_000), 70_000],
    ["parameters", new URLSearchParams("a=b"), 3],
    ["an empty string", "", 0],
  ])("gives all of %s at once (P12)", async (_name, body, size) => {
    const known = await bufferedBody(bodyOf(body));
    expect(known).toBeInstanceOf(Uint8Array);
    expect(known).toHaveLength(size);
  });

  test("gives a stream that is not there yet whole, and waits for nothing (P15, P34)", async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => void (go = resolve));
    const source = chunks(bytes(1), bytes(2), bytes(3));
    const body = await bufferedBody(
      stream({
        async pull(controller) {
          await gate;
          await source.pull!(controller);
        },
      }),
    );
    expect(body).toBeInstanceOf(ReadableStream);
    go();
    expect(await all(body)).toEqual([1, 2, 3]);
  });

  test("gives a stream of several chunks whole (P15)", async () => {
    const body = await bufferedBody(stream(chunks(bytes(1), bytes(2), bytes(3))));
    expect(body).toBeInstanceOf(ReadableStream);
    expect(await all(body)).toEqual([1, 2, 3]);
  });

  test("pulls two chunks at most before somebody reads (P39)", async () => {
    const pull = vi.fn((to: ReadableStreamDefaultController<Uint8Array>) => to.enqueue(bytes(1)));
    await bufferedBody(stream({ pull: pull as never }));
    await tick();
    expect(pull).toHaveBeenCalledTimes(2);
  });

  test.each([0, 1])("hands a failure after %d chunks to whoever reads (P41)", async (before) => {
    const why = new Error("on purpose");
    let given = 0;
    const body = await bufferedBody(
      stream({
        pull(controller) {
          if (given++ < before) controller.enqueue(bytes(1));
          else controller.error(why);
        },
      }),
    );
    await tick(); // an unhandled rejection would fail the run
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    for (let i = 0; i < before; i++) expect((await reader.read()).done).toBe(false);
    await expect(reader.read()).rejects.toBe(why);
  });

  test("hands a hang-up to the source, also while it is idle (P36)", async () => {
    const cancel = vi.fn();
    const body = (await bufferedBody(stream({ cancel }))) as ReadableStream<Uint8Array>;
    const reader = body.getReader();
    void reader.read();
    await reader.cancel("why");
    await tick();
    expect(cancel).toHaveBeenCalledExactlyOnceWith("why");
  });

  test("lets a chunk that is not bytes through: its error is another's to name (P43)", async () => {
    const body = (await bufferedBody(stream(chunks("text")))) as ReadableStream<unknown>;
    expect((await body.getReader().read()).value).toBe("text");
  });

  test("rejects for a locked body (P05)", async () => {
    const body = stream({});
    body.getReader();
    await expect(bufferedBody(body)).rejects.toMatchObject({ code: "ERR_RESPONSE_LOCKED" });
  });
});
