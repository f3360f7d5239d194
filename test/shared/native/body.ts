/**
 * E09: the body of the request is the platform's, however it is read.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { MULTIPART, outcomeOf, sees } from "./within.ts";

const HELLO = { body: "hello" } as const;

const reads = (
  as: string,
  title: string,
  read: (request: Request) => unknown,
  expect: unknown,
): InsideCase => sees(`read-${as}`, title, read, expect, HELLO);

async function drain(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  return text;
}

export const bodyNatives: readonly InsideCase[] = [
  reads("text", "text() gives the body", (request) => request.text(), "hello"),
  reads(
    "arrayBuffer",
    "arrayBuffer() gives an ArrayBuffer of its own",
    async (request) => {
      const buffer = await request.arrayBuffer();
      return [buffer instanceof ArrayBuffer, buffer.byteLength];
    },
    [true, 5],
  ),
  reads(
    "blob",
    "blob() gives a Blob with the type of the request",
    async (request) => {
      const blob = await request.blob();
      return [
        blob instanceof Blob,
        blob.size,
        await blob.text(),
        blob.type.toLowerCase().startsWith("text/plain"),
      ];
    },
    [true, 5, "hello", true],
  ),
  reads(
    "bytes",
    "bytes() gives a Uint8Array, where the runtime has it",
    async (request) => {
      if (typeof request.bytes !== "function") return [true, 5];
      const bytes = await request.bytes();
      return [bytes instanceof Uint8Array, bytes.byteLength];
    },
    [true, 5],
  ),
  reads(
    "reader",
    "a reader gives Uint8Arrays and the end",
    async (request) => {
      const reader = request.body!.getReader();
      let size = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return size;
        if (!(value instanceof Uint8Array)) return "no bytes";
        size += value.byteLength;
      }
    },
    5,
  ),
  reads(
    "byob",
    "a BYOB reader fills the buffer that it is given, and tells the end",
    async (request) => {
      const reader = request.body!.getReader({ mode: "byob" });
      let text = "";
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(2));
        if (value !== undefined) text += new TextDecoder().decode(value);
        if (done) return text;
      }
    },
    "hello",
  ),
  reads("iterate", "the body can be iterated", (request) => drain(request.body!), "hello"),
  reads(
    "tee",
    "the body can be teed",
    (request) => Promise.all(request.body!.tee().map((branch) => drain(branch))),
    ["hello", "hello"],
  ),
  reads(
    "pipe",
    "the body can be piped through transforms",
    async (request) => {
      const upper = new TransformStream<string, string>({
        transform: (text, controller) => controller.enqueue(text.toUpperCase()),
      });
      const decoded = request.body!.pipeThrough(
        new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
      );
      let text = "";
      for await (const piece of decoded.pipeThrough(upper)) text += piece;
      return text;
    },
    "HELLO",
  ),
  reads(
    "response",
    "new Response(request.body) can read it",
    (request) => new Response(request.body).text(),
    "hello",
  ),
  sees(
    "read-json",
    "json() parses",
    (request) => request.json(),
    { a: [1, "ü"] },
    { body: '{"a":[1,"ü"]}' },
  ),
  sees(
    "read-bom",
    "text() drops one byte order mark and replaces what is no UTF-8",
    (request) => request.text(),
    "a\uFFFDb",
    { body: new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62]) },
  ),
  sees("read-json-bom", "json() drops a byte order mark", (request) => request.json(), [1], {
    body: new Uint8Array([0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d]),
  }),
  sees(
    "read-form",
    "formData() parses multipart: fields and files",
    async (request) => {
      const form = await request.formData();
      const file = form.get("f") as File;
      return [
        form.get("a"),
        file instanceof File,
        file.name,
        file.type,
        await file.text(),
        [...form.keys()],
      ];
    },
    ["1", true, "f.txt", /^text\/plain/, "content", ["a", "f"]],
    MULTIPART,
  ),
  sees(
    "read-urlencoded",
    "formData() parses urlencoded bodies",
    async (request) => [...(await request.formData())],
    [
      ["a", "1 2"],
      ["b", "ü"],
      ["a", "3"],
    ],
    {
      body: "a=1+2&b=%C3%BC&a=3",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
  ),
  sees(
    "read-none",
    "without a body every reading gives what is empty",
    async (request) => [
      request.body,
      await request.text(),
      (await request.arrayBuffer()).byteLength,
      (await request.blob()).size,
      request.bodyUsed,
    ],
    [null, "", 0, 0, false],
  ),
  sees(
    "read-none-json",
    "without a body json() rejects with a SyntaxError, and throws nothing",
    (request) => {
      const reading = request.json();
      return outcomeOf(() => reading);
    },
    "throws SyntaxError",
  ),
  sees(
    "read-json-bad",
    "so does json() of what is no JSON",
    (request) => {
      const reading = request.json();
      return outcomeOf(() => reading);
    },
    "throws SyntaxError",
    { body: "{bad" },
  ),
];
