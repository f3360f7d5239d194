/**
 * From an observed exchange to a list of complaints. Pure; an empty list means that the row passed.
 *
 * @module
 */
import type { Exchange, Expected, Message, WireCase } from "./case.ts";
import { differences, show } from "./match.ts";

/** What is wrong with an exchange, in words. `port` is the server's, for `{port}` in rows. */
export function check(row: Omit<WireCase, "server">, exchange: Exchange, port = 0): string[] {
  const complaints: string[] = [];
  if (exchange.stuck !== undefined) complaints.push(exchange.stuck);
  if (exchange.garbage !== undefined) {
    complaints.push(`received bytes that are no HTTP response: ${show(exchange.garbage)}`);
  }
  const expected = Array.isArray(row.expect)
    ? (row.expect as Expected[])
    : [row.expect as Expected];
  const { responses } = exchange;
  const least = expected.filter(({ optional }) => optional !== true).length;
  if (responses.length < least || responses.length > expected.length) {
    const seen = responses.map(({ status }) => status).join(", ") || "none";
    complaints.push(`${responses.length} responses (${seen}), not ${expected.length}`);
  }
  for (const [i, want] of expected.entries()) {
    const got = responses[i];
    if (got === undefined) continue;
    const prefix = expected.length > 1 ? `response ${i + 1}: ` : "";
    for (const complaint of checkMessage(want, got, port)) complaints.push(prefix + complaint);
  }
  if (row.after !== undefined && !sameEnd(row.after, exchange.end)) {
    complaints.push(`afterwards the connection is ${exchange.end ?? "unknown"}, not ${row.after}`);
  }
  if (row.log !== undefined) complaints.push(...differences(row.log, exchange.log ?? [], "log"));
  return complaints;
}

// Whether a close is a FIN or an RST is up to the kernel when unread bytes are left over.
function sameEnd(want: "alive" | "closed" | "either", end: Exchange["end"]): boolean {
  if (want === "either") return sameEnd("alive", end) || sameEnd("closed", end);
  return want === end || (want === "closed" && end === "reset");
}

function checkMessage(want: Expected, got: Message, port: number): string[] {
  const complaints: string[] = [];
  const compare = (what: string, expected: unknown, actual: unknown): void => {
    if (expected === undefined) return;
    complaints.push(...differences(withPort(expected, port), actual, what));
  };
  compare("status", want.status, got.status);
  compare("version", want.version, got.version);
  compare("reason", want.reason, got.reason);
  compare("framing", want.framing, got.framing);
  compare("body", want.body, got.body);
  if (want.decoded !== undefined) {
    if (got.decoded === undefined) complaints.push("the body has no coding that can be decoded");
    else {
      compare("decoded", want.decoded, got.decoded.text);
      compare("the coding is whole", want.complete ?? true, got.decoded.whole);
    }
  }
  if (want.text !== undefined) {
    compare("text", want.text, got.decoded?.text ?? got.body);
    const coded = linesOf(got, "content-encoding").length > 0;
    if (coded && got.decoded?.whole !== true) complaints.push("the coding cannot be taken off");
  }
  compare("complete", want.complete ?? true, got.complete);
  compare("interims", want.interims, got.interims);
  for (const [name, value] of Object.entries(want.headers ?? {})) {
    const lines = linesOf(got, name);
    if (value === null) compare(`header ${name}`, [], lines);
    else if (Array.isArray(value)) compare(`header ${name}`, value, lines);
    else if (lines.length > 1)
      complaints.push(`header ${name}: ${lines.length} lines ${show(lines)}`);
    else compare(`header ${name}`, value, lines[0]);
  }
  if (want.json !== undefined) {
    try {
      compare("json", want.json, jsonOf(got));
    } catch {
      complaints.push(`the body is not JSON: ${show(got.body)}`);
    }
  }
  return complaints;
}

/** The lines of a header, by name in any case. */
export function linesOf(message: Message, name: string): string[] {
  return message.headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}

/** The body of a response as JSON. */
export function jsonOf(message: Message): unknown {
  const bytes = Uint8Array.from(message.body, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function withPort(value: unknown, port: number): unknown {
  if (typeof value === "string") return value.replaceAll("{port}", String(port));
  if (Array.isArray(value)) return value.map((item) => withPort(item, port));
  if (typeof value !== "object" || value === null) return value;
  // Matchers and patterns have no port in them.
  if (Object.getPrototypeOf(value) !== Object.prototype || "matches" in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withPort(item, port)]),
  );
}
