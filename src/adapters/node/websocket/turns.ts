/**
 * One turn for each event: what a listener leaves to the microtasks runs before the next message is
 * dispatched, as on the other runtimes and in browsers.
 *
 * All messages of a chunk are read at once. Here the first is dispatched at once, which costs
 * nothing, and the others when the microtasks have run.
 *
 * @module
 */
import type { TransportEvents } from "../../../core/transport.ts";

/** A message, or something else that has its turn. */
type Turn = string | ArrayBuffer | (() => void);

/** The events of one connection, in order. */
export class Turns {
  readonly #events: Pick<TransportEvents, "message">;
  #waiting: Turn[] | undefined;
  /** How many of those that wait had their turn. */
  #next = 0;
  #inChunk = false;
  #taken = false;

  constructor(events: Pick<TransportEvents, "message">) {
    this.#events = events;
  }

  /** A chunk is about to be parsed. */
  begin(): void {
    this.#inChunk = true;
    this.#taken = false;
  }

  /** It was parsed. */
  end(): void {
    this.#inChunk = false;
  }

  /** Dispatches a message, or runs a task, now or when it is its turn. */
  take(turn: Turn): void {
    if (this.#waiting !== undefined) this.#waiting.push(turn);
    else if (this.#inChunk && this.#taken) {
      this.#waiting = [turn];
      this.#later();
    } else {
      this.#taken = true;
      this.#run(turn);
    }
  }

  #run(turn: Turn): void {
    if (typeof turn === "function") turn();
    else this.#events.message(turn);
  }

  #later(): void {
    // A tick that is asked for by a microtask comes when all microtasks have run.
    queueMicrotask(() => process.nextTick(() => this.#oneMore()));
  }

  #oneMore(): void {
    const turn = this.#waiting![this.#next++]!;
    if (this.#next < this.#waiting!.length) this.#later();
    else {
      this.#waiting = undefined;
      this.#next = 0;
    }
    this.#run(turn);
  }
}
