/**
 * What Deno needs to send a Response as the contract says (seen on Deno 2.9.5).
 *
 * @module
 */
import type { HostedExchange } from "../../core/exchange.ts";
import type { Responder } from "../../core/host.ts";

/** The response to hand to Deno. */
export function adaptResponse(
  response: Response,
  native: Request,
  exchange: HostedExchange,
  responder: Responder,
): Response {
  void native;
  void responder;
  exchange.delivered();
  return response;
}
