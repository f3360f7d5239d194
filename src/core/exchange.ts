/**
 * One exchange on a host that takes a Response and sends it itself (Bun, Deno, Workers): when it
 * was delivered and when it was lost.
 *
 * @module
 */
import { watchBody } from "./body.ts";
import { cancelledReason, interrupted } from "./errors.ts";
import type { InfoSource, Responder } from "./host.ts";
import { createCompletion, type Completion } from "./info.ts";
import type { Addr } from "./types.ts";

/** What a host tells of an exchange. */
export interface HostedParts {
  remoteAddr(): Addr;
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  env?: unknown;
}

/** The state of one exchange. */
export class HostedExchange implements InfoSource {
  readonly #parts: HostedParts;
  #completion: Completion | undefined;
  #abort: AbortController | undefined;
  #state: "open" | "delivered" | "gone" = "open";
  #reason: DOMException | undefined;

  constructor(parts: HostedParts) {
    this.#parts = parts;
  }

  remoteAddr(): Addr {
    return this.#parts.remoteAddr();
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#parts.waitUntil?.(promise);
  }

  get env(): unknown {
    return this.#parts.env;
  }

  completed(): Promise<void> {
    this.#completion = createCompletion();
    if (this.#state === "delivered") this.#completion.settle();
    else if (this.#state === "gone") this.#completion.settle(interrupted(this.#reason));
    return this.#completion.promise();
  }

  /** R60 to R62: one signal, which aborts only when the client has gone before the end. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#state === "gone") this.#abort.abort(this.#reason);
    return this.#abort.signal;
  }

  /** I04, I05: a stream when its last byte was handed over, anything else at once. */
  delivered(): void {
    if (this.#state !== "open") return;
    this.#state = "delivered";
    this.#completion?.settle();
  }

  /** The client has gone, or the body failed. */
  gone(): void {
    if (this.#state !== "open") return;
    this.#state = "gone";
    this.#reason = cancelledReason();
    this.#abort?.abort(this.#reason);
    this.#completion?.settle(interrupted(this.#reason));
  }

  /** The body of a response, watched; P36, P41. */
  watch(body: ReadableStream<Uint8Array>, responder: Responder): ReadableStream<Uint8Array> {
    return watchBody(body, {
      done: () => this.delivered(),
      cancelled: () => this.gone(),
      failed: (error) => {
        void responder.recover(error);
        this.gone();
      },
    });
  }
}
