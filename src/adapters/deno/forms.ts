/**
 * Forms in the bodies of requests on Deno.
 *
 * @module
 */
import { closeDelimiter, endsWithDelimiter } from "../../core/multipart.ts";

const { Response } = globalThis;

/**
 * R45: Deno's parser takes a malformed multipart body for an empty form, and of one that was cut off
 * the parts that are there (2.9.5).
 */
export async function formData(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type");
  const bytes = new Uint8Array(await request.arrayBuffer());
  const delimiter = closeDelimiter(type);
  if (delimiter !== undefined && !endsWithDelimiter(bytes, delimiter)) {
    throw new TypeError("Unable to parse body as form data: its last delimiter is missing");
  }
  const init = type === null ? {} : { headers: { "content-type": type } };
  return new Response(bytes, init).formData();
}
