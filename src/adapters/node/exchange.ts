/**
 * One request and its response on node:http: what the rest of the adapter knows of them.
 *
 * This is the seam below which another HTTP engine can be put: `request.ts` and `send.ts` use
 * nothing of node:http that is not here.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { failure } from "../../core/errors.ts";
import type { InfoSource } from "../../core/host.ts";
import { Outcome } from "../../core/outcome.ts";
import type { Addr } from "../../core/types.ts";
import type { Connections } from "./connections.ts";
import { hasBody } from "./has_body.ts";
import { stateOf } from "./socket_state.ts";

/** What all exchanges of a listener have in common. */
export interface Common {
  readonly connections: Connections;
  /** Where the listener is bound. */
  readonly addr: Addr;
}

const exchangeOf: unique symbol = Symbol("everyserve.exchange");
type Closing = ServerResponse & { [exchangeOf]?: Exchange };

/**
 * 'close' of the response is the one event that comes in every case, after 'finish' when all was
 * handed to the system. 'finish' alone says nothing: on h2 it also comes after a reset. One
 * function for all, since a closure for each exchange would have to be made and collected.
 */
function onClose(this: Closing): void {
  this[exchangeOf]?.closed(this.writableFinished);
}

/** The state of one exchange. */
export class Exchange extends Outcome implements InfoSource {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly #common: Common;
  #closed = false;
  #broken: unknown;
  #onBroken: ((reason: unknown) => void) | undefined;
  /** See {@link bodyArrived}. */
  #arrived = false;
  #length: number | undefined;
  #kept: Buffer | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, common: Common) {
    super();
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.#common = common;
  }

  /**
   * Notices how the exchange ends; needed unless the response goes out before the turn is over.
   * Registering and hearing of it costs about 1 µs.
   */
  watch(): void {
    const outgoing = this.outgoing as Closing;
    if (outgoing[exchangeOf] !== undefined) return;
    outgoing[exchangeOf] = this;
    outgoing.on("close", onClose);
    // Of a response that waits for its turn Node 20 to 24 forget to tell (R60).
    if (outgoing.socket === null) stateOf(this.incoming.socket).queued.add(this);
  }

  /** A body is coming: notes whether it is here already. */
  expectBody(): void {
    const length = this.incoming.headers["content-length"];
    this.#length = length === undefined ? undefined : Number(length);
    this.#arrived = this.#length === this.incoming.readableLength;
  }

  /**
   * R48: a body that has arrived and that nobody has read stays readable when the response is out;
   * node:http would throw it away.
   */
  keepBody(): void {
    if (this.#arrived && this.#onBroken === undefined) {
      this.#kept = (this.incoming.read() as Buffer | null) ?? undefined;
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

  get method(): string {
    return this.incoming.method ?? "GET";
  }

  /** Names and values in turn, as they came. */
  get rawHeaders(): readonly string[] {
    return this.incoming.rawHeaders;
  }

  /**
   * Whether nothing of the body is still on its way (R50): it ended, or all that its length says
   * lay in Node's buffer when the request was dispatched.
   */
  get bodyArrived(): boolean {
    return this.#arrived || this.incoming.complete || !hasBody(this.incoming);
  }

  remoteAddr(): Addr {
    const { addr } = this.#common;
    if (addr.transport === "unix") return addr; // I02: such a peer has no address of its own
    const { remoteAddress = "", remotePort = 0 } = this.incoming.socket;
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

  /** R43: what came in is no body; the response may still go out, and is the last. */
  bodyInvalid(cause: Error): void {
    this.#breakBody(failure("ERR_REQUEST_INVALID", "invalid HTTP/1 request: Invalid", { cause }));
  }

  /** R39: the client sends no more, in the middle of a body; it may still read a response. */
  bodyCut(): void {
    this.#breakBody(this.cut());
  }

  #breakBody(reason: unknown): void {
    this.#broken ??= reason;
    this.outgoing.shouldKeepAlive = false;
    this.#onBroken?.(this.#broken);
  }

  /** Nothing more will happen on the wire. Only the first call counts. */
  closed(finished: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    const { socket } = this.incoming;
    stateOf(socket).queued.delete(this);
    if (finished) this.delivered();
    else this.gone();
    this.#common.connections.end(socket);
  }
}
