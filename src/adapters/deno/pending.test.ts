import { expect, test, vi } from "vitest";
import { Pending } from "./pending.ts";

function client(): { leave: () => void; over: () => void; parts: Parameters<Pending["hold"]>[0] } {
  const lost = new AbortController();
  const over = vi.fn<() => void>();
  const parts = { waits: () => {}, hasLeft: false, lost: () => lost.signal, over };
  return { leave: () => lost.abort(), over, parts };
}

test("an answer is what the handler gave, while its client is there", async () => {
  const entry = new Pending().hold(client().parts);
  const response = new Response("late");
  entry.settle(response);
  expect(await entry.promise).toBe(response);
  expect(entry.isAnswered).toBe(false);
});

test("a client that leaves ends the wait for its handler in a drain alone (X13)", async () => {
  const pending = new Pending();
  const { leave, over, parts } = client();
  const entry = pending.hold(parts);
  pending.drain();
  expect(over).not.toHaveBeenCalled();
  leave();
  expect(over).toHaveBeenCalledOnce();
  expect(entry.isAnswered).toBe(true);
  entry.settle(new Response("late"));
  expect((await entry.promise).status).toBe(503);
});

test("one that came in the drain, or had left before it, is not waited for either (X13)", () => {
  const pending = new Pending();
  pending.drain();
  const { leave, parts } = client();
  const came = pending.hold(parts);
  leave();
  expect(came.isAnswered).toBe(true);
  expect(pending.hold({ ...client().parts, hasLeft: true }).isAnswered).toBe(true);
});

test("nobody leaves who was answered or upgraded, though Deno aborts its signal then (W19)", () => {
  const pending = new Pending();
  const [answered, upgraded] = [client(), client()];
  pending.hold(answered.parts).settle(new Response(null));
  pending.hold(upgraded.parts).keep();
  pending.drain();
  for (const { leave } of [answered, upgraded]) leave();
  pending.abandon();
  expect(answered.over).not.toHaveBeenCalled();
  expect(upgraded.over).not.toHaveBeenCalled();
});

test("an abort waits for nobody, and cuts the streams (X09)", () => {
  const pending = new Pending();
  const cut = vi.fn<() => void>();
  pending.streams.add(cut);
  const entry = pending.hold(client().parts);
  pending.abandon();
  expect(cut).toHaveBeenCalledOnce();
  expect(entry.isAnswered).toBe(true);
});
