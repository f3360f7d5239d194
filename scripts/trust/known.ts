/**
 * What the fuzzer has found and what has become of it: a row of the matrix by its id, or a reason.
 *
 * @module
 */
import type { Finding } from "./findings.ts";

/** Why hosts may differ about such bytes. */
export interface Known {
  readonly name: string;
  /** The shortest bytes that show it. */
  readonly bytes: RegExp;
  /** Who says what. */
  readonly text?: RegExp;
}

export const KNOWN: readonly Known[] = [];

/** What is known of a class. */
export function cause({ bytes, text }: Pick<Finding, "bytes" | "text">): string | undefined {
  return KNOWN.find((one) => one.bytes.test(bytes) && (one.text?.test(text) ?? true))?.name;
}
