/**
 * Messages behind a Blob that is still being read: they go out in the order of `send()` (W25).
 *
 * @module
 */
import { sizeOf, type OutgoingMessage } from "./outgoing_message.ts";

/** The messages that wait. */
export class SendQueue {
  readonly #transmit: (message: string | Uint8Array<ArrayBuffer>) => void;
  readonly #messages: OutgoingMessage[] = [];
  #size = 0;

  constructor(transmit: (message: string | Uint8Array<ArrayBuffer>) => void) {
    this.#transmit = transmit;
  }

  /** How many bytes wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds a message; `onEmpty` is called when all are out. */
  push(message: OutgoingMessage, onEmpty: () => void): void {
    this.#messages.push(message instanceof Uint8Array ? message.slice() : message);
    this.#size += sizeOf(message);
    if (this.#messages.length === 1) void this.#run(onEmpty);
  }

  async #run(onEmpty: () => void): Promise<void> {
    for (let next = this.#messages[0]; next !== undefined; next = this.#messages[0]) {
      const size = sizeOf(next);
      // A Blob of memory cannot fail; one of a file that is gone sends nothing.
      const ready = next instanceof Blob ? await bytesOf(next) : next;
      if (ready !== undefined) this.#transmit(ready);
      this.#messages.shift();
      this.#size -= size;
    }
    onEmpty();
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    return undefined;
  }
}
