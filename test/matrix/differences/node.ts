/**
 * Known differences of Node.js: llhttp and undici.
 *
 * @module
 */
import type { DifferenceRow } from "../expectations.ts";

export const NODE: readonly DifferenceRow[] = [
  {
    case: ["R15.unknown", "R15.lower-case", "R15.long"],
    reason: "llhttp knows a fixed list of methods and answers 400 to any other",
    link: "https://github.com/nodejs/llhttp/issues/61",
  },
  {
    case: "P29.repeated",
    reason:
      "new Headers() joins what append() adds to a name, as the Fetch standard has it, and does not tell the parts apart any more; RFC 9110 5.3 makes the two the same",
    link: "https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine",
  },
];
