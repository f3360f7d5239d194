import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import type { Http1Exchange } from "./exchange.ts";
import { StreamOutput } from "./output.ts";

/** A socket that keeps what each system call would have taken, and an exchange on it. */
function makeOutput({ chunked = true, slow = false } = {}) {
  const calls: string[] = [];
  let take = (): void => {};
  const took = (bytes: Buffer, callback: () => void): void => {
    calls.push(bytes.toString("latin1"));
    if (!slow) callback();
    else {
      take = () => {
        take = () => {};
        callback();
      };
    }
  };
  const socket = new Writable({
    write: (chunk: Buffer, _encoding, callback) => took(chunk, callback),
    writev: (pieces, callback) =>
      took(Buffer.concat(pieces.map(({ chunk }) => chunk as Buffer)), callback),
  });
  const outgoing = { shouldKeepAlive: true, emit: vi.fn() };
  const closed = vi.fn();
  const exchange = { socket, outgoing: outgoing as unknown as ServerResponse, closed };
  const head = ["date", "now"];
  const output = new StreamOutput(exchange as unknown as Http1Exchange, 200, head, { chunked });
  return { output, calls, socket, outgoing, closed, take: () => take() };
}

const HEAD = "HTTP/1.1 200 OK\r\ndate: now\r\n\r\n";
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const bytes = (size: number): Buffer => Buffer.alloc(size, "x");

test("all that is written in one turn goes out in one call, the head and the end with it (P34)", () => {
  const { output, calls, closed, outgoing } = makeOutput();
  output.write(bytes(3));
  output.write(bytes(5000));
  output.write(bytes(2));
  output.end();
  expect(calls).toEqual([`${HEAD}3\r\nxxx\r\n1388\r\n${"x".repeat(5000)}\r\n2\r\nxx\r\n0\r\n\r\n`]);
  expect(closed).toHaveBeenCalledExactlyOnceWith(true);
  expect(outgoing.emit).toHaveBeenCalledExactlyOnceWith("finish");
});

test("a large chunk ends with its turn, not with the next chunk (P35)", async () => {
  const { output, calls } = makeOutput();
  output.flushHead();
  for (let i = 0; i < 3; i++) {
    output.write(bytes(4096));
    await turn();
  }
  output.end();
  const chunk = `1000\r\n${"x".repeat(4096)}\r\n`;
  expect(calls).toEqual([HEAD, chunk, chunk, chunk, "0\r\n\r\n"]);
});

test("large chunks of a size that repeats and changes are framed each by its own", () => {
  const { output, calls } = makeOutput();
  const sizes = [4096, 4096, 4096, 5000, 4096, 4096, 1, 4096, 4096];
  for (const size of sizes) output.write(bytes(size));
  output.end();
  const chunks = sizes.map((size) => `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`);
  expect(calls).toEqual([`${HEAD}${chunks.join("")}0\r\n\r\n`]);
});

test("a stream without chunks ends with nothing more (P23)", () => {
  const { output, calls } = makeOutput({ chunked: false });
  output.write(bytes(1));
  output.write(bytes(3000));
  output.end();
  expect(calls).toEqual([HEAD + "x".repeat(3001)]);
});

test("an empty stream is a head and the end", () => {
  const { output, calls } = makeOutput();
  output.end();
  expect(calls.join("")).toBe(`${HEAD}0\r\n\r\n`);
});

test("the exchange ends when the system has taken all of it (I04)", async () => {
  const { output, closed, take } = makeOutput({ slow: true });
  output.write(bytes(3));
  output.end();
  expect(closed).not.toHaveBeenCalled();
  for (let i = 0; i < 3; i++) {
    take();
    await turn();
  }
  expect(closed).toHaveBeenCalledExactlyOnceWith(true);
});

test("of a connection that is gone nothing is told: its 'close' tells", async () => {
  const { output, closed, socket } = makeOutput();
  output.write(bytes(4096));
  socket.destroy();
  output.write(bytes(4096));
  output.end();
  await turn();
  expect(closed).not.toHaveBeenCalled();
});

test("a connection that was ended within a chunk is not written to again (P41)", async () => {
  const { output, calls, socket } = makeOutput();
  const failed = vi.fn();
  socket.on("error", failed);
  output.write(bytes(4096));
  socket.end();
  await turn();
  expect(failed).not.toHaveBeenCalled();
  expect(calls.join("")).toBe(`${HEAD}1000\r\n${"x".repeat(4096)}`);
});
