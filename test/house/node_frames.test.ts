/** The reader of frames on Node beside the parser of `ws`: whatever TCP cuts, the messages are the same. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ws from "ws";
import { Inbound } from "../../src/adapters/node/websocket/inbound.ts";
import { createReceiver } from "../../src/adapters/node/websocket/receiver.ts";
import type { Ws } from "../../src/adapters/node/websocket/ws.ts";

interface Part {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly fin: boolean;
  readonly key: Buffer;
}

function encode({ opcode, payload, fin, key }: Part): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? [length | 0x80]
      : length < 65_536
        ? [0xfe, length >> 8, length & 255]
        : [0xff, 0, 0, 0, 0, ...new Uint8Array(Uint32Array.of(length).buffer).toReversed()];
  const masked = payload.map((byte, i) => byte ^ key[i % 4]!);
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode, ...head]), key, masked]);
}

/** Everything that is told, in order, of bytes in these pieces. */
function told(pieces: readonly Buffer[], most = Infinity): string[] {
  const log: string[] = [];
  const message = (data: string | ArrayBuffer): void => {
    if (typeof data === "string") log.push(`text ${data}`);
    else log.push(`bytes ${Buffer.from(data).toString("hex")}`);
  };
  const events = {
    message,
    pinged: (payload: Uint8Array) => log.push(`ping ${Buffer.from(payload).toString("hex")}`),
    pong: () => log.push("pong"),
    concluded: (code: number) => log.push(`close ${code}`),
    violated: () => {}, // comes later
  };
  const parser = createReceiver(ws as unknown as Ws, most, {}, events);
  parser.on("ping", () => log.push("a ping for the parser"));
  const inbound = new Inbound(most, {
    ...events,
    parser,
    invalidText: () => log.push("invalid"),
  });
  for (const piece of pieces) inbound.push(Buffer.from(piece));
  if (parser.errored !== null) log.push("violation");
  return log;
}

const key = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes));
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.nat(140) },
  { weight: 2, arbitrary: fc.constantFrom(125, 126, 128, 129, 1000, 65_535, 65_536, 70_000) },
);
const text = fc
  .tuple(sizes, fc.constantFrom("a", "é", "€", "😀", "aé"))
  .map(([size, unit]) => unit.repeat(Math.ceil(size / unit.length)));
const message = fc.oneof(
  fc.tuple(text, key).map(([value, mask]) => ({
    log: [`text ${value}`],
    bytes: encode({ opcode: 1, payload: Buffer.from(value), fin: true, key: mask }),
  })),
  fc.tuple(sizes, fc.nat(255), key).map(([size, byte, mask]) => ({
    log: [`bytes ${Buffer.alloc(size, byte).toString("hex")}`],
    bytes: encode({ opcode: 2, payload: Buffer.alloc(size, byte), fin: true, key: mask }),
  })),
  fc.tuple(text, fc.nat(140), key).map(([value, cut, mask]) => {
    const all = Buffer.from(value);
    const parts = [all.subarray(0, cut), all.subarray(cut)];
    const ping = encode({ opcode: 9, payload: Buffer.from("p"), fin: true, key: mask });
    return {
      log: ["ping 70", `text ${value}`],
      bytes: Buffer.concat([
        encode({ opcode: 1, payload: parts[0]!, fin: false, key: mask }),
        ping,
        encode({ opcode: 0, payload: parts[1]!, fin: true, key: mask }),
      ]),
    };
  }),
);

test("messages are the same however they are cut (W28)", () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.nat(300), { maxLength: 20 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map((one) => one.bytes));
        const pieces: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        pieces.push(bytes.subarray(at));
        expect(told(pieces)).toEqual(messages.flatMap((one) => one.log));
      },
    ),
    { numRuns: 150 },
  );
});

describe("a violation is told, and nothing behind it (W33)", () => {
  const mask = Buffer.from([1, 2, 3, 4]);
  const frame = (opcode: number, payload: string, fin = true): Buffer =>
    encode({ opcode, payload: Buffer.from(payload, "latin1"), fin, key: mask });
  const after = frame(1, "after");
  const long = `${"a".repeat(500)}\xff`;
  const RESERVED = Buffer.from([0xc1, 0x80, 0, 0, 0, 0]);
  const UNMASKED = Buffer.from([0x81, 0x01, 0x61]);
  test.each([
    ["a reserved bit", RESERVED, ["violation"]],
    ["no mask", UNMASKED, ["violation"]],
    ["an opcode that there is not", frame(3, "x"), ["violation"]],
    ["a stray continuation", frame(0, "x"), ["violation"]],
    [
      "a text in the middle of another",
      Buffer.concat([frame(1, "x", false), after]),
      ["violation"],
    ],
    ["a short text that is no UTF-8", frame(1, "\xff"), ["invalid"]],
    ["a long text that is no UTF-8", frame(1, long), ["invalid"]],
    ["a message above the limit", frame(2, "x".repeat(1001)), ["violation"]],
    ["a ping of 126 bytes", frame(9, "x".repeat(126)), ["violation"]],
    ["a ping in fragments", frame(9, "x", false), ["violation"]],
    ["a close frame", frame(8, "\x03\xe8"), ["close 1000"]],
  ])("%s", (_name, bytes, log) => {
    expect(told([Buffer.concat([bytes, after])], 1000)).toEqual(log);
    const single = Array.from(Buffer.concat([bytes, after]), (byte) => Buffer.from([byte]));
    expect(told(single, 1000)).toEqual(log);
  });
});

test("two bytes are enough to see that a frame is wrong (W33)", () => {
  expect(told([Buffer.from([0xc1, 0x80])])).toEqual(["violation"]);
  expect(told([Buffer.from([0x81, 0x01])])).toEqual(["violation"]);
});

test("a frame that says it is long gets memory as it comes", () => {
  const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]); // 1 GiB
  const before = process.memoryUsage().arrayBuffers;
  told([head, Buffer.alloc(1000)]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});
