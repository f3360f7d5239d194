/**
 * One turn for each event: what a listener leaves to the microtasks runs before the next message is
 * dispatched, as on the other runtimes and in browsers.
 *
 * `ws` emits all messages of a chunk at once, or waits for a turn of the event loop before each.
 * Here the first message of a chunk is dispatched at once, which costs nothing, and the others when
 * the microtasks have run.
 *
 * @module
 */

/** The events of one connection, in order. */
export class Turns {
  #waiting: (() => void)[] | undefined;
  #inChunk = false;
  #taken = false;

  /** A chunk is about to be parsed. */
  begin(): void {
    this.#inChunk = true;
    this.#taken = false;
  }

  /** It was parsed. */
  end(): void {
    this.#inChunk = false;
  }

  /** Runs the task now, or when it is its turn. */
  take(task: () => void): void {
    if (this.#waiting !== undefined) this.#waiting.push(task);
    else if (this.#inChunk && this.#taken) {
      this.#waiting = [task];
      this.#later();
    } else {
      this.#taken = true;
      task();
    }
  }

  #later(): void {
    // A tick that is asked for by a microtask comes when all microtasks have run.
    queueMicrotask(() => process.nextTick(() => this.#next()));
  }

  #next(): void {
    const task = this.#waiting!.shift()!;
    if (this.#waiting!.length > 0) this.#later();
    else this.#waiting = undefined;
    task();
  }
}
