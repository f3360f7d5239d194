/**
 * Hands a response to its exchange, whatever it was made by.
 *
 * @module
 */
import { mendFetched, type FetchDecoding } from "../../core/fetched.ts";
import { changesOfCopy, mendCopy } from "../../core/fetched_copies.ts";
import { discardBody } from "../../core/head.ts";
import { knownBody } from "../../core/known_bodies.ts";
import { bufferedBody, isByteStream } from "../../core/lookahead.ts";
import { compress } from "./compress.ts";
import type { Exchange, SendContext } from "./exchange.ts";
import { changed, linesOf, valueOf } from "./lazy/header_lines.ts";
import { LazyResponse, type PlainResponse } from "./lazy/response.ts";
import { switchToWebSocket } from "./websocket/switch.ts";

/**
 * Sends a response. Throws or rejects only before anything was written, when the response cannot
 * be sent at all (P05, P31); is synchronous where nothing has to be waited for.
 */
export function send(
  exchange: Exchange,
  response: Response,
  context: SendContext,
): void | Promise<void> {
  const upgrade = exchange.answer(response);
  if (exchange.isGone) {
    discardBody(response.body); // P38
    return;
  }
  if (upgrade !== undefined) return switchToWebSocket(exchange, upgrade, response);
  if (LazyResponse.isFresh(response)) {
    const plain = mendPlain(LazyResponse.take(response));
    return exchange.write(compress(exchange, plain, context.compression), context);
  }
  return sendNative(exchange, response, context);
}

/** What undici decodes, and leaves in the headers; zstd since its version 7 (Node 24). */
const FETCH_DECODING: FetchDecoding = {
  codings: ["gzip", "x-gzip", "deflate", "br", ...(hasZstd() ? ["zstd"] : [])],
  several: true,
};

function hasZstd(): boolean {
  return Number.parseInt(process.versions["undici"] ?? "", 10) >= 7;
}

/** A copy of what `fetch()` gave (E09). */
function mendPlain(plain: PlainResponse): PlainResponse {
  const { status, body, lines } = plain;
  if (!(body instanceof ReadableStream)) return plain;
  const changes = changesOfCopy(body, (name) => valueOf(lines, name), FETCH_DECODING);
  return changes === undefined ? plain : { status, body, lines: changed(lines, changes) };
}

function genuine(response: Response): Response {
  return LazyResponse.is(response) ? LazyResponse.materialise(response) : response;
}

/** P12, P15: what a stream gives at once is a buffered body. Rejects when it is locked (P05). */
function contentOf(
  body: ReadableStream<Uint8Array>,
  fetched: boolean,
): ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array> | Uint8Array> {
  if (!body.locked && !isByteStream(body)) return body;
  // C14: a Blob's ends a turn after its only chunk on Node 24 and newer.
  return bufferedBody(body, fetched ? undefined : nextTurn);
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A genuine response: its size is found by looking ahead, its headers by walking them. */
async function sendNative(
  exchange: Exchange,
  response: Response,
  context: SendContext,
): Promise<void> {
  const { status } = response;
  const mended = mendFetched(response, FETCH_DECODING) ?? mendCopy(response, FETCH_DECODING);
  const real = genuine(mended ?? response);
  const body = real.body as ReadableStream<Uint8Array> | null;
  const plain = body === null ? null : await contentOf(body, real.url !== "");
  const size = knownBody(real)?.size;
  const found = { status, body: plain, lines: linesOf(real.headers) };
  return exchange.write(compress(exchange, found, context.compression, size), context);
}
