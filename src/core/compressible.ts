/**
 * Which media types are worth compressing (C17 to C20).
 *
 * @module
 */
import { COMPRESSIBLE } from "./compressible.gen.ts";

let listed: Set<string> | undefined;

/**
 * Type and subtype in lower case, without parameters (RFC 9110 8.3.1). Of several lines, which
 * `Headers` joins by commas, the first (C20). Undefined for what is no media type.
 */
export function essenceOf(contentType: string): string | undefined {
  return /^[ \t]*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)[ \t]*(?:$|[;,])/
    .exec(contentType)?.[1]
    ?.toLowerCase();
}

/** Whether a media type, in lower case and without parameters, is on the list. */
export function isListed(essence: string): boolean {
  listed ??= new Set(
    COMPRESSIBLE.flatMap(([type, subtypes]) =>
      subtypes.split(" ").map((subtype) => `${type}/${subtype}`),
    ),
  );
  return listed.has(essence);
}
