/**
 * The requests whose handlers have not answered yet: what Deno waits for in a drain.
 *
 * @module
 */

/** What is known of the client of such a request. */
interface Waited {
  waits(): void;
  readonly hasLeft: boolean;
  lost(): AbortSignal;
  /** Nobody waits for an answer any more. */
  over(): void;
}

/** A request that is not answered yet: one promise, which a client that leaves may settle. */
export class Entry {
  /** What Deno is given. */
  readonly promise: Promise<Response>;
  /** Deno has had another answer, before the handler gave one. */
  isAnswered = false;
  readonly #parts: Waited;
  readonly #entries: Set<Entry>;
  #resolve!: (response: Response) => void;
  #kept = false;

  constructor(parts: Waited, entries: Set<Entry>) {
    this.#parts = parts;
    this.#entries = entries;
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    entries.add(this);
  }

  /** The handler has answered. */
  settle(response: Response): void {
    this.#entries.delete(this);
    this.#resolve(response);
  }

  /** It is upgraded: Deno aborts its signal then, although the client is there. */
  keep(): void {
    this.#kept = true;
  }

  /** Nobody waits for the answer. */
  leave(): void {
    if (this.#kept || !this.#entries.has(this)) return; // answered: Deno aborts the signal then, too
    this.isAnswered = true;
    this.#resolve(nobody());
    this.#parts.over();
  }

  /** Leaves with its client. */
  watch(): void {
    const parts = this.#parts;
    const leave = (): void => this.leave();
    if (parts.hasLeft) {
      leave();
      return;
    }
    const lost = parts.lost();
    if (lost.aborted) leave();
    else lost.addEventListener("abort", leave, { once: true });
  }
}

/** The pending requests of a listener. */
export class Pending {
  readonly #entries = new Set<Entry>();
  /** What cuts the streams under way. */
  readonly streams: Set<() => void> = new Set();
  /** Whether the server drains. */
  draining = false;

  /** The handler takes its time. */
  hold(parts: Waited): Entry {
    parts.waits();
    const entry = new Entry(parts, this.#entries);
    if (this.draining) entry.watch();
    return entry;
  }

  /**
   * X13: a client that has left does not hold the drain. Deno 2.9 waits for its handler; here the
   * handler goes on, and Deno gets an answer that nobody reads. The signals are looked at only
   * now: looking costs, and makes Deno print a warning.
   */
  drain(): void {
    this.draining = true;
    for (const entry of this.#entries) entry.watch();
  }

  /**
   * X09: nobody waits for handlers any more, nor for the ends of streams. Deno 2.9 closes a connection
   * whose body failed.
   */
  abandon(): void {
    for (const cut of [...this.streams]) cut();
    for (const entry of this.#entries) entry.leave();
  }
}

function nobody(): Response {
  return new Response(null, { status: 503, headers: { connection: "close" } });
}
