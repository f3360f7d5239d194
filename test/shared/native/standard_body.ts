/**
 * E09: the bodies of Request and Response as the Fetch standard has them.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import {
  bytesOf,
  type Classes,
  each,
  outcomes,
  SOMEWHERE,
  standard,
  streamOf,
} from "./standard.ts";
import { outcomeOf } from "./within.ts";

/** The two classes with a body. */
const both = <T>(
  c: Classes,
  make: (of: (body: BodyInit | null, headers?: HeadersInit) => Request | Response) => T,
): [T, T] => [
  make((body, headers = {}) => new c.Response(body, { headers })),
  make(
    (body, headers = {}) =>
      new c.Request(SOMEWHERE, { method: "POST", body, headers, duplex: "half" } as RequestInit),
  ),
];

/** Both classes, which have to do the same. */
const bodies = (
  id: string,
  title: string,
  call: (of: (body: BodyInit | null, headers?: HeadersInit) => Request | Response) => unknown,
  wanted: unknown,
): InsideCase =>
  standard(
    `body-${id}`,
    title,
    async (c) => {
      const [response, request] = both(c, call);
      return { response: await response, request: await request };
    },
    { response: wanted, request: wanted },
  );

const TEXT = /^text\/plain; ?charset=utf-8$/i;
const READINGS = ["text", "json", "arrayBuffer", "blob", "formData"] as const;

export const standardBody: readonly InsideCase[] = [
  bodies(
    "types",
    "each kind of body has its content-type, and one that was given is kept",
    (of) => [
      ...(
        [
          "a",
          new URLSearchParams("a=1"),
          new Blob(["a"], { type: "text/own" }),
          new Blob(["a"]),
          bytesOf("a"),
          bytesOf("a").buffer,
          new DataView(bytesOf("a").buffer),
          streamOf(bytesOf("a")),
          null,
        ] as const
      ).map((body) => of(body).headers.get("content-type")),
      of("a", { "content-type": "text/own" }).headers.get("content-type"),
    ],
    [
      TEXT,
      /^application\/x-www-form-urlencoded; ?charset=utf-8$/i,
      "text/own",
      null,
      null,
      null,
      null,
      null,
      null,
      "text/own",
    ],
  ),
  bodies(
    "empty",
    "no body and an empty one read as nothing, and only the empty one is used by it",
    async (of) => {
      const told: unknown[] = [];
      for (const body of [null, ""]) {
        const [a, b, c, d] = [of(body), of(body), of(body), of(body)];
        const [text, buffer, blob] = [await a.text(), await b.arrayBuffer(), await c.blob()];
        told.push([text, buffer.byteLength, blob.size, await outcomeOf(() => d.json())]);
        told.push([a.bodyUsed, b.bodyUsed, c.bodyUsed, d.bodyUsed]);
      }
      return told;
    },
    [
      ["", 0, 0, "throws SyntaxError"],
      [false, false, false, false],
      ["", 0, 0, "throws SyntaxError"],
      [true, true, true, true],
    ],
  ),
  bodies(
    "text",
    "text() decodes UTF-8, drops one byte order mark and replaces what is none",
    async (of) =>
      Promise.all([
        of("ü").text(),
        of(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).text(),
        of(new Uint8Array([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x61])).text(),
        of(new Uint8Array([0xff, 0xfe, 0x61, 0x00])).text(),
        of(new Uint8Array([0xe2, 0x82])).text(),
        of("\ud83d").text(),
      ]),
    ["ü", "a", "\ufeffa", "\ufffd\ufffda\0", "\ufffd", "\ufffd"],
  ),
  bodies(
    "json",
    "json() parses, and rejects with a SyntaxError what is none, or cut off",
    async (of) => [
      await of('{"a":[1]}').json(),
      await Promise.all(
        ["", "{", "undefined", "{'a':1}", "\ufeff\ufeff1"].map((text) =>
          outcomeOf(() => of(text).json()),
        ),
      ),
    ],
    [{ a: [1] }, Array.from({ length: 5 }, () => "throws SyntaxError")],
  ),
  bodies(
    "bytes",
    "bytes() gives a Uint8Array of its own",
    async (of) => {
      const given = bytesOf("abc");
      const body = of(given);
      given[0] = 0;
      const bytes = await body.bytes();
      return [
        bytes instanceof Uint8Array,
        [...bytes],
        bytes.buffer !== given.buffer,
        body.bodyUsed,
      ];
    },
    [true, [97, 98, 99], true, true],
  ),
  bodies(
    "view",
    "of a view only its part is the body, and a change afterwards is not in it",
    async (of) => {
      const whole = bytesOf("abcdef");
      const views = [
        whole.subarray(1, 3),
        new DataView(whole.buffer, 2, 2),
        new Uint16Array(whole.buffer, 4, 1),
      ];
      const made = views.map((view) => of(view));
      whole.fill(46);
      return Promise.all(made.map((each) => each.text()));
    },
    ["bc", "cd", "ef"],
  ),
  bodies(
    "copied",
    "forms and parameters that change afterwards are sent as they were",
    async (of) => {
      const params = new URLSearchParams("a=1");
      const form = new FormData();
      form.append("a", "1");
      const made = [of(params), of(form)] as const;
      params.append("b", "2");
      form.append("b", "2");
      return [await made[0].text(), [...(await made[1].formData()).keys()]];
    },
    ["a=1", ["a"]],
  ),
  bodies(
    "blob-type",
    "blob() has the type that the headers say when they are read",
    async (of) => {
      const types: (HeadersInit | undefined)[] = [
        undefined,
        { "content-type": "text/html" },
        { "content-type": "TEXT/Html;Charset=UTF-8" },
        { "content-type": "bad" },
        { "content-type": "" },
      ];
      const told = await Promise.all(types.map(async (type) => (await of("a", type).blob()).type));
      const changed = of("a");
      changed.headers.set("content-type", "image/png");
      const removed = of("a");
      removed.headers.delete("content-type");
      return [...told, (await changed.blob()).type, (await removed.blob()).type];
    },
    [TEXT, "text/html", "text/html;charset=utf-8", "", "", "image/png", ""],
  ),
  bodies(
    "stream",
    "the body of a text is a stream of its bytes, always the same one",
    async (of) => {
      const body = of("héllo");
      const stream = body.body;
      const before = [stream === body.body, stream?.locked, body.bodyUsed];
      const chunks: number[] = [];
      for await (const chunk of stream ?? []) chunks.push(...chunk);
      return [before, chunks, body.bodyUsed];
    },
    [[true, false, false], [...bytesOf("héllo")], true],
  ),
  bodies(
    "stream-given",
    "a stream that was given is the body itself",
    (of) => {
      const given = streamOf(bytesOf("a"));
      const body = of(given);
      return [body.body === given, given.locked, body.bodyUsed];
    },
    [true, false, false],
  ),
  bodies(
    "read-locks",
    "a reading locks the body at once, and no other reader gets at it",
    async (of) => {
      const body = of("a");
      const { body: stream } = body;
      const reading = body.text();
      const during = [
        body.bodyUsed,
        stream?.locked,
        await outcomeOf(() => stream?.getReader()),
        await outcomeOf(() => stream?.cancel()),
      ];
      return [during, await reading];
    },
    [[true, true, "throws TypeError", "throws TypeError"], "a"],
  ),
  bodies(
    "used",
    "after a reading every other rejects with a TypeError, and not with an exception at the call",
    async (of) => {
      const body = of("{}");
      await body.text();
      const told: Record<string, string> = {};
      for (const name of READINGS) {
        let reading: Promise<unknown>;
        try {
          reading = body[name]();
        } catch {
          told[name] = "at the call";
          continue;
        }
        told[name] = await outcomeOf(() => reading);
      }
      return told;
    },
    each([...READINGS], "throws TypeError"),
  ),
  bodies(
    "locked",
    "while a reader holds the body every reading rejects with a TypeError, and it is not used",
    async (of) => {
      const body = of("a");
      const reader = body.body?.getReader();
      const told = await outcomes(
        Object.fromEntries(READINGS.map((name) => [name, () => body[name]()])),
      );
      const used = body.bodyUsed;
      reader?.releaseLock();
      return [told, used, await body.text()];
    },
    [each([...READINGS], "throws TypeError"), false, "a"],
  ),
  bodies(
    "disturbed",
    "a body that was read in part, piped, or cancelled is used",
    async (of) => {
      const read = of(streamOf(bytesOf("a"), bytesOf("b")));
      const reader = read.body?.getReader();
      await reader?.read();
      reader?.releaseLock();
      const piped = of("a");
      await piped.body?.pipeTo(new WritableStream());
      const cancelled = of("a");
      await cancelled.body?.cancel();
      const told = [read, piped, cancelled].map(async (body) => [
        body.bodyUsed,
        await outcomeOf(() => body.text()),
        await outcomeOf(() => body.clone()),
      ]);
      return Promise.all(told);
    },
    Array.from({ length: 3 }, () => [true, "throws TypeError", "throws TypeError"]),
  ),
  bodies(
    "cancel",
    "cancel() of the body tells its source the reason, once",
    async (of) => {
      const reasons: unknown[] = [];
      const body = of(
        new ReadableStream({
          cancel: (reason) => {
            reasons.push(reason);
          },
        }),
      );
      await body.body?.cancel("enough");
      await body.body?.cancel("again");
      return [reasons, body.bodyUsed];
    },
    [["enough"], true],
  ),
  bodies(
    "bad-chunks",
    "a chunk that is no Uint8Array makes every reading reject with a TypeError",
    (of) =>
      Promise.all(
        ["text", null, 7, {}, new ArrayBuffer(1), new Uint16Array(1)].map((chunk) =>
          outcomeOf(() => of(streamOf(chunk)).text()),
        ),
      ),
    Array.from({ length: 6 }, () => "throws TypeError"),
  ),
  bodies(
    "failing",
    "the error of a stream is that of the reading",
    async (of) => {
      const error = new RangeError("by the source");
      const started = new ReadableStream({
        start(controller) {
          controller.error(error);
        },
      });
      const pulled = new ReadableStream({
        pull() {
          throw error;
        },
      });
      const later = new ReadableStream({
        pull(controller) {
          controller.enqueue(bytesOf("a"));
          controller.error(error);
        },
      });
      const same = async (stream: ReadableStream): Promise<boolean> => {
        try {
          await of(stream).text();
          return false;
        } catch (thrown) {
          return thrown === error;
        }
      };
      return [await same(started), await same(pulled), await same(later)];
    },
    [true, true, true],
  ),
  bodies(
    "clone-chunks",
    "the chunks of a clone are its own: what one side does to them the other does not see",
    async (of) => {
      const first = of(streamOf(bytesOf("abc")));
      const second = first.clone();
      const { value } = (await first.body?.getReader().read()) ?? {};
      value?.fill(46);
      return second.text();
    },
    "abc",
  ),
];
