/**
 * Plays a row of the wire cases over HTTP/2: the same request, the same expectations.
 *
 * @module
 */
import type { Exchange, Expected, Message, WireCase } from "../../shared/case.ts";
import { decode } from "../decode.ts";
import type { Http2Client } from "./session.ts";

/** A request as HTTP/2 has it. */
export interface Head {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** What HTTP/2 has no word for: framing, reasons, versions, and fields of the connection. */
const ONLY_HTTP1 = /^(?:connection|transfer-encoding|expect|upgrade|te|keep-alive|host)$/;

/** What Node's client does not send twice. */
const ONCE = ["content-type", "authorization", "content-length"];

/** The request of a row that means the same over HTTP/2; undefined for others. */
export function translated(row: WireCase): Head | undefined {
  if (typeof row.send !== "string" || row.after === "closed") return undefined;
  const match =
    /^([A-Z]+) (\/\S*) HTTP\/1\.1\r\nHost: example\.com((?:\r\n[^\r\n]+)*)\r\n\r\n([^]*)$/.exec(
      row.send,
    );
  if (match === null) return undefined;
  const [, method = "", path = "", lines = "", body = ""] = match;
  const headers = lines
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
  if (headers.some(([name]) => ONLY_HTTP1.test(name) || !/^[\w-]+$/.test(name))) return undefined;
  if (ONCE.some((once) => headers.filter(([name]) => name === once).length > 1)) return undefined;
  const declared = headers.find(([name]) => name === "content-length")?.[1];
  if (body.length !== Number(declared ?? 0) || method === "CONNECT") return undefined;
  // oxlint-disable-next-line no-control-regex
  if (/[^\x21-\x7e]/.test(path) || /h=(?:transfer-encoding|connection):/i.test(path))
    return undefined;
  const expected = [row.expect].flat() as readonly Expected[];
  if (expected.length !== 1 || !comparable(expected[0]!)) return undefined;
  return { method, path, headers, body };
}

/** Whether nothing in it is a matter of HTTP/1. */
function comparable(expected: Expected): boolean {
  const { version, reason, interims, headers = {}, status } = expected;
  if (version !== undefined || reason !== undefined || interims !== undefined) return false;
  if (status === 101) return false;
  if (headers["content-length"] === "0") return false; // P13: END_STREAM says so
  return true;
}

/**
 * R14: HTTP/2 has `:authority`, and no Host is made of it. It has no chunks either: what a row says
 * of them is left out, what it says of the length stays.
 */
export function withoutHttp1(row: WireCase): WireCase {
  const { json, framing: _framing, headers, ...rest } = row.expect as Expected;
  const expect: Expected = { ...rest };
  if (headers !== undefined) {
    const kept = Object.entries(headers).filter(([name]) => !ONLY_HTTP1.test(name));
    Object.assign(expect, { headers: Object.fromEntries(kept) });
  }
  if (json !== undefined) Object.assign(expect, { json: withoutHostLine(json) });
  return { ...row, expect };
}

function withoutHostLine(json: unknown): unknown {
  const { headers } = json as { headers?: unknown };
  if (!Array.isArray(headers)) return json;
  const kept = (headers as readonly (readonly string[])[]).filter(([name]) => name !== "host");
  return { ...(json as object), headers: kept };
}

/** What R14.no-host is about is no matter of the other rows. */
function withoutHost(body: string): string {
  const line = '["host","example.com"]';
  return body.includes(line)
    ? body.replace(line, "").replace(/\[,|,(?=\])|,(?=,)/, (at) => at.slice(0, -1))
    : body;
}

/** Plays it. */
export async function playHttp2(head: Head, client: Http2Client): Promise<Exchange> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of head.headers) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  const pseudo = { ":method": head.method, ":path": head.path };
  const { status, headers, body, code, complete, interims } = await client.ask(
    { ...pseudo, ...fields },
    head.body,
  );
  if (status === 0) return { responses: [], stuck: `no response, reset with ${code}` };
  const declared = headers.find(([name]) => name === "content-length")?.[1];
  const message: Message = {
    version: "2.0",
    status,
    reason: "",
    headers: [...headers] as [string, string][],
    // The length is right: what a body echoes of a Host that the server made up is not the row's.
    framing: Number(declared) === body.length ? "length" : "none",
    body: withoutHost(body),
    complete,
    interims: [...interims],
  };
  const decoded = decode(message);
  if (decoded !== undefined) message.decoded = decoded;
  return { responses: [message] };
}
