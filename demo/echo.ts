/** The echo: everything that the handler saw of a request, as JSON. */

/** The longest body that is echoed; what is beyond is counted, not kept. */
const LIMIT = 64 * 1024;

/** Answers with what the handler saw. */
export async function echo(request: Request): Promise<Response> {
  const url = new URL(request.url);
  let body: EchoedBody | null = null;
  if (request.body) {
    try {
      body = await readBody(request.body);
    } catch {
      // The client hung up before the whole body had arrived: nobody reads this answer.
      return Response.json({ message: "The body is incomplete" }, { status: 400 });
    }
  }
  return Response.json({
    method: request.method,
    url: request.url,
    path: url.pathname,
    query: [...url.searchParams],
    headers: [...request.headers],
    body,
  });
}

interface EchoedBody {
  readonly text: string;
  readonly bytes: number;
  readonly truncated: boolean;
}

async function readBody(stream: ReadableStream<Uint8Array>): Promise<EchoedBody> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const room = Math.max(0, LIMIT - bytes);
    text += decoder.decode(value.subarray(0, room), { stream: true });
    bytes += value.byteLength;
  }
  text += decoder.decode();
  return { text, bytes, truncated: bytes > LIMIT };
}
