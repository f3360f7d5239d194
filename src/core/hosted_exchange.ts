/**
 * One exchange on a host that takes a Response and sends it itself (Bun, Deno, Workers): when it
 * was delivered and when it was lost.
 *
 * @module
 */
import { cancelledReason, interrupted } from "./errors.ts";
import type { InfoSource } from "./host.ts";
import { createCompletion, type Completion } from "./info.ts";
import type { Addr } from "./types.ts";

/** What a host tells of an exchange. */
export interface HostedParts {
  remoteAddr(): Addr;
  /**
   * The platform's own signal of a client that has gone; looked at only when somebody asks for
   * ours, since on Deno looking makes it print a warning.
   */
  lost(): AbortSignal;
  /** Whether the client has gone already, where that can be asked without such an effect. */
  isLost?: () => boolean;
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  env?: unknown;
  /**
   * A Response that was not made by the global class is handed on as it is: reading its body would
   * change what is sent (Bun).
   */
  leavesForeign?: boolean;
  /** See `BodyWatcher`. */
  beforeEnd?: () => Promise<void>;
}

/** The state of one exchange. */
export class HostedExchange implements InfoSource {
  readonly #parts: HostedParts;
  #completion: Completion | undefined;
  #abort: AbortController | undefined;
  #state: "open" | "delivered" | "gone" = "open";
  #reason: DOMException | undefined;
  #listening = false;

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
    this.#listen();
    this.#completion = createCompletion();
    if (this.#state === "delivered") this.#completion.settle();
    else if (this.#state === "gone") this.#completion.settle(interrupted(this.#reason));
    return this.#completion.promise();
  }

  /** R60 to R62: one signal, which aborts only when the client has gone before the end. */
  get signal(): AbortSignal {
    this.#listen();
    this.#abort ??= new AbortController();
    if (this.#state === "gone") this.#abort.abort(this.#reason);
    return this.#abort.signal;
  }

  /** Whether the client has gone, as far as that is known. */
  get isGone(): boolean {
    if (this.#state === "open" && this.#parts.isLost?.()) this.gone();
    return this.#state === "gone";
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

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const lost = this.#parts.lost();
    if (lost.aborted) this.gone();
    // R62: after a normal end nobody hears of it any more; Deno aborts its own signal then.
    else lost.addEventListener("abort", () => this.gone(), { once: true });
  }
}
