/**
 * One request and its response on node:http: what the rest of the adapter knows of them.
 *
 * This is the seam below which another HTTP engine can be put: `request.ts` and `send.ts` use
 * nothing of node:http that is not here.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { cancelledReason, interrupted } from "../../core/errors.ts";
import type { InfoSource } from "../../core/host.ts";
import { createCompletion, type Completion } from "../../core/info.ts";
import type { Addr } from "../../core/types.ts";

/** The state of one exchange. */
export class Exchange implements InfoSource {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Where the listener is bound: a unix peer has no address of its own (I02). */
  readonly #listenerAddr: Addr;
  #completion: Completion | undefined;
  #abort: AbortController | undefined;
  #onGone: ((reason: DOMException) => void)[] = [];
  #state: "open" | "delivered" | "gone" = "open";
  #reason: DOMException | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, listenerAddr: Addr) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.#listenerAddr = listenerAddr;
    // 'close' of the response is the one event that comes in every case, after 'finish' when all
    // was handed to the system. 'finish' alone says nothing: on h2 it also comes after a reset.
    outgoing.once("close", () => {
      if (outgoing.writableFinished) this.delivered();
      else this.gone();
    });
  }

  get method(): string {
    return this.incoming.method ?? "GET";
  }

  /** Names and values in turn, as they came. */
  get rawHeaders(): readonly string[] {
    return this.incoming.rawHeaders;
  }

  remoteAddr(): Addr {
    if (this.#listenerAddr.transport === "unix") return this.#listenerAddr;
    const { remoteAddress = "", remotePort = 0 } = this.incoming.socket;
    return { transport: "tcp", hostname: remoteAddress, port: remotePort };
  }

  completed(): Promise<void> {
    this.#completion = createCompletion();
    if (this.#state === "delivered") this.#completion.settle();
    else if (this.#state === "gone") this.#completion.settle(interrupted(this.#reason));
    return this.#completion.promise();
  }

  /** Made when somebody looks at `request.signal`. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#state === "gone") this.#abort.abort(this.#reason);
    return this.#abort.signal;
  }

  /** Runs when the client has gone; at once when it already has. */
  onGone(listener: (reason: DOMException) => void): void {
    if (this.#reason !== undefined) listener(this.#reason);
    else this.#onGone.push(listener);
  }

  /** Whether the client can still receive something. */
  get isGone(): boolean {
    return this.#state === "gone";
  }

  /** The whole response was handed to the system. */
  delivered(): void {
    if (this.#state !== "open") return;
    this.#state = "delivered";
    this.#onGone = [];
    this.#completion?.settle();
  }

  /** The client has gone, or the response could not be sent whole. */
  gone(): void {
    if (this.#state !== "open") return;
    this.#state = "gone";
    this.#reason = cancelledReason();
    const listeners = this.#onGone;
    this.#onGone = [];
    for (const listener of listeners) listener(this.#reason);
    this.#abort?.abort(this.#reason);
    this.#completion?.settle(interrupted(this.#reason));
  }
}
