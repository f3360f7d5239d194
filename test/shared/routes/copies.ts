/**
 * What proxies make of a response of `fetch()` before they hand it on (E09).
 *
 * @module
 */

/** By the name that `X-Copy` gives. */
export const COPIES: Readonly<
  Record<string, (upstream: Response) => Response | Promise<Response>>
> = {
  whole: (upstream) => new Response(upstream.body, upstream),
  parts: ({ body, status, headers }) => new Response(body, { status, headers }),
  changed: ({ body, status, headers: given }) => {
    const headers = new Headers(given);
    headers.set("x-added", "yes");
    return new Response(body, { status, headers });
  },
  uncoded: (upstream) => {
    const response = new Response(upstream.body, upstream);
    response.headers.delete("content-encoding");
    return response;
  },
  clone: (upstream) => new Response(upstream.clone().body, upstream),
  text: async (upstream) => new Response(await upstream.text(), upstream),
  recoded: ({ body, status }) => {
    const coded = body!.pipeThrough(new CompressionStream("gzip") as never);
    const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
    return new Response(coded as ReadableStream<Uint8Array<ArrayBuffer>>, { status, headers });
  },
};
