/**
 * An exchange on node:http2: a stream of a connection.
 *
 * Of the two APIs of node:http2 this is the one of streams: the requests and responses that imitate
 * node:http lie on top of it, and make two more objects and a dozen listeners for each exchange.
 *
 * @module
 */
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { Exchange, type Common, type SendContext, type Switched } from "../exchange.ts";
import type { PlainResponse } from "../lazy/response.ts";
import { stateOf } from "../socket_state.ts";
import { endHeld, HOLDS } from "./held.ts";
import { AS_HTTP1, openTunnel, refuseTunnel } from "./tunnel.ts";
import { write } from "./write.ts";

const {
  NGHTTP2_FLAG_END_STREAM,
  NGHTTP2_NO_ERROR,
  NGHTTP2_PROTOCOL_ERROR,
  NGHTTP2_STREAM_STATE_CLOSED,
  NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE,
} = constants;

const exchangeOf: unique symbol = Symbol("everyserve.exchange");
type Watched = ServerHttp2Stream & { [exchangeOf]?: Http2Exchange };

// One function each for all streams: closures would have to be made and collected.
function onFinish(this: Watched): void {
  this[exchangeOf]?.finished();
}
function onClose(this: Watched): void {
  this[exchangeOf]?.streamClosed();
}
function onEnd(this: Watched): void {
  if (this.closed && this.writableLength > 0) endHeld(this, this[exchangeOf]!.socket);
}

/** A stream, and what its head said. */
export class Http2Exchange extends Exchange {
  readonly stream: ServerHttp2Stream;
  readonly method: string;
  readonly hasBody: boolean;
  readonly socket: Socket;
  readonly #extended: boolean;
  readonly #raw: readonly string[];
  #lines: readonly string[] | undefined;
  #sent = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    flags: number,
    raw: readonly string[],
    socket: Socket,
    common: Common,
  ) {
    super(common);
    this.#extended = headers[":protocol"] !== undefined;
    const method = this.#extended ? AS_HTTP1.method : (headers[":method"] as string);
    this.stream = stream;
    this.method = method;
    this.socket = socket;
    this.#raw = raw;
    const bodiless = method === "GET" || method === "HEAD" || method === "CONNECT"; // R31
    this.hasBody =
      !bodiless && (flags & NGHTTP2_FLAG_END_STREAM) === 0 && headers["content-length"] !== "0";
    (stream as Watched)[exchangeOf] = this;
    stream.on("finish", onFinish);
    stream.on("close", onClose);
    if (HOLDS) stream.on("end", onEnd);
  }

  /** RFC 8441; no other protocol comes here. */
  override get extendedConnect(): boolean {
    return this.#extended;
  }

  /** Without the pseudo-header fields, which come first (RFC 9113 8.3). */
  get rawHeaders(): readonly string[] {
    if (this.#lines === undefined) {
      let from = 0;
      while (this.#raw[from]?.startsWith(":")) from += 2;
      this.#lines = this.#raw.slice(from);
      if (this.#extended) this.#lines = [...this.#lines, ...AS_HTTP1.lines];
    }
    return this.#lines;
  }

  get input(): ServerHttp2Stream {
    return this.stream;
  }

  /** Node ends the stream of a body that was reset as if it were whole (Node 20 to 26). */
  get inputComplete(): boolean {
    const { stream } = this;
    return stream.readableEnded && stream.rstCode === NGHTTP2_NO_ERROR && !stream.aborted;
  }

  /**
   * P41: what was written goes out first. `close(code)` would end the stream before it resets it, as
   * if it were whole; of an error Node makes RST_STREAM(INTERNAL_ERROR).
   */
  abandon(): void {
    const reset = (): void => void this.stream.destroy(new Error("The response failed"));
    if (this.stream.writableLength === 0) setImmediate(reset);
    else this.stream.write("", reset);
  }

  write(plain: PlainResponse, context: SendContext): void | Promise<void> {
    if (this.#extended && plain.status < 300) {
      refuseTunnel(this.stream, plain.body);
      return;
    }
    return write(this, plain, context);
  }

  override switchProtocols(head: readonly string[]): Switched | undefined {
    const switched = openTunnel(this.stream, head);
    if (switched === undefined) return undefined;
    stateOf(this.socket).tunnels = true;
    this.delivered(); // W19. For the connection it goes on until the stream ends.
    return switched;
  }

  /** Always: no response of HTTP/2 is out before its turn is over. The constructor has seen to it. */
  watch(): void {}

  /** When the response goes out: whether the client has sent all of the body, read or not. */
  protected override get isHere(): boolean {
    return this.hasBody && this.#remoteEnded;
  }

  override expectBody(declared: string | undefined): void {
    super.expectBody(declared);
    const { request } = this.bounds.timeouts;
    if (request === Infinity) return;
    this.#timer = setTimeout(() => {
      if (!this.inputComplete) this.bodyTooLate();
    }, request).unref();
  }

  override bodyTooLate(): void {
    super.bodyTooLate();
    this.bodyDropped();
  }

  /** R52: with the response the client is told to stop. */
  override bodyDropped(): void {
    super.bodyDropped();
    if (this.#sent) this.#refuseRest();
  }

  /**
   * 'finish': the response is out. It comes after a reset too: then the stream is destroyed, or for
   * RST_STREAM(NO_ERROR) aborted (Node 20 to 26).
   */
  finished(): void {
    const { stream } = this;
    if (stream.destroyed || stream.aborted || stream.rstCode !== NGHTTP2_NO_ERROR) return;
    this.#sent = true;
    // Now, and not at 'close': that waits for the reader of the body, who may never come back.
    this.closed(true);
    if (!this.hasBody || this.inputComplete) return;
    if (!this.bodyTaken) {
      this.#refuseRest();
      this.bodyDiscarded();
    } else if (this.#remoteEnded) this.handOver();
  }

  /** 'close': nothing more will happen on the stream. */
  streamClosed(): void {
    clearTimeout(this.#timer);
    if (this.stream.rstCode === NGHTTP2_PROTOCOL_ERROR) stateOf(this.socket).failedStreams++;
    // R62, I04: where the request had a body that came to its end, Node destroys the stream as soon as
    // the response is out as well, and 'finish' is never told (20 to 26).
    const { aborted, rstCode, writableEnded } = this.stream;
    const whole = this.hasBody && writableEnded && !aborted && rstCode === NGHTTP2_NO_ERROR;
    this.closed(this.#sent || whole);
    if (this.hasBody && !this.inputComplete) this.bodyCut(); // R41
  }

  get #remoteEnded(): boolean {
    const { state } = this.stream.state;
    return (
      state === NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE || state === NGHTTP2_STREAM_STATE_CLOSED
    );
  }

  /** H13, RFC 9113 8.1: a request whose rest nobody wants is stopped without an error. */
  #refuseRest(): void {
    this.stream.resume(); // what has come is in nobody's way
    if (!this.#remoteEnded) this.stream.close(NGHTTP2_NO_ERROR);
  }
}
