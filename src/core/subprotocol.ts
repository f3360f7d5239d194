/**
 * The client's offer of subprotocols: `Sec-WebSocket-Protocol` (RFC 6455 4.1, item 10 of the
 * header fields; 11.3.4).
 *
 * @module
 */

/** W10: the names in the order of preference; empty members are ignored (RFC 9110 5.6.1). */
export function offeredProtocols(offer: string | null): string[] {
  return (offer ?? "")
    .split(",")
    .map((name) => name.replace(/^[\t ]+|[\t ]+$/g, ""))
    .filter((name) => name !== "");
}
