/**
 * What has to be found out about the body of a Response before it is sent (Bun, Deno, Workers).
 *
 * @module
 */
import { bufferedBody } from "./lookahead.ts";

/** The same response, of which is known whether its body is a stream (P12). */
export async function rebuild(response: Response): Promise<Response> {
  const { status, headers } = response;
  const body = await bufferedBody(response.body as ReadableStream<Uint8Array>);
  return new Response(body as never, { status, headers });
}

/** P45: rejects for a stream that has failed already, while a proper answer can be given. */
export async function checkAlive({ body }: Response): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  let failure: { error: unknown } | undefined;
  reader.closed.catch((error: unknown) => (failure = { error }));
  // The rejection of a stream that has failed is there after one turn; releasing the reader then
  // makes one of its own.
  await undefined;
  await undefined;
  const found = failure as { error: unknown } | undefined;
  reader.releaseLock();
  if (found !== undefined) throw found.error;
}
