/**
 * BYOB readers for the bodies of requests, on hosts whose streams are none of bytes (Bun, Deno).
 *
 * @module
 */
import { teachMembers } from "./teach.ts";
import { Through } from "./through.ts";

/** A body whose `getReader()` is ours where it is asked for bytes. */
class ByteBody extends Through {
  readonly #ours = true;

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #ours in value && value.#ours;
  }
}

let installed = false;

/** Lets the stream of a body, and no other, give a BYOB reader. */
export function asByteBody<T extends ReadableStream<Uint8Array>>(body: T): T {
  install();
  if (!ByteBody.is(body)) new ByteBody(body);
  return body;
}

function install(): void {
  if (installed) return;
  installed = true;
  const { prototype } = ReadableStream;
  const native = prototype.getReader as (this: ReadableStream, options?: object) => object;
  const members = {
    getReader(this: ReadableStream<Uint8Array>, options?: { mode?: unknown }): object {
      if (options?.mode !== "byob") return native.call(this, options);
      const reader = native.call(this) as ReadableStreamDefaultReader<Uint8Array>;
      return native.call(bytesOf(reader), options);
    },
  };
  teachMembers(prototype, { is: ByteBody.is, members });
}

/** The same bytes by a byte stream. */
function bytesOf(reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  const source = {
    type: "bytes",
    async pull(controller: ByteController) {
      const { done, value } = await reader.read();
      if (!done) {
        controller.enqueue(value);
        return;
      }
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: (reason: unknown) => reader.cancel(reason),
  };
  return new ReadableStream(source as never);
}

/** As far as it is used; the types of some runtimes have no such thing. */
interface ByteController {
  readonly byobRequest: { respond(size: number): void } | null;
  enqueue(chunk: Uint8Array): void;
  close(): void;
}
