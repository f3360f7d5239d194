/**
 * The public types of WebSockets.
 *
 * @module
 */

/** What {@link UpgradeWebSocket | upgradeWebSocket()} takes beside the request. */
export interface UpgradeWebSocketOptions {
  /** The subprotocol to select; it must be among those that the client offered, else
   * `ERR_UPGRADE_PROTOCOL`.
   * @default none */
  protocol?: string | null | undefined;
  /** Seconds without a message or a pong: after half of them the peer is pinged, after all of them
   * it is dropped. 0 disables. Not on Workers, which have no ping: there a value other than 0 throws
   * `ERR_OPTION_UNSUPPORTED`, and peers are never dropped.
   * @default 30 */
  idleTimeout?: number | null | undefined;
  /** Compress messages (RFC 7692) if the client offers it. Node.js; elsewhere `true` throws
   * `ERR_OPTION_UNSUPPORTED`. It costs memory for each socket and time for each message.
   * @default false */
  perMessageDeflate?: boolean | null | undefined;
}

/** The two halves of an upgrade: return `response`, keep `socket`. */
export interface WebSocketUpgrade {
  /** Stands for the handshake, with status 101. Headers may be added; what the handler returns must
   * be this object. */
  response: Response;
  /** The standard object, in CONNECTING until the handler has returned. Binary messages are
   * `ArrayBuffer`s unless `binaryType` is set to `"blob"`. */
  socket: WebSocket;
}

/**
 * Turns a request into a WebSocket. Called within the handler, also after an `await`; the handler
 * then returns the response. Throws a TypeError when the request is no handshake.
 */
export type UpgradeWebSocket = (
  request: Request,
  options?: UpgradeWebSocketOptions,
) => WebSocketUpgrade;
