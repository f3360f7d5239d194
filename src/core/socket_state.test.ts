import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LIMITS, make, settle } from "../../test/unit/socket.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("closing", () => {
  test("waits for the peer's code (W36)", async () => {
    const { socket, state, wire, open, log } = make();
    await open();
    socket.close(1000, "bye");
    expect(socket.readyState).toBe(2);
    socket.close(3000, "again");
    expect(wire.calls).toEqual([["close", 1000, "bye"]]);
    state.message("ignored"); // W41
    state.closed(4000, "theirs", true);
    await settle();
    expect(log.slice(1)).toEqual([["closed"], ["close", 4000, "theirs", true]]);
    expect(socket.readyState).toBe(3);
  });

  test("has a code where there is a reason (W39)", async () => {
    const { socket, wire, open } = make();
    await open();
    socket.close(undefined, "why");
    expect(wire.calls).toEqual([["close", 1000, "why"]]);
  });

  test("before open takes effect (W42)", async () => {
    const { socket, wire, open, log } = make();
    socket.close(4000, "early");
    expect(socket.readyState).toBe(2);
    await open();
    expect(wire.calls).toEqual([["close", 4000, "early"]]);
    expect(log).toEqual([]);
  });

  test("comes after a Blob that is still read", async () => {
    const { socket, wire, open } = make();
    await open();
    socket.send(new Blob(["x"]));
    socket.close(1000);
    expect(wire.calls).toEqual([]);
    await vi.waitFor(() => expect(wire.calls).toHaveLength(2));
    expect(wire.calls.at(-1)).toEqual(["close", 1000, ""]);
  });

  test("ends without an answer, in bounded time (W40)", async () => {
    const { socket, wire, open, log } = make();
    await open();
    socket.close();
    await vi.advanceTimersByTimeAsync(9999);
    expect(log).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(wire.calls.at(-1)).toEqual(["terminate"]);
    expect(log.map(([type]) => type)).toEqual(["open", "closed", "error", "close"]);
    expect(log.at(-1)).toEqual(["close", 1006, "", false]);
  });

  test("happens once, and an error comes before it (W30, W32, W48)", async () => {
    const { state, open, log } = make();
    await open();
    state.closed(1006, "", false, "lost");
    state.closed(1000, "", true);
    await settle();
    expect(log.slice(1)).toEqual([["closed"], ["error", "lost"], ["close", 1006, "", false]]);
  });

  test("never happens within a call of the user's", async () => {
    const { socket, state, wire, open, log } = make();
    wire.close = () => state.closed(1000, "", true); // as Bun does
    await open();
    socket.close(1000);
    expect([socket.readyState, log.length]).toEqual([2, 1]);
    await settle();
    expect([socket.readyState, log.length]).toEqual([3, 3]);
  });
});

describe("bounds", () => {
  test("a peer that does not read is cut", async () => {
    const { socket, wire, open, log } = make();
    await open();
    wire.waiting = LIMITS.buffer;
    socket.send("still");
    wire.waiting++;
    socket.send("too much");
    await settle();
    expect(wire.calls).toEqual([["send", "still"], ["terminate"]]);
    expect(log.at(-1)).toEqual(["close", 1006, "", false]);
  });

  test("a message that is too large is answered by 1009 (W33)", async () => {
    const { state, wire, open, log } = make();
    await open();
    state.message("x".repeat(101));
    await settle();
    expect(wire.calls).toEqual([["close", 1009, ""], ["release"]]);
    expect(log.at(-1)).toEqual(["close", 1006, "", false]);
  });

  test("a silent peer is pinged, then dropped (W46, W48)", async () => {
    const { state, wire, open, log } = make(1000);
    await open();
    await vi.advanceTimersByTimeAsync(500);
    expect(wire.calls).toEqual([["ping"]]);
    await vi.advanceTimersByTimeAsync(500);
    const reason = "No response from ping frame.";
    expect(wire.calls.slice(1)).toEqual([["close", 1001, reason], ["release"]]);
    state.closed(1001, reason, true); // the peer has answered after all
    await settle();
    expect(log.slice(1)).toEqual([["closed"], ["error", reason], ["close", 1001, reason, false]]);
  });
});

describe("the end of the server", () => {
  test("is 1001, and waits for no answer (W49)", async () => {
    const { state, wire, open, log } = make();
    await open();
    state.goAway();
    await settle();
    const reason = "Server shutting down";
    expect(wire.calls).toEqual([["close", 1001, reason], ["release"]]);
    expect(log.at(-1)).toEqual(["close", 1001, reason, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("does not wait for a socket in CLOSING (W50)", async () => {
    const { socket, state, wire, open, log } = make();
    await open();
    socket.close(4000);
    state.goAway();
    await settle();
    expect(wire.calls).toEqual([["close", 4000, ""], ["release"]]);
    expect(log.at(-1)?.[0]).toBe("close");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("ends at once when it is aborted (W51)", async () => {
    const { state, wire, open, log } = make();
    await open();
    state.abort("aborted");
    await settle();
    expect(wire.calls).toEqual([["terminate"]]);
    expect(log.at(-1)).toEqual(["close", 1006, "", false]);
  });
});
