/**
 * The options `timeouts` and `limits`, as a user writes them.
 *
 * @module
 */

/**
 * How long a client may take, in milliseconds. `Infinity`, 0, and what no timer can wait (more than
 * 24.8 days) mean no bound. A member that the host cannot honour throws `ERR_OPTION_UNSUPPORTED`
 * when it is given; `capabilities.timeouts` has the others. The clock is looked at a few times
 * within each period, never at each request: a bound may be exceeded by a quarter of itself, and by
 * 5 seconds at most.
 */
export interface Timeouts {
  /** From the first byte of a request, or the begin of the connection, to the end of the head. Then
   * the client gets a 408 and the connection ends; over HTTP/2, and in the handshake of TLS, which
   * has as long for itself, without an answer.
   * @default 60_000 */
  headers?: number | undefined;
  /** From there to the last byte of the body, head included. Then the reader of the body rejects
   * with `ERR_REQUEST_TIMEOUT`, the client gets a 408, and the connection ends.
   * @default 300_000 */
  request?: number | undefined;
  /** Between two requests of a connection. Then the connection ends.
   * @default 65_000 */
  idle?: number | undefined;
  /** From the server's end of a connection to the client's: how long it may take to go.
   * @default 10_000 */
  close?: number | undefined;
}

/**
 * How much a client may send, in bytes unless said otherwise. `Infinity` means no bound. A member
 * that the host cannot honour throws `ERR_OPTION_UNSUPPORTED` when it is given;
 * `capabilities.limits` has the others.
 */
export interface Limits {
  /** The head of a request: request line and header lines. Above it: 431, and the connection ends.
   * @default 16_384 */
  headerSize?: number | undefined;
  /** The header lines of a request, a number. Above it: 431, and the connection ends.
   * @default 128 */
  headerCount?: number | undefined;
  /** The body of a request. Above it: 413, and the connection ends. When the Content-Length says
   * so the handler is not called; else the reader rejects with `ERR_BODY_TOO_LARGE`.
   * @default Infinity */
  bodySize?: number | undefined;
  /** What is read of a body that nobody wants, before the connection ends. On Bun and Deno only
   * where it is given: there a connection on which more may come ends with the answer.
   * @default 1_048_576 */
  discard?: number | undefined;
  /** One message of a WebSocket.
   * @default 33_554_432 */
  webSocketMessage?: number | undefined;
  /** What may wait to be sent on a WebSocket whose peer does not read.
   * @default 16_777_216 */
  webSocketBuffer?: number | undefined;
}

/** A member of {@link Timeouts}. */
export type TimeoutName = keyof Timeouts;

/** A member of {@link Limits}. */
export type LimitName = keyof Limits;
