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
      if (this.#draining) watch(entry);
    });
  }

  /**
   * X13: a client that has left does not hold the drain. Deno 2.9 waits for its handler; here the
   * handler goes on, and Deno gets an answer that nobody reads. The signals are looked at only
   * now: looking costs, and makes Deno print a warning.
   */
  drain(): void {
    this.#draining = true;
    for (const entry of this.#entries) watch(entry);
  }

  /** A request that is upgraded: Deno aborts its signal then, although the client is there. */
  release(native: Request): void {
    for (const entry of this.#entries) if (entry.native === native) entry.settle = ignore;
  }

  /** X09: nobody waits for handlers any more. */
  abandon(): void {
    for (const entry of this.#entries) entry.settle(nobody());
  }
}

function watch(entry: Entry): void {
  const { parts } = entry;
  const settle = (): void => {
    entry.settle(nobody());
    parts.over();
  };
  if (parts.hasLeft) {
    settle();
    return;
  }
  const lost = parts.lost();
  if (lost.aborted) settle();
  else lost.addEventListener("abort", settle, { once: true });
}

function ignore(): void {}

function nobody(): Response {
  return new Response(null, { status: 503, headers: { connection: "close" } });
}
