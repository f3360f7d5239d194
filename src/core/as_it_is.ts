/**
 * A response that goes out as it was made (Bun, Deno, Workers): see plain_response.ts.
 *
 * @module
 */
import { glance } from "./hosted_compress.ts";
import type { HostedExchange, HostedParts } from "./hosted_exchange.ts";
import { knownBody } from "./known_bodies.ts";
import type { Responder } from "./host.ts";

/**
 * The response where nothing is to be decided about it, or no more than a Vary; else undefined.
 * Nearly every small exchange ends here, so that what is asked is what was noted when the response was
 * made. Not a stream, which has to be watched; nothing that was not checked.
 */
export function asItIs(
  response: Response,
  native: Request,
  exchange: HostedExchange,
  parts: HostedParts,
  responder: Responder,
): Response | undefined {
  if (parts.asItIs === undefined || exchange.refusal !== undefined) return undefined;
  if (exchange.leavesMuch) return undefined;
  const known = knownBody(response);
  if (known === undefined || known.stream || exchange.method === "HEAD") return undefined;
  if (known.plain !== true || known.touched === true) return undefined;
  const look = glance(known, native, exchange, responder.compression);
  if (look === "closely") return undefined;
  if (exchange.answer(response) !== undefined) return undefined; // a subclass: never plain
  exchange.keepHead();
  const made = parts.asItIs(response, known);
  if (made === undefined) return undefined;
  if (look === "vary") {
    if (parts.addLine === undefined) made.headers.append("vary", "Accept-Encoding"); // C30
    else parts.addLine(made.headers, "vary", "Accept-Encoding");
  }
  if (known.none !== true) known.touched = true; // P11: the next time it is found to be used
  exchange.delivered();
  return made;
}
