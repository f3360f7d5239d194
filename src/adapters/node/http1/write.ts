/**
 * Writes a response on HTTP/1.
 *
 * @module
 */
import { STATUS_CODES } from "node:http";
import { lockBody } from "../../../core/body.ts";
import { RESOURCE_CLOSED } from "../../../core/errors.ts";
import { planFraming, saysClose, type Framing } from "../../../core/framing.ts";
import type { SendContext } from "../exchange.ts";
import type { Http1Exchange } from "./exchange.ts";
import { bodySize } from "../lazy/body_size.ts";
import { valueOf } from "../lazy/header_lines.ts";
import type { PlainResponse } from "../lazy/response.ts";
import { lingerAfter } from "./linger.ts";
import { stateOf } from "../socket_state.ts";
import { pump } from "../pump.ts";
import { StreamOutput } from "./output.ts";
import { writeWhole } from "./whole.ts";

/** Writes a response: synchronous unless its body is a stream. */
export function write(
  exchange: Http1Exchange,
  plain: PlainResponse,
  context: SendContext,
): void | Promise<void> {
  const { incoming, outgoing } = exchange;
  const { status, body, lines } = plain;
  const reader = body instanceof ReadableStream ? lockBody(body) : undefined;
  const framing = planFraming({
    method: exchange.method,
    status,
    http10: incoming.httpVersionMinor === 0,
    declared: lines.special ? valueOf(lines, "content-length") : null,
    size: bodySize(body),
    hasBody: body !== null,
    forceChunked: lines.special && valueOf(lines, "transfer-encoding") !== null,
  });
  exchange.keepBody();
  const head = planHead(exchange, plain, framing, context);
  if (framing.sendBody && reader !== undefined) {
    return writeStream(exchange, reader, status, head, framing, context);
  }
  if (framing.sendBody && framing.chunked) {
    exchange.watch();
    outgoing.removeHeader("connection"); // P17: no `connection: keep-alive` of Node's
    // P28: the canonical reason; Node would write "unknown" for an unknown code.
    outgoing.writeHead(status, STATUS_CODES[status] ?? "", head);
    // P25. As bytes: Node writes a head and a string that it joins as UTF-8 (nodejs/node#42579).
    outgoing.end(Buffer.from(body as string | Uint8Array));
    return;
  }
  const whole = framing.sendBody ? (body as string | Uint8Array) : null;
  if (!writeWhole(exchange, status, head, whole)) exchange.watch();
  reader?.cancel(RESOURCE_CLOSED).catch(ignore); // P19
}

/** A function of its own: its closure would cost every response a context. */
function writeStream(
  exchange: Http1Exchange,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  status: number,
  head: readonly string[],
  framing: Framing,
  { onBodyError }: SendContext,
): Promise<void> {
  exchange.watch();
  const begin = (): Promise<void> => {
    const output = (exchange.output = new StreamOutput(exchange, status, head, framing));
    return pump(exchange, output, reader, framing.contentLength, onBodyError);
  };
  return exchange.outgoing.socket === null ? itsTurn(exchange).then(begin) : begin();
}

/** All header lines but the date, and whether the connection ends with this response. */
function planHead(
  exchange: Http1Exchange,
  { lines }: PlainResponse,
  framing: Framing,
  context: SendContext,
): string[] {
  const { incoming, outgoing } = exchange;
  const head = lines.special ? ordinary(lines.flat) : lines.flat.slice();
  if (framing.contentLength !== undefined) {
    head.push("content-length", String(framing.contentLength));
  }
  if (framing.chunked) head.push("transfer-encoding", "chunked");
  const close =
    // X04: not before the answers to requests behind it that have begun.
    (context.draining && stateOf(incoming.socket).busy === 1) ||
    framing.closeDelimited ||
    !outgoing.shouldKeepAlive || // the client said close, or spoke HTTP/1.0 (R58)
    !exchange.bodyArrived || // R50
    (lines.special && saysClose(valueOf(lines, "connection"))); // P32
  if (close) {
    outgoing.shouldKeepAlive = false;
    stateOf(incoming.socket).closing = true;
    // To HTTP/1.0 it says nothing new (RFC 9112 9.3).
    if (incoming.httpVersionMinor !== 0) head.push("connection", "close");
    if (!exchange.bodyArrived) lingerAfter(exchange);
  } else if (incoming.httpVersionMinor === 0) {
    head.push("connection", "keep-alive"); // R30: it asked, and cannot know otherwise
  }
  return head;
}

/** Without the headers that the framing decides (P20, P22, P25). */
function ordinary(flat: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!.toLowerCase();
    if (name === "content-length" || name === "transfer-encoding" || name === "connection")
      continue;
    kept.push(flat[i]!, flat[i + 1]!);
  }
  return kept;
}

/** Resolves when the responses before it are through (R57), or never will be. */
function itsTurn(exchange: Http1Exchange): Promise<void> {
  return new Promise((resolve) => {
    exchange.outgoing.once("socket", () => resolve());
    exchange.onGone(() => resolve());
  });
}

function ignore(): void {}
