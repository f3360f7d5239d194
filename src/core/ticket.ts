/**
 * How a response is known to stand for an upgrade.
 *
 * The native `Response` refuses status 101 on Node and workerd, so an upgrade's response cannot be
 * told by its status everywhere: it is registered here instead, and the host redeems it.
 *
 * @module
 */

const upgrades = new WeakSet<Response>();

/** Registers the response of an accepted upgrade. */
export function markUpgradeResponse(response: Response): void {
  upgrades.add(response);
}

/** Whether a response stands for an upgrade; such a one is sent untouched (C43). */
export function isUpgradeResponse(response: Response): boolean {
  return upgrades.has(response);
}
