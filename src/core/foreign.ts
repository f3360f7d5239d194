/**
 * Responses of another realm or implementation (P03): those of @whatwg-node/fetch, which GraphQL
 * Yoga returns on Node, or of the npm package undici. They are taken on purpose, by their members.
 *
 * @module
 */

/** What is used of a foreign response. */
interface Foreign {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Whether a value is a response, but not one of this realm. */
export function isForeign(value: unknown): value is Foreign {
  if (typeof value !== "object" || value === null || value instanceof Response) return false;
  const { status, headers, text } = value as Partial<Foreign> & { text?: unknown };
  return (
    Number.isInteger(status) &&
    typeof text === "function" &&
    typeof headers?.[Symbol.iterator] === "function" &&
    "body" in value
  );
}

/** The same response in this realm; its body is streamed. */
export function adopt({ status, statusText, headers, body }: Foreign): Response {
  const stream = body === null || body === undefined ? null : streamOf(body);
  return new Response(stream, { status, statusText, headers: [...headers] });
}

function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  if (body instanceof ReadableStream) return body;
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        // Node's Buffers too are Uint8Arrays; anything else fails later by its name (P43).
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
