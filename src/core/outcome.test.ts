import { describe, expect, test } from "vitest";
import { Outcome } from "./outcome.ts";

describe("Outcome", () => {
  test("does not abort the signal when the client leaves after the delivery (R62)", () => {
    const looked = new Outcome();
    const { signal } = looked;
    const unlooked = new Outcome();
    for (const outcome of [looked, unlooked]) {
      outcome.delivered();
      outcome.cut();
      outcome.gone();
      expect([outcome.signal.aborted, outcome.isDelivered, outcome.isGone]).toEqual([
        false,
        true,
        false,
      ]);
    }
    expect(signal.aborted).toBe(false);
  });

  test("aborts it, also when somebody looks later, when a request was cut (R61, R64)", () => {
    const outcome = new Outcome();
    const reason = outcome.cut();
    expect([outcome.isGone, outcome.signal.aborted]).toEqual([false, true]);
    expect(outcome.signal.reason).toBe(reason);
    expect(outcome.cut()).toBe(reason);
    expect([reason.name, reason.message]).toEqual([
      "AbortError",
      "The request has been cancelled.",
    ]);
  });

  test("tells those who ask too late that the client has gone, by the same reason (R37, P38)", () => {
    const outcome = new Outcome();
    const told: unknown[] = [];
    outcome.onGone((reason) => told.push(reason));
    outcome.gone();
    outcome.onGone((reason) => told.push(reason));
    outcome.gone();
    expect(told).toEqual([outcome.signal.reason, outcome.signal.reason]);
  });

  test("settles completed once: the first end counts (I03 to I07)", async () => {
    const delivered = new Outcome();
    const early = delivered.completed();
    delivered.delivered();
    delivered.gone();
    await expect(early).resolves.toBeUndefined();
    const lost = new Outcome();
    lost.gone();
    lost.delivered();
    await expect(lost.completed()).rejects.toMatchObject({
      name: "Interrupted",
      message: "HTTP response was not sent successfully",
      code: "ERR_INTERRUPTED",
      cause: lost.signal.reason,
    });
  });
});
