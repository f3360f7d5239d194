import { expect, test } from "vitest";
import { asByteBody } from "./byte_reader.ts";

const bytes = (...chunks: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

test("the body of a request gives a BYOB reader, which fills what it is given (E09)", async () => {
  const body = asByteBody(bytes("hello", "!"));
  const reader = body.getReader({ mode: "byob" });
  const read: (string | boolean)[] = [];
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(3));
    read.push(done, new TextDecoder().decode(value));
    if (done) break;
  }
  expect(read).toEqual([false, "hel", false, "lo", false, "!", true, ""]);
  expect(body.locked).toBe(true);
});

test("its failure is that of the reader, and cancel() reaches it (R37)", async () => {
  const lost = new Error("lost");
  const failing = new ReadableStream<Uint8Array>({ start: (to) => to.error(lost) });
  const reader = asByteBody(failing).getReader({ mode: "byob" });
  await expect(reader.read(new Uint8Array(3))).rejects.toBe(lost);
  let reason: unknown;
  const open = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
  await asByteBody(open).getReader({ mode: "byob" }).cancel("enough");
  expect(reason).toBe("enough");
});

test("other readers of it, and other streams, are the platform's", async () => {
  const body = asByteBody(bytes("hello"));
  expect(new TextDecoder().decode((await body.getReader().read()).value)).toBe("hello");
  expect(() => body.getReader({ mode: "byob" })).toThrow(TypeError);
  expect(() => bytes().getReader({ mode: "byob" })).toThrow(TypeError);
});
