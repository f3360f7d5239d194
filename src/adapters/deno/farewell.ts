/**
 * How long a drain waits for clients when everything has been answered (H18).
 *
 * Deno's own waits for ever for a peer of HTTP/2 that does not answer its PING, and for a connection
 * that has not begun its handshake (2.9.5). A client that is there needs a round trip, and the time
 * that it takes to read what is on its way; Deno does not tell when it has.
 *
 * @module
 */

/** What a client is given beside the time to read, in milliseconds, when HTTP/2 was spoken. */
const ROUND_TRIP = 2_000;
/** The same where it was not: as `timeouts.close` on hosts that have it. */
const UNKNOWN = 10_000;
/** The slowest client that gets everything, in bytes per millisecond. */
const SLOWEST = 64;
/** What Deno may have taken of a stream before the client has read it. */
const BUFFERED = 1_048_576;
/** What fits into the buffers of the system: it has gone, or goes without us. */
const GONE = 65_536;

/** The exchanges of a listener, counted. */
export class Farewell {
  #open = 0;
  #until = 0;
  readonly #streams = new Set<Request>();
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a request of HTTP/2 has come. */
  http2 = false;

  /** A request has come. */
  begin(): void {
    this.#open++;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
  }

  /** So many bytes were handed over. */
  sent(bytes: number): void {
    if (bytes > GONE) this.#until = Math.max(this.#until, Date.now() + bytes / SLOWEST);
  }

  /** A stream was; how much of it is on its way at its end is not known. */
  streams(request: Request): void {
    this.#streams.add(request);
  }

  /** Everything of an exchange was handed over, or nobody is there any more. */
  end(request: Request): void {
    this.#open--;
    if (this.#streams.size > 0 && this.#streams.delete(request)) this.sent(BUFFERED);
    this.#watch();
  }

  /** The drain begins; `leave` runs when there is nothing to wait for any more. */
  drain(leave: () => void): void {
    this.#leave = leave;
    this.#watch();
  }

  /** The drain has come to its end. */
  over(): void {
    this.#leave = undefined;
    clearTimeout(this.#timer);
  }

  #watch(): void {
    const leave = this.#leave;
    if (leave === undefined || this.#open > 0) return;
    const patience = this.http2 ? ROUND_TRIP : UNKNOWN;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(leave, patience + Math.max(0, this.#until - Date.now()));
  }
}
