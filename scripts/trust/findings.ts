/**
 * What a differential run has found: classes of connections that hosts do not read the same way.
 *
 * @module
 */
import type { Delivery } from "./mutate.ts";
import { compare, goesOn, shape, type Verdict } from "./verdict.ts";

/** How bad it is, the worst first. */
export const KINDS = ["garbage", "goes on", "sees another", "sees more", "takes"] as const;

/** All but the last: somebody reads a request where others read none, or another one. */
export const SMUGGLING: ReadonlySet<Kind> = new Set(KINDS.slice(0, -1));

export type Kind = (typeof KINDS)[number];

/** One class. */
export interface Finding {
  readonly kind: Kind;
  /** Each host's answers in a word each, hosts of one opinion together. */
  readonly text: string;
  readonly seed: number;
  readonly delivery: Delivery;
  /** What explain.ts does not know of it. */
  readonly unknown: string;
  times: number;
}

/** What differs, or undefined. `ids` names the hosts of the verdicts. */
export function difference(
  ids: readonly string[],
  verdicts: readonly Verdict[],
): Pick<Finding, "kind" | "text"> | undefined {
  const kind = KINDS.find((one) => verdicts.some((verdict, i) => shows(one, verdict, verdicts, i)));
  if (kind === undefined) return undefined;
  const by = new Map<string, string[]>();
  verdicts.forEach((verdict, i) => {
    const of = shape(verdict);
    by.set(of, [...(by.get(of) ?? []), ids[i]!]);
  });
  return {
    kind,
    text: Array.from(by, ([of, names]) => `${names.join(" ")}: ${of}`).join("   "),
  };
}

function shows(kind: Kind, verdict: Verdict, all: readonly Verdict[], at: number): boolean {
  if (kind === "garbage") return verdict.garbage !== undefined;
  if (kind === "goes on") return goesOn(verdict);
  return all.slice(0, at).some((other) => compare(other, verdict) === kind);
}

/** What is not known, without the places: classes are told apart by it. */
export function reasonOf(unknown: string): string {
  return unknown
    .replace(/takes for message .*/, "takes another message")
    .replace(/\d+|behind \[.*/g, "");
}

/** Adds one; of a class the shortest bytes are kept. */
export function collect(classes: Map<string, Finding>, found: Finding): void {
  const key = reasonOf(found.unknown);
  const known = classes.get(key);
  if (known === undefined) classes.set(key, found);
  else {
    known.times++;
    if (found.delivery.bytes.length < known.delivery.bytes.length) {
      Object.assign(known, {
        delivery: found.delivery,
        seed: found.seed,
        unknown: found.unknown,
      });
    }
  }
}
