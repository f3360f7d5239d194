import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endSoon } from "./linger.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeSocket() {
  const calls = { end: vi.fn(), resume: vi.fn(), destroy: vi.fn() };
  const socket = Object.assign(new EventEmitter(), calls, { writableFinished: true });
  return { socket: socket as unknown as Socket, ...calls };
}

test("endSoon() does not wait for ever for a client that goes on sending (R28, E06)", () => {
  const { socket, end, destroy } = makeSocket();
  endSoon(socket, "answer");
  expect(end).toHaveBeenCalledExactlyOnceWith("answer");
  for (let i = 0; i < 9; i++) {
    vi.advanceTimersByTime(100);
    socket.emit("data", "x");
  }
  expect(destroy).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(destroy).toHaveBeenCalledOnce();
});

test("endSoon() lets go of a client that ends", () => {
  const { socket, destroy } = makeSocket();
  endSoon(socket);
  socket.emit("end");
  expect(destroy).toHaveBeenCalledOnce();
});
