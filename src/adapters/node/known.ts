/**
 * Genuine requests, known again.
 *
 * @module
 */
import { Through } from "../../core/through.ts";
import type { Exchange } from "./exchange.ts";

/** The exchange of a genuine request, on the request itself. */
export class Known extends Through {
  readonly #exchange: Exchange;

  constructor(request: Request, exchange: Exchange) {
    super(request);
    this.#exchange = exchange;
  }

  static exchange(request: object): Exchange | undefined {
    return #exchange in request ? request.#exchange : undefined;
  }
}
