/**
 * How long a drain waits, for uploads before it begins (X07) and for clients when everything has been
 * answered (H18).
 *
 * Deno's own breaks off whatever is still uploading (2.9.6), so it is not told of the drain before
 * that has come to its end. And it waits for ever for a peer of HTTP/2 that does not answer its PING,
 * and for a connection that has not begun its handshake. A client that is there needs a round trip, and
 * the time that it takes to read what is on its way; Deno does not tell when it has.
 *
 * @module
 */

/** What a client is given beside the time to read, in milliseconds, when HTTP/2 was spoken. */
const ROUND_TRIP = 2_000;
/** The same where it was not: as `timeouts.close` on hosts that have it. */
const UNKNOWN = 10_000;
/** How long uploads may put off the drain, and with it the end of listening. */
const UPLOADS = 10_000;
/** The slowest client that gets everything, in bytes per millisecond. */
const SLOWEST = 64;
/** What Deno may have taken of a stream before the client has read it. */
const BUFFERED = 1_048_576;
/** What fits into the buffers of the system: it has gone, or goes without us. */
const GONE = 65_536;

/** The exchanges of a listener, counted. */
export class Farewell {
  #open = 0;
  #uploads = 0;
  #until = 0;
  readonly #streams = new Set<Request>();
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #uploaded: (() => void) | undefined;
  #isOver = false;
  /** Whether a request of HTTP/2 has come. */
  http2 = false;

  /** A request has come, with a body or without. */
  begin(upload: boolean): void {
    this.#open++;
    if (upload) this.#uploads++;
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
  end(request: Request, upload: boolean): void {
    this.#open--;
    if (upload && --this.#uploads === 0) this.#uploaded?.();
    if (this.#streams.size > 0 && this.#streams.delete(request)) this.sent(BUFFERED);
    this.#watch();
  }

  /** Resolves when no request with a body is under way; undefined where none is. */
  uploads(): Promise<void> | undefined {
    return this.#uploads === 0 ? undefined : this.#awaitUploads();
  }

  /** The answer to the last of them is still to be handed over, and meanwhile another may have come. */
  async #awaitUploads(): Promise<void> {
    const end = Date.now() + UPLOADS;
    for (
      let left = UPLOADS;
      this.#uploads > 0 && !this.#isOver && left > 0;
      left = end - Date.now()
    ) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, left);
        const uploaded = (): void => {
          clearTimeout(late);
          setTimeout(resolve, 0);
        };
        this.#uploaded = uploaded;
      });
    }
  }

  /** The drain begins; `leave` runs when there is nothing to wait for any more. */
  drain(leave: () => void): void {
    this.#leave = leave;
    this.#watch();
  }

  /** The drain has come to its end. */
  over(): void {
    this.#isOver = true;
    this.#leave = undefined;
    clearTimeout(this.#timer);
    this.#uploaded?.();
  }

  #watch(): void {
    const leave = this.#leave;
    if (leave === undefined || this.#open > 0) return;
    const patience = this.http2 ? ROUND_TRIP : UNKNOWN;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(leave, patience + Math.max(0, this.#until - Date.now()));
  }
}
