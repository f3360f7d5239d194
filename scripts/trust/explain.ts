/**
 * Whether a difference is one that is known, and nothing beside it: each message that a host takes
 * where the first one does not has to be the one that stands there, and all that is wrong with it has
 * to be known of that host.
 *
 * @module
 */
import { BODY_FLAWS, GOES_ON, KNOWN, type Known, type Said } from "./known.ts";
import type { Delivery } from "./mutate.ts";
import { type Flaw, LEGAL, type Message, read } from "./read.ts";
import { sameAnswer, type Verdict, wordAt } from "./verdict.ts";

/** The names of what is known; or what is not. */
export interface Explanation {
  readonly names: readonly string[];
  readonly unknown?: string;
}

/** A tolerance: the answer may be lost. What is cut off may still never be taken. */
const HALF = "R39: who sends FIN behind a request may be taken for gone";

/** Explains why others say something else than the first host does. */
export function explain(
  { bytes, cuts, end }: Delivery,
  ids: readonly string[],
  verdicts: readonly Verdict[],
): Explanation {
  const messages = read(bytes, cuts);
  const names = new Set<string>();
  for (const [i, own] of verdicts.entries()) {
    const host = ids[i]!.replace(/-tls$/, "");
    const view = new View(host, messages, verdicts[0]!, own, end === "half");
    const unknown = view.look();
    if (unknown !== undefined) return { names: [...names], unknown: `${ids[i]} ${unknown}` };
    for (const name of view.names) names.add(name);
  }
  return names.size > 0 ? { names: [...names] } : { names: [], unknown: "all say the same" };
}

/** R31: nobody reads such a body; what is wrong with it is not seen. */
function isUnseen({ method }: Message, flaw: Flaw): boolean {
  return /^(?:GET|HEAD)$/.test(method) && BODY_FLAWS.includes(flaw);
}

/** One host beside the first. */
class View {
  readonly names: string[] = [];
  readonly #host: string;
  readonly #messages: readonly Message[];
  readonly #first: Verdict;
  readonly #own: Verdict;
  readonly #half: boolean;

  constructor(
    host: string,
    messages: readonly Message[],
    first: Verdict,
    own: Verdict,
    half: boolean,
  ) {
    this.#host = host;
    this.#messages = messages;
    this.#first = first;
    this.#own = own;
    this.#half = half;
  }

  /** Collects the names; what nobody knows is returned. */
  look(): string | undefined {
    if (this.#own.garbage !== undefined) return "answers what is no HTTP";
    const [first, own] = [this.#first.answers, this.#own.answers];
    const most = Math.max(first.length, own.length);
    let at = 0;
    while (at < most && sameAnswer(first[at], own[at])) at++;
    if (at === most) return undefined;
    const unknown = this.#parting(at);
    if (unknown !== undefined) return unknown;
    for (let i = at + 1; i < own.length; i++) {
      // The first host has ended: nothing has to be wrong, and what is has to be known.
      const found = own[i]!.kind === "taken" ? this.#taken(i, "end>taken") : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #parting(at: number): string | undefined {
    const [one, two] = [wordAt(this.#first, at), wordAt(this.#own, at)];
    const complete = this.#messages[at]?.flaws.size === 0;
    // R39: whether a request is answered when FIN follows it is up to the host.
    if (this.#half && one === "taken" && two === "end") return this.#name(HALF);
    if (this.#half && one === "end" && two === "taken" && complete) {
      this.names.push(HALF);
      return this.#taken(at, "end>taken");
    }
    if (two !== "taken") return this.#refusal(at, `${one}>${two}`);
    const before = this.names.length;
    const unknown = this.#taken(at, one === "taken" ? "taken>another" : `${one}>taken`);
    if (unknown !== undefined || this.names.length > before) return unknown;
    // What is wrong with the body before is known, and this is what follows it.
    const behind = KNOWN.find(
      (one) =>
        [one.flaw].flat().some((flaw) => BODY_FLAWS.includes(flaw)) &&
        this.#fits(one, this.#messages[at - 1], "refused>taken"),
    );
    if (one === "end" && behind !== undefined) return this.#name(behind.name);
    return `takes message ${at}, with which nothing is wrong, where the first one says ${one}`;
  }

  /** A message that the first host takes, and this one does not. */
  #refusal(at: number, said: Said): string | undefined {
    const row = KNOWN.find((one) =>
      this.#fits(one, this.#messages[one.behind ? at - 1 : at], said),
    );
    return row === undefined
      ? `says of message ${at} ${said} ${this.#flaws(at)}`
      : this.#name(row.name);
  }

  /** A message that this host takes. */
  #taken(at: number, said: Said): string | undefined {
    const message = this.#messages[at];
    const { seen } = this.#own.answers[at]!;
    if (message === undefined) return `takes message ${at}, where there is none`;
    const refused = this.#own.answers.findIndex(({ kind }) => kind !== "taken");
    if (refused >= 0 && refused < at) {
      const row = GOES_ON.find(
        ({ hosts, method }) =>
          hosts.includes(this.#host) &&
          this.#own.answers[refused]!.kind === "refused" &&
          (method === undefined || method === this.#messages[refused]?.method),
      );
      if (row === undefined) return `goes on behind message ${refused}`;
      this.names.push(row.name);
    }
    if (said !== "taken>another" && !message.seen.includes(seen)) {
      return `takes for message ${at} ${seen} instead of ${message.seen[0]}`;
    }
    for (const flaw of message.flaws) {
      const row = KNOWN.find(
        (one) =>
          [one.flaw].flat().includes(flaw) && one.behind !== true && this.#fits(one, message, said),
      );
      if (row !== undefined) this.names.push(row.name);
      else if (!LEGAL.has(flaw) && !isUnseen(message, flaw))
        return `says of message ${at} ${said} ${this.#flaws(at)}`;
    }
    return undefined;
  }

  #fits(
    { hosts, says, flaw, beside, followed }: Known,
    message: Message | undefined,
    said: Said,
  ): boolean {
    if (followed === true && this.#messages.at(-1) === message) return false;
    if (beside !== undefined && message?.flaws.has(beside) !== true) return false;
    const has = [flaw].flat().some((one) => message?.flaws.has(one));
    return has && hosts.includes(this.#host) && says.includes(said);
  }

  #flaws(at: number): string {
    const of = (i: number): string => [...(this.#messages[i]?.flaws ?? [])].join(", ");
    return `[${of(at)}] behind [${of(at - 1)}]`;
  }

  #name(name: string): undefined {
    this.names.push(name);
  }
}
