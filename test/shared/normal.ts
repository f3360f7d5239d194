/**
 * An exchange without what may differ between two right hosts: what agreement compares.
 *
 * @module
 */
import type { Exchange, Message, WireCase } from "./case.ts";
import { clauseOf } from "./case.ts";
import { jsonOf } from "./check.ts";

/** A value that two agreeing hosts have in common, as JSON. */
export function normalise(row: WireCase, exchange: Exchange): unknown {
  const free = new Set(row.loose ?? []);
  if (free.has("all")) return null;
  return {
    responses: exchange.responses.map((message) => ({
      status: free.has("status") ? null : [message.status, message.reason],
      headers: free.has("headers") ? null : headersOf(row, message, free.has("framing")),
      framing: free.has("framing") ? null : message.framing,
      body: free.has("body") ? null : bodyOf(message),
      complete: message.complete,
      interims: message.interims,
    })),
    garbage: exchange.garbage,
    stuck: exchange.stuck,
    end: free.has("end") ? null : exchange.end === "reset" ? "closed" : exchange.end,
    // The words of a reason are each runtime's own, except where the clause quotes them.
    log: free.has("log") ? null : (exchange.log ?? []).map((entry) => entry.split(" ")[0]),
    clause: clauseOf(row.id),
  };
}

function headersOf(row: WireCase, message: Message, framingIsFree: boolean): string[] {
  // Every response has a date or lacks it: one clause says which, the other rows are silent.
  const dropped = new Set(clauseOf(row.id) === "P17" ? [] : ["date"]);
  if (framingIsFree) dropped.add("content-length").add("transfer-encoding");
  return message.headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !dropped.has(name))
    .map(([name, value]) => `${name}: ${spelled(name, value, message)}`)
    .sort((a, b) => compareNames(a, b));
}

// By name only: the order of the lines of one name is part of the message.
function compareNames(a: string, b: string): number {
  const [x, y] = [a.split(":")[0] ?? "", b.split(":")[0] ?? ""];
  return x < y ? -1 : x > y ? 1 : 0;
}

function spelled(name: string, value: string, message: Message): string {
  if (name === "date") return "…";
  // The reader has counted the bytes; echoed addresses differ in length.
  if (name === "content-length" && message.framing === "length") return "of the body";
  if (name === "connection") return value.toLowerCase();
  if (name !== "content-type") return value;
  // A multipart boundary is random; the charset's case is not meant to matter (RFC 9110 8.3.2).
  return value.replace(/boundary=.*/, "boundary=…").replace(/; ?charset=utf-8/i, ";charset=utf-8");
}

function bodyOf(message: Message): unknown {
  // Two encoders may differ; what the client gets of them may not.
  if (message.decoded !== undefined) return message.decoded;
  if (!/^\s*[{[]/.test(message.body)) return message.body;
  try {
    return scrub(jsonOf(message));
  } catch {
    return message.body;
  }
}

/** A value without what differs from run to run: URLs parsed, ports and exchange keys out. */
export function scrub(value: unknown): unknown {
  if (typeof value === "string") return scrubText(value);
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== "object" || value === null) return value;
  // An error without a code of ours is the platform's own, and so are its words.
  const platforms = "message" in value && "code" in value && !String(value.code).startsWith("ERR_");
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(platforms && key === "message"))
      .map(([key, item]): [string, unknown] => [key, key === "port" ? "port" : scrub(item)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function scrubText(value: string): string {
  const text = URL.canParse(value) ? new URL(value).href : value;
  return text
    .replaceAll(/exchange-\d+/g, "exchange")
    .replaceAll(/(localhost|\d+\.\d+\.\d+\.\d+):\d+/g, "$1:0");
}

/**
 * What a row observed inside a host, likewise; undefined where the host has said that it has not what
 * the row is about.
 */
export function normaliseInside(value: unknown): unknown {
  if (typeof value === "string" && WITHOUT.has(value)) return undefined;
  return unhead(scrub(value));
}

/** What rows tell of a host where they do not apply. */
const WITHOUT: ReadonlySet<string> = new Set([
  "listens",
  "no reusePort",
  "refused by its name",
  "served",
  "told",
]);

/** Raw responses without dates, their lines in no order; names without what is made up for a run. */
function unhead(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unhead);
  if (typeof value === "object" && value !== null) {
    // What the platform does by itself is its own affair.
    const ours = Object.entries(value).filter(([key]) => key !== "theirs");
    return Object.fromEntries(ours.map(([key, item]) => [key, unhead(item)]));
  }
  if (typeof value !== "string") return value;
  const text = value
    .replaceAll(/\/tmp\/everyserve-\w+/g, "/tmp")
    .replaceAll(/boundary=[\w-]+/g, "boundary=…");
  if (!/^http\/1/i.test(text)) return text;
  const [head = "", ...body] = text.split("\r\n\r\n");
  const lines = head.toLowerCase().split("\r\n");
  return [...lines.filter((line) => !line.startsWith("date:")).sort(), "", ...body].join("\r\n");
}
