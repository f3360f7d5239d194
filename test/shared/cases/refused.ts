/**
 * The rows of protocol errors: R28 says what each of them gets.
 *
 * @module
 */
import { get, type Expected, type WireCase } from "../case.ts";
import { oneOf } from "../match.ts";

/** What must not be read as a request behind a protocol error (R28). */
const BEHIND = get("/behind", "X-Mark: {key}");

/**
 * A 400 with `connection: close`, then the end, and no handler called: the bytes carry an
 * `X-Mark: {key}`, at which the app would log, and behind them stands a request that has one too.
 */
export function refused(id: string, title: string, bytes: string, expect: Expected = {}): WireCase {
  return {
    id,
    title,
    send: bytes + BEHIND,
    expect: { status: 400, headers: { connection: /^close$/i }, ...expect },
    after: "closed",
    log: [],
    // The words and the length of an error page are the parser's.
    loose: ["headers", "framing", "body"],
  };
}

/** Where the clause leaves the parser a choice: RFC 9110 15.6.6 has 505 for versions. */
export function refusedSomehow(id: string, title: string, bytes: string): WireCase {
  return {
    id,
    title,
    send: bytes + BEHIND,
    expect: { status: oneOf(400, 505), headers: { connection: /^close$/i } },
    after: "closed",
    log: [],
    loose: ["all"],
  };
}
