/**
 * One request and its response: what the rest of the adapter knows of them, whatever the version
 * of HTTP.
 *
 * The seam below which another HTTP engine can be put: nothing else uses node:http or node:http2.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { InfoSource, LimitValues, Responder, TimeoutValues } from "../../core/host.ts";
import type { Addr, TlsInfo } from "../../core/types.ts";
import type { Sockets } from "../../core/upgraded.ts";
import type { Connections } from "./connections.ts";
import { IncomingBody } from "./incoming_body.ts";
import type { PlainResponse } from "./lazy/response.ts";
import { tlsInfoOf } from "./tls_info.ts";

/** What all exchanges of a listener have in common. */
export interface Common {
  readonly connections: Connections;
  readonly limits: LimitValues;
  readonly timeouts: TimeoutValues;
  readonly sockets: Sockets;
  readonly http2WebSockets: boolean;
  /** Where the listener is bound. */
  readonly addr: Addr;
}

/** What sending asks of the rest of the adapter. */
export interface SendContext {
  /** The server drains: end the connection after this response (RFC 9112 9.6). */
  readonly draining: boolean;
  readonly compression: Responder["compression"];
  /** Hears of a body that failed while it was sent (P41). */
  onBodyError(error: unknown): void;
}

/** Where a streamed body is written to, after its head. */
export interface BodyOutput {
  /** Sends the head, if it has not gone. */
  flushHead?(): void;
  write(chunk: Uint8Array): unknown;
  end(): unknown;
  /** How many bytes wait for the client. */
  readonly writableLength: number;
  on(event: "drain" | "close", listener: () => void): unknown;
  removeListener(event: "drain" | "close", listener: () => void): unknown;
}

/** A connection, or a stream of one, that was handed over. */
export interface Switched {
  readonly stream: Duplex;
  /** Bytes that came before. */
  readonly early: readonly Buffer[];
  /** Ends both directions at once. */
  terminate(): void;
  /** Our side was ended, and nobody waits for the peer's: neither the process nor a drain. */
  release(): void;
}

/** The state of one exchange. */
export abstract class Exchange extends IncomingBody implements InfoSource {
  readonly common: Common;
  #closed = false;

  constructor(common: Common) {
    super();
    this.common = common;
  }

  /** What this exchange may cost (E06). */
  get bounds(): Pick<Common, "limits" | "timeouts"> {
    return this.common;
  }

  /** As sent (R15). */
  abstract readonly method: string;
  /** Names and values in turn, as they came. */
  abstract readonly rawHeaders: readonly string[];
  /** The connection; for HTTP/2 that of all its streams. */
  abstract readonly socket: Socket;
  /** Ends without the end of the body: the client sees what was sent, and that something is missing (P41). */
  abstract abandon(): void;
  /** Sends a response; see `send.ts`. */
  abstract write(plain: PlainResponse, context: SendContext): void | Promise<void>;
  /**
   * Sends the head of a response that ends HTTP on this stream (W01): names and values in turn.
   * Undefined where the stream has gone, which it will tell.
   */
  abstract switchProtocols(head: readonly string[]): Switched | undefined;

  /** Notices how the exchange ends; needed unless the response goes out before the turn is over. */
  abstract watch(): void;

  remoteAddr(): Addr {
    const { addr } = this.common;
    if (addr.transport === "unix") return addr; // I02: such a peer has no address of its own
    const { remoteAddress = "", remotePort = 0 } = this.socket;
    return { transport: "tcp", hostname: remoteAddress, port: remotePort };
  }

  tls(): TlsInfo | undefined {
    return tlsInfoOf(this.socket);
  }

  /** The response is through, or will never be. */
  get over(): boolean {
    return this.#closed;
  }

  /** Nothing more will happen on the wire. Only the first call counts. */
  closed(finished: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    if (finished) this.delivered();
    else this.gone();
    this.common.connections.end(this.socket);
  }
}
