/**
 * A response's body stream, watched on its way out.
 *
 * Hosts differ in the reason they give to `cancel` (Bun an AbortError, workerd undefined, Deno a
 * string), in which chunks they let through, and in whether they tell when a body has gone out.
 * Behind this wrapper they are alike.
 *
 * @module
 */
import { RESOURCE_CLOSED, failure } from "./errors.ts";

/** What the watcher of a body hears; exactly one of the three is called, once. */
export interface BodyWatcher {
  /** The source ended and everything was handed to the host. */
  done?(): void;
  /** The source failed, or enqueued something that is not bytes (P41, P43). */
  failed?(error: unknown): void;
  /** The host stopped reading: the client has gone. */
  cancelled?(): void;
  /**
   * Hears of the stream first: `cut` makes it fail without its end, as if the client had gone. For
   * hosts whose abort does not reach it (X12).
   */
  begun?: ((cut: () => void) => void) | undefined;
  /** Waited for before the end is told to the host. */
  beforeEnd?: (() => Promise<void>) | undefined;
}

/**
 * The same bytes, with back-pressure: nothing is pulled before the host asks. Throws when the body
 * is locked (P05).
 *
 * @param length The declared Content-Length: a longer body is cut, a shorter one fails (P23).
 */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  watcher: BodyWatcher,
  length?: number,
): ReadableStream<Uint8Array> {
  const reader = lockBody(body);
  let left = length ?? Infinity;
  let begun = false;
  let open = true;
  const fail = (error: unknown): void => {
    if (!open) return;
    open = false;
    watcher.failed?.(error);
  };
  const stop = (): void => {
    if (!open) return;
    open = false;
    watcher.cancelled?.();
    // The source's own failure to stop is told by nobody: there is nobody left to tell.
    reader.cancel(RESOURCE_CLOSED).catch(ignore);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        watcher.begun?.(() => {
          if (!open) return;
          stop();
          controller.error(new DOMException(RESOURCE_CLOSED, "AbortError"));
        });
      },
      async pull(controller) {
        try {
          for (;;) {
            const { done, value } = await reader.read();
            if (!open) return; // cancelled meanwhile: the controller takes nothing any more
            if (done) {
              if (length !== undefined && left > 0) throw tooShort(length, left);
              await watcher.beforeEnd?.();
              if (!open) return;
              open = false;
              controller.close();
              watcher.done?.();
              return;
            }
            if (!(value instanceof Uint8Array)) throw badChunk();
            if (value.byteLength === 0) continue; // P15
            if (value.byteLength <= left) {
              left -= value.byteLength;
              begun = true;
              controller.enqueue(value);
              return;
            }
            open = false;
            if (left > 0) controller.enqueue(value.subarray(0, left));
            controller.close();
            watcher.done?.();
            reader.cancel(RESOURCE_CLOSED).catch(ignore);
            return;
          }
        } catch (error) {
          if (!open) return;
          fail(error);
          reader.cancel(error).catch(ignore);
          // Bun 1.4 and workerd drop a chunk that they have not written yet when the stream fails
          // in the same turn.
          if (begun) await new Promise((resolve) => setTimeout(resolve, 0));
          controller.error(error);
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
}

/** The only reader of a body from now on; P05 when there already is one. */
export function lockBody<T>(body: ReadableStream<T>): ReadableStreamDefaultReader<T> {
  if (body.locked) throw lockedBody();
  return body.getReader() as ReadableStreamDefaultReader<T>;
}

/** P05. */
export function lockedBody(): Error {
  return failure("ERR_RESPONSE_LOCKED", "Cannot send the response: its ReadableStream is locked");
}

/** P43. */
export function badChunk(): Error {
  return failure("ERR_BODY_CHUNK", "expected typed ArrayBufferView");
}

/** P23: on HTTP/1 only a closed connection can tell the client. */
export function tooShort(length: number, left: number): Error {
  return failure(
    "ERR_BODY_LENGTH",
    `The body ended after ${length - left} bytes, ${left} short of its Content-Length`,
  );
}

function ignore(): void {}
