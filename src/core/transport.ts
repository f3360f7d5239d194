/**
 * The port between the standard WebSocket object and a host's framing: what a host must be able to
 * do with an open connection, and what it tells of it.
 *
 * @module
 */

/** The host's side of an open WebSocket. Nothing here throws. */
export interface Transport {
  /** Sends a message. The bytes are the caller's: they are copied or gone when this returns (W25). */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that were sent and that the network has not taken, without the framing (W26). */
  buffered(): number;
  /** Sends a ping. Absent where the platform has none (Workers) or pings by itself (Deno). */
  ping?(): void;
  /**
   * Sends a close frame behind what was sent; without a code an empty one. The host tells by
   * {@link TransportEvents.closed} when the peer has answered.
   */
  close(code: number | undefined, reason: string): void;
  /** Nobody waits for an answer to the close frame: ends the connection when that is out (W49). */
  release?(): void;
  /** Ends the connection at once (W40, W51). */
  terminate?(): void;
  /** The extensions in use, as `socket.extensions` has them. */
  readonly extensions?: string;
}

/** What a host tells. */
export interface TransportEvents {
  /** A whole message. The buffer is nobody else's. */
  message(data: string | ArrayBuffer): void;
  /** A pong came. */
  pong(): void;
  /** The peer's close frame came; the host answers it. */
  closing(): void;
  /**
   * It is over; only the first call counts. With the peer's code and reason when it was clean; else
   * with 1006, and `error` says in words what happened.
   */
  closed(code: number, reason: string, wasClean: boolean, error?: string): void;
}

/** What the server bounds. */
export interface SocketLimits {
  /** `limits.webSocketMessage`, in bytes. */
  readonly message: number;
  /** `limits.webSocketBuffer`, in bytes. */
  readonly buffer: number;
  /** `timeouts.close`, in milliseconds. */
  readonly close: number;
}
