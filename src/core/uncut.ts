/**
 * Bodies that a platform ends as if they were whole, although they were cut (Deno over HTTP/2): R41,
 * R37. What the platform's signal says when they end tells the difference.
 *
 * @module
 */
import { lockBody } from "./body.ts";
import { Hosted, nativeBody } from "./hosted_state.ts";

/** The value of a body that came to its end; throws for one that was cut. */
export function uncut<T>(request: Hosted, value: T): T {
  const reason = Hosted.exchange(request).wasCut();
  if (reason !== undefined) throw reason;
  return value;
}

/** The platform's stream, or one in its place that fails where that one only ends. */
export function uncutBody(request: Hosted): ReadableStream<Uint8Array> | null {
  const native = nativeBody.call(request);
  if (native === null || !Hosted.exchange(request).mayBeCut) return native;
  return Hosted.body(request, () => guarded(request, native));
}

function guarded(request: Hosted, native: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  // Taken when it is read: until then text() and the others may still read the body.
  let taken: ReturnType<typeof lockBody<Uint8Array>> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const reader = (taken ??= lockBody(native));
        const { done, value } = await reader.read();
        if (!done) controller.enqueue(value);
        else if (uncut(request, true)) controller.close();
      },
      cancel: (reason) => (taken ?? native).cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
