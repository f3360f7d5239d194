/**
 * One request and its response: what the rest of the adapter knows of them, whatever the version
 * of HTTP.
 *
 * This is the seam below which another HTTP engine can be put: requests, bodies and the pump use
 * nothing of node:http or node:http2 that is not here.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import type { InfoSource, LimitValues, TimeoutValues } from "../../core/host.ts";
import { bodyTooLarge, bodyTooLate } from "../../core/errors.ts";
import { Outcome } from "../../core/outcome.ts";
import type { Addr } from "../../core/types.ts";
import type { Connections } from "./connections.ts";
import type { PlainResponse } from "./lazy/response.ts";

/** What all exchanges of a listener have in common. */
export interface Common {
  readonly connections: Connections;
  readonly limits: LimitValues;
  readonly timeouts: TimeoutValues;
  /** Where the listener is bound. */
  readonly addr: Addr;
}

/** What sending asks of the rest of the adapter. */
export interface SendContext {
  /** The server drains: end the connection after this response (RFC 9112 9.6). */
  readonly draining: boolean;
  /** Hears of a body that failed while it was sent (P41). */
  onBodyError(error: unknown): void;
}

/** The state of one exchange. */
export abstract class Exchange extends Outcome implements InfoSource {
  readonly #common: Common;
  #closed = false;
  #broken: unknown;
  #onBroken: ((reason: unknown) => void) | undefined;
  /** See {@link bodyArrived}. */
  #arrived = false;
  #length: number | undefined;
  #kept: Buffer | undefined;
  #onDropped: (() => void) | undefined;
  #dropped = 0;

  constructor(common: Common) {
    super();
    this.#common = common;
  }

  /** What this exchange may cost (E06). */
  get bounds(): Pick<Common, "limits" | "timeouts"> {
    return this.#common;
  }

  /** As sent (R15). */
  abstract readonly method: string;
  /** Names and values in turn, as they came. */
  abstract readonly rawHeaders: readonly string[];
  /** Whether the request has a body to give (R31, R33). */
  abstract readonly hasBody: boolean;
  /** The bytes of the body. */
  abstract readonly input: Readable;
  /** The body came to its end, in contrast to its stream. */
  abstract readonly inputComplete: boolean;
  /** The connection; for HTTP/2 that of all its streams. */
  abstract readonly socket: Socket;
  /** Where a streamed body is written to, after its head. */
  abstract readonly output: Writable;
  /** Sends the head of a streamed body, if it has not gone. */
  abstract flushHead(): void;
  /** Ends without the end of the body: the client sees what was sent, and that something is missing (P41). */
  abstract abandon(): void;
  /** Sends a response; see `send.ts`. */
  abstract write(plain: PlainResponse, context: SendContext): void | Promise<void>;
  /** Notices how the exchange ends; needed unless the response goes out before the turn is over. */
  abstract watch(): void;

  /** A body is coming: notes whether it is here already. */
  expectBody(declared: string | undefined): void {
    this.#length = declared === undefined ? undefined : Number(declared);
    this.#arrived = this.#length === this.input.readableLength;
  }

  /**
   * R48: a body that has arrived and that nobody has read stays readable when the response is out;
   * Node would throw it away.
   */
  keepBody(): void {
    if (this.#arrived && this.#onBroken === undefined) {
      this.#kept = (this.input.read() as Buffer | null) ?? undefined;
    }
  }

  /** What {@link keepBody} kept. */
  get keptBody(): Buffer | undefined {
    return this.#kept;
  }

  /** How many bytes the body has, where its head says so. */
  get bodyLength(): number | undefined {
    return this.#length;
  }

  /** The last byte of the body was read. */
  bodyRead(): void {
    this.#arrived = true;
  }

  /**
   * Whether nothing of the body is still on its way (R50): it ended, or all that its length says
   * lay in Node's buffer when the request was dispatched.
   */
  get bodyArrived(): boolean {
    return this.#arrived || this.inputComplete || !this.hasBody;
  }

  remoteAddr(): Addr {
    const { addr } = this.#common;
    if (addr.transport === "unix") return addr; // I02: such a peer has no address of its own
    const { remoteAddress = "", remotePort = 0 } = this.socket;
    return { transport: "tcp", hostname: remoteAddress, port: remotePort };
  }

  /** Somebody reads the body. */
  get bodyTaken(): boolean {
    return this.#onBroken !== undefined;
  }

  /** Tells the one reader of the body that it cannot be read to its end. */
  onBodyBroken(listener: (reason: unknown) => void): void {
    if (this.#broken !== undefined) listener(this.#broken);
    else this.#onBroken = listener;
  }

  /** R39: the client sends no more, in the middle of a body; it may still read a response. */
  bodyCut(): void {
    this.breakBody(this.cut());
  }

  /** The body cannot be read to its end. */
  breakBody(reason: unknown): void {
    this.#broken ??= reason;
    this.#onBroken?.(this.#broken);
  }

  /** E06: what its reader has seen of the body is more than `limits.bodySize`. */
  bodyTooLarge(): void {
    this.refusal = 413;
    this.breakBody(bodyTooLarge(this.#common.limits.bodySize));
    this.input.pause();
    this.bodyDropped();
  }

  /** E06: the body did not arrive within `timeouts.request`. */
  bodyTooLate(): void {
    if (this.bodyTaken) this.refusal = 408;
    this.breakBody(bodyTooLate(this.#common.timeouts.request));
  }

  /** How many bytes the reader of a body may still get, when its head does not say how many come. */
  get bodyRoom(): number {
    return this.#length === undefined ? this.#common.limits.bodySize : Infinity;
  }

  /** Nobody wants the rest of the body any more (R52). */
  bodyDropped(): void {
    this.#onBroken = undefined;
    this.#onDropped?.();
  }

  /** Something of the unwanted rest came; false when it is enough (R51). */
  dropped(bytes: number): boolean {
    this.#dropped += bytes;
    return this.#dropped <= this.#common.limits.discard;
  }

  /** Runs when the reader of the body gives up. */
  onBodyDropped(listener: () => void): void {
    this.#onDropped = listener;
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
    this.#common.connections.end(this.socket);
  }
}
