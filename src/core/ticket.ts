/**
 * How a response is known to stand for an upgrade.
 *
 * The native `Response` refuses status 101 on Node and workerd, so an upgrade's response cannot be
 * told by its status everywhere: what it stands for is noted on the response itself, and the host
 * redeems it.
 *
 * @module
 */

import { Through } from "./through.ts";
import type { Upgrade } from "./upgraded.ts";

class Ticket extends Through {
  readonly #upgrade: Upgrade;

  constructor(response: Response, upgrade: Upgrade) {
    super(response);
    this.#upgrade = upgrade;
  }

  static of(response: object): Upgrade | undefined {
    return #upgrade in response ? response.#upgrade : undefined;
  }
}

/** Registers the response of an accepted upgrade. */
export function markUpgradeResponse(response: Response, upgrade: Upgrade): void {
  new Ticket(response, upgrade);
}

/** The upgrade that a response stands for. */
export function upgradeOf(response: Response): Upgrade | undefined {
  return Ticket.of(response);
}

/** Whether a response stands for an upgrade; such a one is sent untouched (C43). */
export function isUpgradeResponse(response: Response): boolean {
  return Ticket.of(response) !== undefined;
}
