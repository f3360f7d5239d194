import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeStream, type BodyEncoder } from "./encode.ts";

/** An encoder that puts what it gets between brackets, in pieces. */
class Brackets implements BodyEncoder {
  readonly calls: string[] = [];
  /** What a write waits for. */
  gate: Promise<void> = Promise.resolve();

  async write(bytes: Uint8Array): Promise<Uint8Array[]> {
    this.calls.push(`write ${bytes.byteLength}`);
    await this.gate;
    return [text("["), bytes, text("]")];
  }

  async finish(): Promise<Uint8Array[]> {
    this.calls.push("finish");
    return [text("$")];
  }

  close(): void {
    this.calls.push("close");
  }
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (stream: ReadableStream<Uint8Array>): Promise<string> =>
  new Response(stream as never).text();

const source = (...chunks: unknown[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk as Uint8Array);
      controller.close();
    },
  }) as ReadableStream<Uint8Array>;

describe("encodeStream()", () => {
  test("gives what the encoder makes, and its end, and closes it once (C37)", async () => {
    const encoder = new Brackets();
    expect(await read(encodeStream(source(text("ab"), text(""), text("c")), encoder))).toBe(
      "[ab][c]$",
    );
    expect(encoder.calls).toEqual(["write 2", "write 1", "finish", "close"]);
  });

  test("encodes nothing too (C15)", async () => {
    expect(await read(encodeStream(source(), new Brackets()))).toBe("$");
  });

  test("takes large chunks in pieces", async () => {
    const encoder = new Brackets();
    const stream = encodeStream(source(new Uint8Array(150_000)), encoder);
    expect((await read(stream)).length).toBe(150_000 + 6 + 1);
    expect(encoder.calls).toEqual(["write 65536", "write 65536", "write 18928", "finish", "close"]);
  });

  test("reads nothing before somebody asks, and no more than was asked for (C39)", async () => {
    let pulls = 0;
    const slow = new ReadableStream<Uint8Array>(
      { pull: (controller) => controller.enqueue(text(String(pulls++))) },
      { highWaterMark: 0 },
    );
    const reader = encodeStream(slow, new Brackets()).getReader();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(pulls).toBe(0);
    for (let i = 0; i < 3; i++) await reader.read(); // the three pieces of one chunk
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(pulls).toBe(1);
  });

  test("cancels the source and closes the encoder, also in the middle of a write (C39)", async () => {
    const encoder = new Brackets();
    let reason: unknown;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(text("a")),
      cancel: (given) => void (reason = given),
    });
    const reader = encodeStream(endless, encoder).getReader();
    await reader.read();
    encoder.gate = new Promise(() => {});
    await reader.read();
    await reader.read();
    void reader.read();
    await new Promise((resolve) => setTimeout(resolve, 0));
    await reader.cancel("left");
    expect(reason).toBe("resource closed");
    expect(encoder.calls).toEqual(["write 1", "write 1", "close"]);
  });

  test("fails with the source, without an end, and closes the encoder (C40)", async () => {
    const encoder = new Brackets();
    let sent = false;
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error("broken"));
        else controller.enqueue(text("a"));
        sent = true;
      },
    });
    await expect(read(encodeStream(failing, encoder))).rejects.toThrow("broken");
    expect(encoder.calls).toEqual(["write 1", "close"]);
  });

  test("fails with the encoder, and cancels the source", async () => {
    let reason: unknown;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(text("a")),
      cancel: (given) => void (reason = given),
    });
    const encoder = new Brackets();
    encoder.gate = Promise.reject(new Error("no memory"));
    await expect(read(encodeStream(endless, encoder))).rejects.toThrow("no memory");
    expect(String(reason)).toBe("Error: no memory");
    expect(encoder.calls).toEqual(["write 1", "close"]);
  });

  test("fails for a chunk that is none, and for a locked source (P43, P05)", async () => {
    await expect(read(encodeStream(source("text"), new Brackets()))).rejects.toThrow(
      "expected typed ArrayBufferView",
    );
    const locked = source();
    locked.getReader();
    expect(() => encodeStream(locked, new Brackets())).toThrow("locked");
  });

  test("loses no byte, whatever the chunks (C41)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 })), async (chunks) => {
        const plain: BodyEncoder = {
          write: async (bytes) => [bytes.subarray(0, 1), bytes.subarray(1)],
          finish: async () => [],
          close() {},
        };
        const stream = encodeStream(source(...chunks), plain);
        const got = new Uint8Array(await new Response(stream as never).arrayBuffer());
        expect([...got]).toEqual(chunks.flatMap((chunk) => [...chunk]));
      }),
    );
  });
});
