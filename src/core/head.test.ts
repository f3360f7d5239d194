import { describe, expect, test, vi } from "vitest";
import { tick } from "../../test/unit/streams.ts";
import { discardBody, isNullBodyStatus } from "./head.ts";

describe("discardBody()", () => {
  test("cancels a stream with the reason of P19", async () => {
    const cancel = vi.fn();
    discardBody(new ReadableStream({ cancel }));
    await tick();
    expect(cancel).toHaveBeenCalledExactlyOnceWith("resource closed");
  });

  test("leaves no body, a locked one, and a cancel() that throws in peace", async () => {
    discardBody(null);
    const locked = new ReadableStream();
    locked.getReader();
    discardBody(locked);
    discardBody(
      new ReadableStream({
        cancel() {
          throw new Error("on purpose");
        },
      }),
    );
    await tick(); // an unhandled rejection would fail the run
  });
});

test("isNullBodyStatus() knows the statuses without a body (P20)", () => {
  const statuses = Array.from({ length: 500 }, (_, i) => i + 100);
  expect(statuses.filter(isNullBodyStatus)).toEqual([101, 204, 304]);
});
