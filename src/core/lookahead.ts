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

/**
 * All bytes of a buffered body, or a stream that still gives everything.
 *
 * @param turn A turn of the host's loop, where some buffered bodies end no sooner.
 */
export async function bufferedBody(
  body: ReadableStream<Uint8Array>,
  turn?: () => Promise<void>,
): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const reader = lockBody(body);
  const first = await settledSoon(reader.read());
  if ("value" in first && first.value.done) return new Uint8Array();
  if ("value" in first && first.value.value instanceof Uint8Array) {
    const second = await settledSoon(reader.read(), turn);
    if ("value" in second && second.value.done) return first.value.value;
    return resume(reader, [Promise.resolve(first.value), second.promise]);
  }
  return resume(reader, [first.promise]);
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;
type Soon = { promise: Promise<Read>; value: Read } | { promise: Promise<Read> };

async function settledSoon(promise: Promise<Read>, turn?: () => Promise<void>): Promise<Soon> {
  let value: Read | undefined;
  promise.then(
    (result) => void (value = result),
    () => {}, // told to whoever awaits `promise`
  );
  for (let i = 0; i < TURNS && value === undefined; i++) await undefined;
  if (value === undefined && turn !== undefined) await turn();
  return value === undefined ? { promise } : { promise, value };
}

/**
 * Whether a stream is one of bytes: those that undici makes of buffered bodies are (Node 20 to 26), so
 * that any other is a stream that somebody has given. Not asked of a locked one.
 */
export function isByteStream(body: ReadableStream<Uint8Array>): boolean {
  try {
    body.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
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
