/**
 * Compares what was seen with what a row says.
 *
 * @module
 */
import type { Matcher } from "./case.ts";

/** One of several right answers. */
export function oneOf(...values: readonly unknown[]): Matcher {
  return {
    says: `one of ${values.map(show).join(", ")}`,
    matches: (value) => values.some((expected) => differences(expected, value).length === 0),
  };
}

/** The same URL once both are parsed (R07). */
export function sameUrl(expected: string): Matcher {
  return {
    says: `the URL ${new URL(expected).href}`,
    matches: (value) =>
      typeof value === "string" &&
      URL.canParse(value) &&
      new URL(value).href === new URL(expected).href,
  };
}

/** Any integer in a range. */
export function between(low: number, high: number): Matcher {
  return {
    says: `${low} to ${high}`,
    matches: (value) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high,
  };
}

/** Any text in which this does not occur. */
export function lacking(part: string): Matcher {
  return {
    says: `without ${show(part)}`,
    matches: (value) => typeof value === "string" && !value.includes(part),
  };
}

/** Any 4xx. */
export const CLIENT_ERROR: Matcher = between(400, 499);
/** Any 4xx or 5xx: what a tolerance clause allows a parser to answer. */
export const REFUSAL: Matcher = between(400, 599);

/**
 * Where `actual` departs from `expected`. Objects are compared by the members that `expected`
 * names, arrays entirely, `undefined` in `expected` means absent.
 */
export function differences(expected: unknown, actual: unknown, path = ""): string[] {
  const here = path === "" ? "value" : path;
  if (expected instanceof RegExp) {
    return typeof actual === "string" && expected.test(actual)
      ? []
      : [`${here}: ${show(actual)} does not match ${expected}`];
  }
  if (isMatcher(expected)) {
    return expected.matches(actual) ? [] : [`${here}: ${show(actual)} is not ${expected.says}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${here}: ${show(actual)} is not a list`];
    const items = expected.flatMap((item, i) => differences(item, actual[i], `${path}[${i}]`));
    return expected.length === actual.length
      ? items
      : [`${here}: ${actual.length} entries ${show(actual)}, not ${expected.length}`, ...items];
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null)
      return [`${here}: ${show(actual)} is no object`];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(
        value,
        (actual as Record<string, unknown>)[key],
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  return Object.is(expected, actual) ? [] : [`${here}: ${show(actual)}, not ${show(expected)}`];
}

/** A value in a complaint, bounded. */
export function show(value: unknown): string {
  const text = value === undefined ? "undefined" : (JSON.stringify(value) ?? String(value));
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

function isMatcher(value: unknown): value is Matcher {
  return typeof value === "object" && value !== null && "says" in value && "matches" in value;
}
