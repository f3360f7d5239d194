/**
 * One exchange on a host that takes a Response and sends it itself (Bun, Deno, Workers): when it
 * was delivered and when it was lost.
 *
 * @module
 */
import type { HostEncoder } from "./encode.ts";
import type { InfoSource } from "./host.ts";
import { Outcome } from "./outcome.ts";
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
  /** See the port. */
  encoder?: HostEncoder | undefined;
  /** See `BodyWatcher`. */
  beforeEnd?: () => Promise<void>;
}

/** The state of one exchange. */
export class HostedExchange extends Outcome implements InfoSource {
  readonly #parts: HostedParts;
  #listening = false;

  constructor(parts: HostedParts) {
    super();
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

  override completed(): Promise<void> {
    this.#listen();
    return super.completed();
  }

  override get signal(): AbortSignal {
    this.#listen();
    return super.signal;
  }

  /** As far as that is known. */
  override get isGone(): boolean {
    if (!super.isGone && this.#parts.isLost?.()) this.gone();
    return super.isGone;
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
