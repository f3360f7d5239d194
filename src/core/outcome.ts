/**
 * How one exchange ends: delivered or lost, and who hears of it. The same on all hosts.
 *
 * @module
 */
import { cancelledReason, failure, interrupted } from "./errors.ts";
import { createCompletion, type Completion } from "./info.ts";
import { upgradeOf } from "./ticket.ts";
import type { Upgrade } from "./upgraded.ts";

type Listener = (reason: DOMException) => void;

/** What `request.signal` and `info.completed` are made of, when somebody looks at them. */
export class Outcome {
  #state: "open" | "delivered" | "gone" = "open";
  #reason: DOMException | undefined;
  #abort: AbortController | undefined;
  #completion: Completion | undefined;
  #onGone: Listener[] | undefined;
  /**
   * The status that the client gets for a body which was refused while the handler read it, whatever
   * the handler returns (E06).
   */
  refusal: 408 | 413 | undefined;
  #upgrade: Upgrade | undefined;
  #answered = false;

  /** The client spoke HTTP/1.0, where the host shows that. */
  get http10(): boolean {
    return false;
  }

  /** The request is an extended CONNECT of HTTP/2 for a WebSocket (RFC 8441). */
  get extendedConnect(): boolean {
    return false;
  }

  /** W12, W13: there is one upgrade of a request, and none when it has been answered. */
  claim(upgrade: Upgrade): void {
    if (this.#upgrade !== undefined) {
      throw failure("ERR_UPGRADE_TWICE", "Already upgraded", { name: "Http" });
    }
    if (this.#answered || this.isGone) throw failure("ERR_UPGRADE_LATE", "Request closed");
    this.#upgrade = upgrade;
  }

  /**
   * A response is about to be sent. Gives the upgrade that it stands for; one that it does not
   * stand for comes to nothing (W15).
   */
  answer(response: Response): Upgrade | undefined {
    this.#answered = true;
    const standsFor = upgradeOf(response);
    if (standsFor === this.#upgrade) return standsFor;
    this.#upgrade?.abandon();
    this.#upgrade = undefined;
    if (standsFor === undefined) return undefined;
    throw failure(
      "ERR_RESPONSE_UPGRADE",
      "Cannot send status 101: the response was made by upgradeWebSocket() for another request",
    );
  }

  /** The promise of `info.completed` (I03 to I08); the caller keeps it. */
  completed(): Promise<void> {
    this.#completion = createCompletion();
    if (this.#state === "delivered") this.#completion.settle();
    else if (this.#state === "gone") this.#completion.settle(interrupted(this.#reason));
    return this.#completion.promise();
  }

  /** R60 to R62: one signal, which aborts only when the client has gone before the end. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#reason !== undefined) this.#abort.abort(this.#reason);
    return this.#abort.signal;
  }

  /** Whether the response has reached the client, as far as the host tells. */
  get isDelivered(): boolean {
    return this.#state === "delivered";
  }

  /** Whether the client has gone, or the response could not be sent whole. */
  get isGone(): boolean {
    return this.#state === "gone";
  }

  /** Runs when the client has gone; at once when it already has. */
  onGone(listener: Listener): void {
    if (this.#state === "gone") listener(this.#reason!);
    else (this.#onGone ??= []).push(listener);
  }

  /** I04, I05: a stream when its last byte was handed over, anything else at once. */
  delivered(): void {
    if (this.#state !== "open") return;
    this.#state = "delivered";
    this.#onGone = undefined;
    this.#completion?.settle();
  }

  /** The client has gone, or the response failed. */
  gone(): void {
    if (this.#state !== "open") return;
    this.#state = "gone";
    this.cut();
    const listeners = this.#onGone ?? [];
    this.#onGone = undefined;
    for (const listener of listeners) listener(this.#reason!);
    this.#upgrade?.abandon();
    this.#completion?.settle(interrupted(this.#reason));
  }

  /**
   * The client sends no more, in the middle of a request; it may still read (R39, R64). The signal
   * aborts unless the response was delivered (R62).
   */
  cut(): DOMException {
    const reason = this.#reason ?? cancelledReason();
    if (this.#state === "delivered") return reason;
    this.#reason = reason;
    this.#abort?.abort(reason);
    return reason;
  }
}
