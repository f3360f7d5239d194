/**
 * The answer to a platform's Request, where something is to be decided about the handler's response
 * (Bun, Deno, Workers).
 *
 * @module
 */
import { mendFetched } from "./fetched.ts";
import { mendCopy } from "./fetched_copies.ts";
import { sayClose } from "./framing.ts";
import { discardBody } from "./head.ts";
import type { Responder } from "./host.ts";
import { checkAlive, rebuild } from "./hosted_body.ts";
import { compressHosted } from "./hosted_compress.ts";
import type { HostedExchange, HostedParts } from "./hosted_exchange.ts";
import { plan, type Perform } from "./hosted_plan.ts";
import { knownBody } from "./known_bodies.ts";
import { lastResort } from "./respond.ts";
import { handshakeLines } from "./upgrade.ts";
import type { Upgrade } from "./upgraded.ts";

/** From the handler's response to the platform's. Methods and no closures: one is made for each. */
export class Answer {
  readonly #native: Request;
  readonly #exchange: HostedExchange;
  readonly #parts: HostedParts;
  readonly #responder: Responder;
  readonly #perform: Perform;

  constructor(
    native: Request,
    exchange: HostedExchange,
    parts: HostedParts,
    responder: Responder,
    perform: Perform,
  ) {
    this.#native = native;
    this.#exchange = exchange;
    this.#parts = parts;
    this.#responder = responder;
    this.#perform = perform;
  }

  begin(response: Response): Response | Promise<Response> {
    if (this.#parts.isAnswered?.() === true) {
      this.#exchange.gone();
      discardBody(response.body); // X09, X13
      return response;
    }
    const { refusal } = this.#exchange;
    if (refusal !== undefined) {
      // E06: whatever the handler made of a body that was refused while it was read.
      if (response.status !== refusal || knownBody(response)?.none === true) {
        discardBody(response.body);
        this.#exchange.delivered();
        return this.#parts.refuse(refusal);
      }
      const closing = sayClose(response);
      if (closing !== response) return this.begin(closing);
    }
    if (this.#exchange.leavesMuch) {
      this.#exchange.leavesMuch = false;
      return this.begin(sayClose(response));
    }
    try {
      this.#exchange.keepHead();
      const known = knownBody(response);
      const { fetchDecoding } = this.#parts;
      if (known?.stream === true) {
        const mended = fetchDecoding && mendCopy(response, fetchDecoding);
        if (mended !== undefined) return this.begin(mended);
        return checkAlive(response)
          .then(() => this.#prepare(response))
          .catch((error: unknown) => this.#rescue(error, response));
      }
      if (known === undefined && fetchDecoding !== undefined) {
        // On Bun a body that was looked at has lost its type, where no field says it (1.4.5).
        const looks = !this.#parts.leavesForeign || response.headers.has("content-type");
        const mended =
          mendFetched(response, fetchDecoding) ??
          (looks ? mendCopy(response, fetchDecoding) : undefined);
        if (mended !== undefined) return this.begin(mended);
      }
      if (known === undefined && !this.#parts.leavesForeign && response.body !== null) {
        return rebuild(response)
          .then((rebuilt) => this.#prepare(rebuilt))
          .catch((error: unknown) => this.#rescue(error, response));
      }
      return this.#prepare(response);
    } catch (error) {
      return this.#rescue(error, response);
    }
  }

  #prepare(response: Response): Response {
    const upgrade = this.#exchange.answer(response);
    if (upgrade !== undefined) return this.#switch(response, upgrade);
    const { encoder } = this.#parts;
    const [native, exchange, responder] = [this.#native, this.#exchange, this.#responder];
    const { compression } = responder;
    const compressed = compressHosted(native, exchange, response, compression, encoder);
    return this.#perform(plan(compressed, native, exchange, responder, this.#parts));
  }

  #switch(response: Response, upgrade: Upgrade): Response {
    if (this.#exchange.isGone) return new Response(null, { status: 503 }); // nobody receives it
    const lines = handshakeLines(upgrade.plan, response.headers);
    this.#exchange.delivered(); // W19; first, since Deno aborts its own signal at the upgrade
    return this.#parts.upgrade(upgrade, lines);
  }

  /** The response could not be sent at all: the boundary's takes its place. */
  #rescue(error: unknown, unsent: Response): Response | Promise<Response> {
    const instead = this.#responder.recover(error, unsent);
    if (instead instanceof Promise) {
      return instead
        .then((response) => this.#prepare(response))
        .catch((inner: unknown) => this.#giveUp(inner));
    }
    try {
      return this.#prepare(instead);
    } catch (inner) {
      return this.#giveUp(inner);
    }
  }

  /** P08: what onError made cannot be sent either. */
  #giveUp(error: unknown): Response {
    return this.#prepare(lastResort(error));
  }
}
