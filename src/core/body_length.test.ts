import { describe, expect, test, vi } from "vitest";
import { bytes, chunks, tick, watched } from "../../test/unit/streams.ts";

describe("watchBody() with a declared length", () => {
  async function all(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<number[]> {
    const got: number[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return got;
      got.push(...value);
    }
  }

  test("gives a body that is exactly as long (P23)", async () => {
    const { reader, heard } = watched(chunks(bytes(1, 2), bytes(3)), 3);
    expect(await all(reader)).toEqual([1, 2, 3]);
    expect(heard).toEqual(["done"]);
  });

  test.each([[[bytes(1, 2), bytes(3, 4)]], [[bytes(1, 2, 3, 4)]], [[bytes(1, 2, 3), bytes(4)]]])(
    "cuts a longer one and stops its source: %j (P23)",
    async (given) => {
      const cancel = vi.fn();
      const { reader, heard } = watched({ ...chunks(...given), cancel }, 3);
      expect(await all(reader)).toEqual([1, 2, 3]);
      await tick();
      expect(heard).toEqual(["done"]);
      expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
    },
  );

  test("fails for a shorter one (P23)", async () => {
    const { reader, heard } = watched(chunks(bytes(1, 2)), 3);
    await expect(all(reader)).rejects.toMatchObject({ code: "ERR_BODY_LENGTH" });
    expect(heard).toEqual([expect.objectContaining({ code: "ERR_BODY_LENGTH" })]);
  });

  test("gives nothing for 0, and does not wait for an endless source (P23)", async () => {
    const { reader, heard } = watched(chunks(), 0);
    expect(await all(reader)).toEqual([]);
    expect(heard).toEqual(["done"]);
  });
});
