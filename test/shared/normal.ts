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

/** URLs parsed, ports and exchange keys out. */
function scrub(value: unknown): unknown {
  if (typeof value === "string") {
    const text = URL.canParse(value) ? new URL(value).href : value;
    return text
      .replaceAll(/exchange-\d+/g, "exchange")
      .replaceAll(/(localhost|127\.0\.0\.1):\d+/g, "$1:0");
  }
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== "object" || value === null) return value;
  // An error without a code is the platform's own, and so are its words.
  const dropped = "message" in value && "code" in value && value.code === null ? "message" : "";
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== dropped)
      .map(([key, item]) => [key, key === "port" ? "port" : scrub(item)]),
  );
}
