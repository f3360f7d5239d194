/**
 * What Bun needs to send a Response as the contract says (seen on Bun 1.4.5).
 *
 * @module
 */
import type { HostedExchange } from "../../core/exchange.ts";
import type { Responder } from "../../core/host.ts";

/** The response to hand to Bun. */
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
