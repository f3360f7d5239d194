/**
 * Routes for bodies that are larger than any memory: `/source?size=` and `/sink-hole`.
 *
 * @module
 */
import type { Route } from "./at.ts";

/** As many bytes as the query says, made when they are asked for. */
const source: Route = (_request, _info, at) => {
  let left = Number(at.query("size"));
  const chunk = new Uint8Array(65_536);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const size = Math.min(left, chunk.byteLength);
      // A copy: what is enqueued may be transferred.
      if (size > 0) controller.enqueue(chunk.slice(0, size));
      left -= size;
      if (left === 0) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "application/octet-stream" } });
};

/** Counts the bytes of the body, and keeps none. */
const count: Route = async (request) => {
  let size = 0;
  for await (const chunk of request.body ?? []) size += chunk.byteLength;
  return Response.json({ size });
};

/** The paths of this file. */
export const flowRoutes: Readonly<Record<string, Route>> = { "/source": source, "/count": count };
