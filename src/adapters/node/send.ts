/**
 * Writes a platform Response to an exchange.
 *
 * @module
 */
import { STATUS_CODES } from "node:http";
import { watchBody } from "../../core/body.ts";
import { RESOURCE_CLOSED } from "../../core/errors.ts";
import { planFraming } from "../../core/framing.ts";
import { discardBody } from "../../core/head.ts";
import type { Exchange } from "./exchange.ts";
import { bufferedBody } from "./lookahead.ts";

/** What sending asks of the rest of the adapter. */
export interface SendOptions {
  /** End the connection after this response (RFC 9112 9.6). */
  close: boolean;
  /** Hears of a body that failed while it was sent (P41). */
  onBodyError(error: unknown): void;
}

/**
 * Sends; resolves when nothing is left to do for this response. Rejects only before the head was
 * written, when the response cannot be sent at all (P05).
 */
export async function sendResponse(
  exchange: Exchange,
  response: Response,
  options: SendOptions,
): Promise<void> {
  const { incoming, outgoing } = exchange;
  const { body } = response;
  if (exchange.isGone) {
    discardBody(body); // P38
    return;
  }
  if (body?.locked) body.getReader(); // throws the platform's own TypeError (P05)
  const known = body === null ? EMPTY : await bufferedBody(body);
  const framing = planFraming({
    method: incoming.method ?? "GET",
    status: response.status,
    http10: incoming.httpVersion === "1.0",
    declared: response.headers.get("content-length"),
    size: known instanceof Uint8Array ? known.byteLength : undefined,
    hasBody: body !== null,
  });
  const head = headLines(response.headers);
  if (framing.contentLength !== undefined) {
    head.push("content-length", String(framing.contentLength));
  }
  if (framing.chunked) head.push("transfer-encoding", "chunked");
  else outgoing.useChunkedEncodingByDefault = false;
  const close = options.close || closes(response.headers) || framing.closeDelimited;
  if (close) {
    outgoing.shouldKeepAlive = false;
    head.push("connection", "close");
  } else outgoing.removeHeader("connection"); // P17: no `connection: keep-alive` of Node's
  const { status } = response;
  // P28: the canonical reason; Node would write "unknown" for an unknown code.
  outgoing.writeHead(status, STATUS_CODES[status] ?? "", head);

  if (!framing.sendBody) {
    outgoing.end();
    if (known instanceof Uint8Array || known === null) return;
    known.cancel(RESOURCE_CLOSED).catch(ignore); // P19
    return;
  }
  if (known instanceof Uint8Array) {
    outgoing.end(known);
    return;
  }
  outgoing.flushHeaders(); // P34: before the first chunk exists
  await pump(exchange, known, framing.contentLength, options);
}

const EMPTY = new Uint8Array();

/** Header lines as Node takes them: a flat list, `set-cookie` apart (P29). */
function headLines(headers: Headers): string[] {
  const lines: string[] = [];
  for (const [name, value] of headers) {
    // The framing decides these (P22, P25, P32).
    if (name === "content-length" || name === "transfer-encoding" || name === "connection") continue;
    lines.push(name, value);
  }
  return lines;
}

function closes(headers: Headers): boolean {
  return /(?:^|[,\s])close(?:$|[,\s])/i.test(headers.get("connection") ?? "");
}

/** Moves the chunks of a stream, never faster than the client reads. */
async function pump(
  exchange: Exchange,
  body: ReadableStream<Uint8Array>,
  length: number | undefined,
  options: SendOptions,
): Promise<void> {
  const { outgoing } = exchange;
  let failure: { error: unknown } | undefined;
  const reader = watchBody(body, { failed: (error) => void (failure = { error }) }).getReader();
  exchange.onGone(() => void reader.cancel().catch(ignore)); // P36
  let left = length ?? Infinity;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (exchange.isGone) return;
      if (done) break;
      if (value.byteLength >= left && length !== undefined) {
        // P23: longer than declared is cut, so that the next response starts where it should.
        const longer = value.byteLength > left || !(await ends(reader));
        outgoing.end(value.subarray(0, left));
        if (longer) reader.cancel().catch(ignore);
        return;
      }
      left -= value.byteLength;
      if (!outgoing.write(value)) await drained(exchange);
    }
  } catch (error) {
    options.onBodyError(failure?.error ?? error);
    exchange.gone();
    outgoing.destroy(); // P41: cut off visibly
    return;
  }
  // P23: shorter than declared cannot be mended any more.
  if (length !== undefined && left > 0) {
    exchange.gone();
    outgoing.destroy();
  } else outgoing.end();
}

async function ends(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<boolean> {
  return (await reader.read()).done;
}

function drained({ outgoing }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      outgoing.removeListener("drain", wake);
      outgoing.removeListener("close", wake);
      resolve();
    };
    outgoing.on("drain", wake);
    outgoing.on("close", wake);
  });
}

function ignore(): void {}
