/**
 * An upgrade between `upgradeWebSocket()` and the end of its socket, and the sockets of a server.
 *
 * @module
 */
import type { SocketState } from "./socket_state.ts";
import type { SocketLimits, Transport, TransportEvents } from "./transport.ts";
import type { UpgradePlan } from "./upgrade.ts";
import type { UpgradeChoice } from "./upgrade_options.ts";

/** An accepted upgrade. */
export class Upgrade {
  readonly plan: UpgradePlan;
  readonly choice: UpgradeChoice;
  readonly #state: SocketState;

  constructor(plan: UpgradePlan, choice: UpgradeChoice, state: SocketState) {
    this.plan = plan;
    this.choice = choice;
    this.#state = state;
  }

  /** What the host tells of the connection. */
  get events(): TransportEvents {
    return this.#state;
  }

  /** W15: the response was not returned, or the client has gone before. */
  abandon(): void {
    this.#state.abort("The upgrade did not come to pass");
  }

  /** For {@link Sockets}. */
  get state(): SocketState {
    return this.#state;
  }
}

/** The open sockets of a listener. */
export class Sockets {
  readonly #limits: SocketLimits;
  readonly #open = new Set<SocketState>();
  #draining = false;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** The handler has returned, the 101 is out or on its way: from here on there are frames only. */
  open({ state }: Upgrade, transport: Transport): void {
    this.#open.add(state);
    state.opened(transport, this.#limits, () => this.#open.delete(state));
    if (this.#draining) state.goAway(); // W50
  }

  /** W49: `shutdown()`. */
  goAway(): void {
    this.#draining = true;
    for (const state of [...this.#open]) state.goAway();
  }

  /** W51. */
  abort(): void {
    for (const state of [...this.#open]) state.abort("The server was aborted");
  }
}
