/**
 * An exchange on node:http.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { failure } from "../../../core/errors.ts";
import { Exchange, type Common, type SendContext, type Switched } from "../exchange.ts";
import type { PlainResponse } from "../lazy/response.ts";
import { stateOf } from "../socket_state.ts";
import { hasBody } from "./has_body.ts";
import type { StreamOutput } from "./output.ts";
import { whenItsTurn } from "./turn.ts";
import type { WaitingRoom } from "./upgrade.ts";
import { write } from "./write.ts";

const exchangeOf: unique symbol = Symbol("everyserve.exchange");
type Closing = ServerResponse & { [exchangeOf]?: Http1Exchange };

/** Node 24.10 and newer do this with requests that have no body (`optimizeEmptyRequests`). */
type Dumpable = IncomingMessage & { _dumpAndCloseReadable?: () => void };

/**
 * 'close' of the response is the one event that comes in every case, after 'finish' when all was
 * handed to the system. One function for all, since a closure for each exchange would have to be
 * made and collected.
 */
function onClose(this: Closing): void {
  this[exchangeOf]?.closed(this.writableFinished);
}

/** A request and a response of node:http. */
export class Http1Exchange extends Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;

  /** Where its streamed body goes. */
  output: StreamOutput | undefined;

  /** All of the body was taken. */
  #read = false;
  /** A request that asks for a WebSocket waits there. */
  readonly #room: WaitingRoom | undefined;

  constructor(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    common: Common,
    room?: WaitingRoom,
  ) {
    super(common);
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.#room = room;
  }

  override get http10(): boolean {
    return this.incoming.httpVersionMinor === 0;
  }

  get method(): string {
    return this.incoming.method ?? "GET";
  }

  get rawHeaders(): readonly string[] {
    return this.incoming.rawHeaders;
  }

  get hasBody(): boolean {
    return hasBody(this.incoming);
  }

  get input(): IncomingMessage {
    return this.incoming;
  }

  get inputComplete(): boolean {
    return this.incoming.complete || this.#read;
  }

  get socket(): Socket {
    return this.incoming.socket;
  }

  abandon(): void {
    const { outgoing } = this;
    const { socket } = outgoing;
    if (socket === null) {
      // When its turn has come (R57), and behind what was written: a response that was destroyed before
      // Node 24 and 26 wait for without end.
      whenItsTurn(outgoing, () => this.abandon());
      return;
    }
    // Node 26 keeps what was written in this turn with the response until the turn is over, and its
    // socket, which ends now, would never see it.
    if (outgoing.writableCorked > 0) outgoing.uncork();
    this.output?.uncork();
    socket.end(() => outgoing.destroy());
  }

  override switchProtocols(head: readonly string[]): Switched {
    // Such a request has passed planUpgrade(), which asks for what `asks()` in upgrade.ts does.
    const switched = this.#room!.leave(this.outgoing, head);
    this.common.connections.release(this.socket);
    this.closed(true); // W19
    return switched;
  }

  write(plain: PlainResponse, context: SendContext): void | Promise<void> {
    return write(this, plain, context);
  }

  /** Registering and hearing of it costs about 1 µs. */
  watch(): void {
    const outgoing = this.outgoing as Closing;
    if (outgoing[exchangeOf] !== undefined) return;
    outgoing[exchangeOf] = this;
    outgoing.on("close", onClose);
    // Of a response that waits for its turn Node 20 to 24 forget to tell (R60).
    if (outgoing.socket === null) (stateOf(this.socket).queued ??= new Set()).add(this);
  }

  override closed(finished: boolean): void {
    const state = stateOf(this.socket);
    state.queued?.delete(this);
    // What a connection keeps of its last exchange it keeps until the next comes.
    if (state.current === this && this.inputComplete) state.current = undefined;
    super.closed(finished);
  }

  /** R43: what came in is no body; the response may still go out, and is the last. */
  bodyInvalid(cause: Error): void {
    this.breakBody(failure("ERR_REQUEST_INVALID", "invalid HTTP/1 request: Invalid", { cause }));
  }

  /** Chunks too, which do not say in advance how long they are. */
  protected override get isWhole(): boolean {
    return super.isWhole || (this.incoming.complete && this.hasBody);
  }

  /**
   * Without what ends a stream some turns later: 'end', 'close' and what they take (3 µs). A connection
   * would also keep the request until its next one, as its end would be told to nobody.
   */
  protected override readHere(): Buffer | null {
    const incoming: Dumpable = this.incoming;
    const bytes = super.readHere();
    this.#read = true; // by its length: node:http tells of the end when this tick is over
    incoming._dumpAndCloseReadable?.();
    return bytes;
  }

  override breakBody(reason: unknown): void {
    this.outgoing.shouldKeepAlive = false;
    super.breakBody(reason);
  }
}
