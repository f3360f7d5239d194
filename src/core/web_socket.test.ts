import { describe, expect, test, vi } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { make, settle } from "../../test/unit/socket.ts";

describe("the socket", () => {
  test("opens in a turn of its own (W21, W24)", async () => {
    const { socket, open, log } = make();
    expect([socket.readyState, socket.protocol, socket.extensions]).toEqual([0, "", ""]);
    const opening = open();
    expect(socket.readyState).toBe(0);
    await opening;
    expect([socket.readyState, socket.protocol, socket.url]).toEqual([1, "chat", ""]);
    expect(log).toEqual([["open", 1]]);
  });

  test("is a WebSocket to everybody", () => {
    const { socket } = make();
    expect(socket).toBeInstanceOf(EventTarget);
    if (typeof WebSocket !== "undefined") expect(socket).toBeInstanceOf(WebSocket);
    expect(String(socket)).toBe("[object WebSocket]");
    expect(socket.constructor.name).toBe("WebSocket");
    expect([socket.CONNECTING, socket.OPEN, socket.CLOSING, socket.CLOSED]).toEqual([0, 1, 2, 3]);
    expect([socket.send.length, socket.close.length]).toEqual([1, 0]);
  });

  test("has a binaryType of two values (W22)", () => {
    const { socket } = make();
    expect(socket.binaryType).toBe("arraybuffer");
    socket.binaryType = "blob";
    socket.binaryType = "other" as never;
    expect(socket.binaryType).toBe("blob");
  });

  test("sends nothing before it is open (W23)", () => {
    expect(thrownBy(() => make().socket.send("x"))).toMatchObject({
      name: "InvalidStateError",
      message: "'readyState' not OPEN",
    });
  });

  test("sends what send() takes, in order across Blobs (W25)", async () => {
    const { socket, wire, open } = make();
    await open();
    const bytes = Uint8Array.of(1, 2, 3);
    socket.send("text");
    socket.send(new Blob(["blob"]));
    socket.send(bytes.subarray(1));
    bytes[1] = 9; // what is sent is what it was
    for (const value of [bytes.buffer, new DataView(bytes.buffer, 2), 5, null, undefined, {}]) {
      socket.send(value as never);
    }
    expect(socket.bufferedAmount).toBe(4 + 2 + 3 + 1 + 1 + 4 + 9 + 15);
    await vi.waitFor(() => expect(wire.calls).toHaveLength(9));
    expect(wire.calls.map(([, message]) => message)).toEqual([
      "text",
      [98, 108, 111, 98],
      [2, 3],
      [1, 9, 3],
      [3],
      "5",
      "null",
      "undefined",
      "[object Object]",
    ]);
    expect(socket.bufferedAmount).toBe(0);
    expect(thrownBy(() => socket.send(Symbol("x") as never))).toBeInstanceOf(TypeError);
    const bare = socket.send as () => void;
    expect(thrownBy(() => bare.call(socket))).toMatchObject({ code: "ERR_SOCKET_SEND" });
  });

  test("counts what is not sent any more, and shrinks no more (W26, W27)", async () => {
    const { socket, state, wire, open } = make();
    await open();
    wire.waiting = 7;
    expect(socket.bufferedAmount).toBe(7);
    socket.close();
    wire.waiting = 0;
    expect(socket.bufferedAmount).toBe(7);
    socket.send("é");
    expect(socket.bufferedAmount).toBe(9);
    state.closed(1000, "", true);
    await settle();
    socket.send("x");
    expect(socket.bufferedAmount).toBe(10);
    expect(wire.calls).toEqual([["close", undefined, ""]]);
  });

  test("gives binary messages as binaryType says (W28)", async () => {
    const { socket, state, open, log } = make();
    await open();
    state.message("text");
    state.message(Uint8Array.of(1).buffer);
    socket.binaryType = "blob";
    state.message(Uint8Array.of(1, 2).buffer);
    const [, text, buffer, blob] = log.map(([, data]) => data);
    expect(text).toBe("text");
    expect(buffer).toBeInstanceOf(ArrayBuffer);
    expect(blob).toBeInstanceOf(Blob);
    expect((blob as Blob).size).toBe(2);
  });
});

describe("on<type>", () => {
  test("is one listener, at the place where it was first set", async () => {
    const { socket, state, open } = make();
    await open();
    const order: string[] = [];
    socket.addEventListener("message", () => order.push("a"));
    socket.onmessage = () => order.push("replaced");
    socket.addEventListener("message", () => order.push("c"));
    socket.onmessage = function (this: unknown) {
      order.push(this === socket ? "b" : "wrong this");
    };
    state.message("x");
    expect(order).toEqual(["a", "b", "c"]);
    socket.onmessage = null;
    state.message("x");
    expect(order.slice(3)).toEqual(["a", "c"]);
  });

  test("is null for what is no object", () => {
    const { socket } = make();
    socket.onopen = 5 as never;
    expect(socket.onopen).toBeNull();
    const handler = {} as never;
    socket.onopen = handler;
    expect(socket.onopen).toBe(handler);
  });
});
