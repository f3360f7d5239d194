/**
 * What a client of HTTP/2 may have done without asking for anything: resets, SETTINGS and PING cost
 * the server more than the client (CVE-2023-44487, RFC 9113 10.5).
 *
 * nghttp2 counts resets since 1.57, but not as Node 20 builds it, and of SETTINGS and PING only
 * answers that nobody reads.
 *
 * @module
 */

/** How much may come at once. */
const BURST = 1000;
/** How much is forgiven in a second. */
const PER_SECOND = 100;

/** The budget of a connection. */
export class Budget {
  #left = BURST;
  #since = Date.now();

  /** Whether the connection may go on. */
  spend(cost: number): boolean {
    this.#left -= cost;
    if (this.#left >= 0) return true;
    const now = Date.now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#since) / 1000) * PER_SECOND);
    this.#since = now;
    return this.#left >= 0;
  }
}
