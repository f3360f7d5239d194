/**
 * Writes a response on HTTP/2.
 *
 * @module
 */
import type { OutgoingHttpHeaders } from "node:http2";
import { lockBody } from "../../../core/body.ts";
import { RESOURCE_CLOSED } from "../../../core/errors.ts";
import { planFraming, type Framing } from "../../../core/framing.ts";
import type { SendContext } from "../exchange.ts";
import { bodySize } from "../lazy/body_size.ts";
import { valueOf, type HeaderLines } from "../lazy/header_lines.ts";
import type { PlainResponse } from "../lazy/response.ts";
import { pump } from "../pump.ts";
import type { Http2Exchange } from "./exchange.ts";

/** H09, RFC 9113 8.2.2: fields of a connection, which HTTP/2 does not have. */
const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "te",
  "http2-settings",
  "content-length", // the framing's
]);

/** Fields that node:http2 refuses to repeat; joined as `Headers` would (RFC 9110 5.3). */
const SINGLE = new Set([
  "access-control-allow-credentials",
  "access-control-max-age",
  "access-control-request-method",
  "age",
  "authorization",
  "content-encoding",
  "content-language",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "date",
  "dnt",
  "etag",
  "expires",
  "from",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "last-modified",
  "location",
  "max-forwards",
  "proxy-authorization",
  "range",
  "referer",
  "retry-after",
  "tk",
  "upgrade-insecure-requests",
  "user-agent",
  "x-content-type-options",
]);

/** Writes a response: synchronous unless its body is a stream. */
export function write(
  exchange: Http2Exchange,
  plain: PlainResponse,
  context: SendContext,
): void | Promise<void> {
  const { stream } = exchange;
  const { status, body } = plain;
  const reader = body instanceof ReadableStream ? lockBody(body) : undefined;
  const framing = planFraming({
    method: exchange.method,
    status,
    http10: false,
    declared: plain.lines.special ? valueOf(plain.lines, "content-length") : null,
    size: bodySize(body),
    hasBody: body !== null,
    forceChunked: false,
  });
  // H21: reset in the meantime; 'close', which tells so, may be still to come.
  if (stream.destroyed || stream.closed) {
    reader?.cancel(RESOURCE_CLOSED).catch(ignore); // P38
    return;
  }
  exchange.keepBody();
  stream.respond(headOf(plain, framing), { endStream: !framing.sendBody });
  if (!framing.sendBody) {
    reader?.cancel(RESOURCE_CLOSED).catch(ignore); // P19
  } else if (reader !== undefined) {
    return pump(exchange, exchange.stream, reader, framing.contentLength, context.onBodyError);
  } else stream.end(body);
}

/**
 * An object without a prototype, since a field may have any name, but with a shape: what
 * `Object.create(null)` makes is a dictionary, which Node copies and walks several times as slowly.
 */
class Head {
  declare ":status": number;
  constructor(status: number) {
    this[":status"] = status;
  }
}
Object.setPrototypeOf(Head.prototype, null);
delete (Head.prototype as { constructor?: unknown }).constructor;

function headOf({ status, body, lines }: PlainResponse, framing: Framing): OutgoingHttpHeaders {
  const head = fieldsOf(status, lines);
  // P13: nothing follows, and END_STREAM says so.
  if (framing.contentLength !== undefined && (body !== null || framing.contentLength > 0)) {
    head["content-length"] = framing.contentLength;
  }
  return head;
}

/** The fields of a head as node:http2 takes them, without those that only HTTP/1 has. */
export function fieldsOf(
  status: number,
  { flat, special }: Pick<HeaderLines, "flat" | "special">,
): OutgoingHttpHeaders {
  const head = new Head(status) as unknown as OutgoingHttpHeaders;
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!.toLowerCase();
    const value = flat[i + 1]!;
    const before = head[name];
    if (special && OF_CONNECTION.has(name)) continue;
    if (before === undefined) head[name] = value;
    else if (SINGLE.has(name)) head[name] = `${String(before)}, ${value}`;
    else head[name] = Array.isArray(before) ? [...before, value] : [String(before), value];
  }
  return head;
}

function ignore(): void {}
