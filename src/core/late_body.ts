/**
 * The body of a request whose response goes out before it was read, on hosts which end the one with
 * the other (Bun, Workers): what has arrived by then is kept for who reads it later (R48), and
 * of the rest the host is told that it is still arriving (R50).
 *
 * @module
 */
import type { HostedExchange, HostedParts } from "./hosted_exchange.ts";
import { Hosted, hasBody } from "./hosted_state.ts";

/** What somebody has done with the body of a request. */
export class BodyUse {
  /** Its stream was in somebody's hands, who may be anywhere with it. */
  shown = false;
  /** It is being read as a whole. */
  reading: Promise<unknown> | undefined;
  /** What had arrived of it, all of it, when the response went out. */
  kept: Response | undefined;
}

/** Waits until what has arrived is there; undefined where there is nothing to wait for. */
export function awaitBody(
  request: Request,
  native: Request,
  exchange: HostedExchange,
  parts: HostedParts,
): Promise<void> | undefined {
  const { method } = exchange;
  if (method === "GET" || method === "HEAD" || parts.turn === undefined) return undefined;
  // Of a bounded body, more must not be read than the handler does.
  if (request !== native || !hasBody(request as never)) return undefined;
  const { use } = exchange;
  if (use?.reading !== undefined) return arrival(use.reading, parts);
  if (use?.shown === true || request.bodyUsed) return undefined;
  return keep(request, exchange, parts);
}

/** Reads a copy, since the handler's code may go on as if nobody had. */
async function keep(request: Request, exchange: HostedExchange, parts: HostedParts): Promise<void> {
  const reading = request.clone().arrayBuffer();
  let bytes: ArrayBuffer | undefined;
  const read = reading.then((whole) => void (bytes = whole));
  await arrival(read, parts);
  if (bytes === undefined) return;
  const type = Hosted.header(request as never, "content-type");
  const kept = new Response(bytes, type === null ? {} : { headers: { "content-type": type } });
  (exchange.use ??= new BodyUse()).kept = kept;
}

/** Turns of the host's loop after which what had arrived has been handed over. */
const TURNS = 2;

async function arrival(reading: Promise<unknown>, parts: HostedParts): Promise<void> {
  let over = false;
  const end = (): void => void (over = true);
  reading.then(end, end);
  for (let turn = 0; turn < TURNS && !over; turn++) await parts.turn!();
  if (!over) parts.arriving?.();
}
