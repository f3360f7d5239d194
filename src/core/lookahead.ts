/**
 * The size of a platform Response's body, which the platform does not tell.
 *
 * The stream of a buffered body (string, bytes, form) gives its one chunk and its end within a few
 * microtasks (seen on Node 20 to 26: the second read settles after one turn), the stream of an
 * asynchronous source never does. Looking that far ahead gives buffered bodies their
 * Content-Length without delaying anything.
 *
 * @module
 */
import { lockBody } from "./body.ts";

const TURNS = 8;

/** All bytes of a buffered body, or a stream that still gives everything. */
export async function bufferedBody(
  body: ReadableStream<Uint8Array>,
): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const reader = lockBody(body);
  const first = await settledSoon(reader.read());
  if ("value" in first && first.value.done) return new Uint8Array();
  if ("value" in first && first.value.value instanceof Uint8Array) {
    const second = await settledSoon(reader.read());
    if ("value" in second && second.value.done) return first.value.value;
    return resume(reader, [Promise.resolve(first.value), second.promise]);
  }
  return resume(reader, [first.promise]);
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;
type Soon = { promise: Promise<Read>; value: Read } | { promise: Promise<Read> };

async function settledSoon(promise: Promise<Read>): Promise<Soon> {
  let value: Read | undefined;
  promise.then(
    (result) => void (value = result),
    () => {}, // told to whoever awaits `promise`
  );
  for (let turn = 0; turn < TURNS && value === undefined; turn++) await undefined;
  return value === undefined ? { promise } : { promise, value };
}

/** A stream that gives the reads already made, then the rest. */
function resume(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  made: Promise<Read>[],
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await (made.shift() ?? reader.read());
        if (done) controller.close();
        // Not checked here: `watchBody` names the error of a chunk that is not bytes (P43).
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
