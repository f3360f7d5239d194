/**
 * Forms in the bodies of requests on Bun.
 *
 * @module
 */
import { refusalOf } from "../../core/errors.ts";

const native = Request.prototype.formData;

/**
 * R45: Bun rejects with a plain Error where the body of a request of its server is no form (1.4.5; of
 * any other it is a TypeError). A connection that was lost is an AbortError.
 */
export function formData(request: Request): Promise<unknown> {
  return native.call(request).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "Error") throw error;
    if (refusalOf(error) !== undefined) throw error;
    throw new TypeError(`Unable to parse body as form data: ${error.message}`, { cause: error });
  });
}
