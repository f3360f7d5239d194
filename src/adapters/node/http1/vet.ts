/**
 * Refuses what node:http's parser let through, and gives the URL of the rest.
 *
 * @module
 */
import type { IncomingMessage } from "node:http";
import { requestUrl } from "../../../core/target.ts";
import type { VetContext } from "../../../core/vet.ts";
import type { SocketState } from "../socket_state.ts";
import { isBrokenUpgrade } from "./upgrade.ts";

/**
 * The URL for the handler, or undefined: answer 400. `state` learns whether anything follows the
 * head, which `incoming.headers` would tell for the price of making them.
 */
export function vetIncoming(
  incoming: IncomingMessage,
  context: VetContext,
  state: SocketState,
): string | undefined {
  const { httpVersionMajor, httpVersionMinor, rawHeaders } = incoming;
  if (httpVersionMajor !== 1) return undefined; // R29: llhttp takes 0.9 and 2.0 as well
  let authority: string | undefined;
  state.content = false;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === "host") {
      if (authority !== undefined) return undefined; // R05
      authority = rawHeaders[i + 1]!;
    } else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") {
      // R54, R55: RFC 9112 6.1 knows chunked alone, and nothing of the kind in HTTP/1.0. A second
      // line is refused by llhttp.
      if (httpVersionMinor === 0 || rawHeaders[i + 1]!.toLowerCase() !== "chunked")
        return undefined;
      state.content = true;
    } else if (name.length === 14 && name.toLowerCase() === "content-length") {
      state.content = rawHeaders[i + 1] !== "0";
    } else if (name.length === 7 && name.toLowerCase() === "upgrade") {
      if (isBrokenUpgrade(incoming)) return undefined; // W08
    }
  }
  if (authority === undefined && httpVersionMinor !== 0) return undefined; // R04
  const { method = "GET", url: target = "" } = incoming;
  const { scheme, fallback } = context;
  return requestUrl({ method, target, authority, scheme, fallback });
}
