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
}

/** The same bytes, with back-pressure: nothing is pulled before the host asks. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  watcher: BodyWatcher,
): ReadableStream<Uint8Array> {
  const reader = body.getReader(); // throws a TypeError when locked (P05)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            watcher.done?.();
          } else if (!(value instanceof Uint8Array)) {
            throw badChunk();
          } else if (value.byteLength > 0) {
            controller.enqueue(value);
          } else {
            await this.pull?.(controller);
          }
        } catch (error) {
          watcher.failed?.(error);
          controller.error(error);
          reader.cancel(error).catch(ignore);
        }
      },
      cancel() {
        watcher.cancelled?.();
        return reader.cancel(RESOURCE_CLOSED);
      },
    },
    { highWaterMark: 0 },
  );
}

/** P43. */
export function badChunk(): Error {
  return failure("ERR_BODY_CHUNK", "expected typed ArrayBufferView");
}

function ignore(): void {}
