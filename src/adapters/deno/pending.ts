/**
 * The requests whose handlers have not answered yet: what Deno waits for in a drain.
 *
 * @module
 */
interface Entry {
  readonly native: Request;
  readonly parts: Waited;
  settle(response: Response): void;
}

/** What is known of its client. */
interface Waited {
  waits(): void;
  readonly hasLeft: boolean;
  lost(): AbortSignal;
  /** Nobody waits for an answer any more. */
  over(): void;
}

/** The pending requests of a listener. */
export class Pending {
  readonly #entries = new Set<Entry>();
  /** Requests that Deno has had an answer to, before their handlers gave one. */
  readonly #answered = new WeakSet<Request>();
  /** What cuts the streams under way. */
  readonly streams: Set<() => void> = new Set();
  #draining = false;

  /** The same promise, which a client that leaves may settle. */
  track(native: Request, answer: Promise<Response>, parts: Waited): Promise<Response> {
    parts.waits();
    return new Promise((resolve) => {
      const entry: Entry = { native, parts, settle: resolve };
      this.#entries.add(entry);
      void answer.then((response) => {
        this.#entries.delete(entry);
        resolve(response);
      });
      if (this.#draining) this.#watch(entry);
    });
  }

  /** Whether the server drains. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Deno knows nothing of such a request any more, and throws at what it is asked of it. */
  isAnswered(native: Request): boolean {
    return this.#draining && this.#answered.has(native);
  }

  /**
   * X13: a client that has left does not hold the drain. Deno 2.9 waits for its handler; here the
   * handler goes on, and Deno gets an answer that nobody reads. The signals are looked at only
   * now: looking costs, and makes Deno print a warning.
   */
  drain(): void {
    this.#draining = true;
    for (const entry of this.#entries) this.#watch(entry);
  }

  /** A request that is upgraded: Deno aborts its signal then, although the client is there. */
  release(native: Request): void {
    for (const entry of this.#entries) if (entry.native === native) entry.settle = ignore;
  }

  /**
   * X09: nobody waits for handlers any more, nor for the ends of streams. Deno 2.9 closes a connection
   * whose body failed.
   */
  abandon(): void {
    for (const cut of [...this.streams]) cut();
    for (const entry of this.#entries) this.#leave(entry);
  }

  #watch(entry: Entry): void {
    const leave = (): void => this.#leave(entry);
    const { parts } = entry;
    if (parts.hasLeft) {
      leave();
      return;
    }
    const lost = parts.lost();
    if (lost.aborted) leave();
    else lost.addEventListener("abort", leave, { once: true });
  }

  #leave(entry: Entry): void {
    if (!this.#entries.has(entry)) return; // answered: Deno aborts the signal then, too
    this.#answered.add(entry.native);
    entry.settle(nobody());
    entry.parts.over();
  }
}

function ignore(): void {}

function nobody(): Response {
  return new Response(null, { status: 503, headers: { connection: "close" } });
}
