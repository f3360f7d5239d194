/**
 * How a response is known to stand for an upgrade.
 *
 * The native `Response` refuses status 101 on Node and workerd, so an upgrade's response cannot be
 * told by its status everywhere: it is registered here instead, and the host redeems it.
 *
 * @module
 */

import { Through } from "./through.ts";

class Ticket extends Through {
  readonly #ticket = true;

  static is(response: object): boolean {
    return #ticket in response && response.#ticket;
  }
}

/** Registers the response of an accepted upgrade. */
export function markUpgradeResponse(response: Response): void {
  new Ticket(response);
}

/** Whether a response stands for an upgrade; such a one is sent untouched (C43). */
export function isUpgradeResponse(response: Response): boolean {
  return Ticket.is(response);
}
