/**
 * Automatic compression on hosts which take a Response and send it themselves (Bun, Deno, Workers).
 *
 * @module
 */
import { decide, type Candidate, type CompressionSettings } from "./compression.ts";
import { AT_ONCE, encodeStream, type HostEncoder } from "./encode.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import { streamOf, type KnownBody } from "./body_facts.ts";
import { knownBody } from "./known_bodies.ts";
import type { CompressionDecision, ContentCoding } from "./types.ts";
import { changeHeaders, variantHeaders } from "./variant.ts";

/** A response after compression. */
export interface Compressed {
  /** The handler's own, where that will do. */
  readonly response: Response;
  /** The coding that the platform has still to apply, as the headers say. */
  readonly pending: ContentCoding | undefined;
}

/** Compresses a response if it is to be. */
export function compressHosted(
  request: Request,
  exchange: HostedExchange,
  response: Response,
  settings: CompressionSettings | undefined,
  encoder: HostEncoder | undefined,
): Compressed {
  const same = { response, pending: undefined };
  if (settings === undefined) return same;
  const known = knownBody(response);
  const accepts = (): string | null => accepted(request, exchange);
  const decision = decide(candidateOf(response, known, settings.threshold, accepts), settings);
  if (!decision.vary) return same;
  const { encoding } = decision;
  if (encoding === null) return { ...same, response: withHeaders(response, decision) };
  if (encoder === undefined || (known?.stream === false && encoder.whole === undefined)) {
    return { response: withHeaders(response, decision), pending: encoding };
  }
  const headers = vary(new Headers(response.headers), decision);
  const job: Job = { encoder, encoding, level: settings.levels[encoding] };
  const body = encode(request.method, response, known, job);
  return { response: new Response(body, { status: response.status, headers }), pending: undefined };
}

/**
 * What automatic compression makes of a response that nobody has touched, by what was noted when it
 * was made: nothing, no more than a Vary (C30), or it has to be looked at.
 */
export function glance(
  known: KnownBody,
  request: Request,
  exchange: HostedExchange,
  settings: CompressionSettings | undefined,
): "nothing" | "vary" | "closely" {
  if (settings === undefined || isTooSmall(known, settings)) return "nothing";
  const { type = null, told } = known;
  const { encoding, vary } = decide(
    {
      status: 200, // one that has a body, which is all that matters
      size: sizeOf(known, settings.threshold),
      header: (name) => (name === "content-type" ? type : (told?.[name] ?? null)),
      accepts: () => accepted(request, exchange),
    },
    settings,
  );
  if (!vary) return "nothing";
  return encoding === null && told?.["vary"] === undefined ? "vary" : "closely";
}

/** The request's Accept-Encoding. */
function accepted(request: Request, exchange: HostedExchange): string | null {
  const own = exchange.header("accept-encoding");
  return own === undefined ? request.headers.get("accept-encoding") : own;
}

/** What is known of the size of a response's body; see the port. */
export function hostedBodySize(response: Response): number | undefined {
  return knownBody(response)?.size;
}

/** C14, C16: no header can make a response with this body one that is compressed, or that varies. */
function isTooSmall(known: KnownBody, { threshold }: CompressionSettings): boolean {
  const { least } = known;
  if (least !== undefined) {
    if (least > threshold) return false;
    if (least * 3 <= threshold) return true; // no unit of UTF-16 has more bytes
  }
  return known.size !== undefined && known.size <= threshold;
}

function candidateOf(
  { status, headers }: Response,
  known: KnownBody | undefined,
  threshold: number,
  accepts: () => string | null,
): Candidate {
  return {
    status,
    size: sizeOf(known, threshold),
    header: (name) => headers.get(name),
    accepts,
  };
}

/** Where a lower bound will do, what need not be counted. */
function sizeOf(known: KnownBody | undefined, threshold: number): number | undefined {
  const least = known?.least;
  return least !== undefined && least > threshold ? least : known?.size;
}

type Body = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** With what, and how. */
interface Job {
  readonly encoder: HostEncoder;
  readonly encoding: ContentCoding;
  readonly level: number;
}

function encode(
  method: string,
  response: Response,
  known: KnownBody | undefined,
  { encoder, encoding, level }: Job,
): Body {
  const isStream = known?.stream !== false;
  // C33: the same headers, and nothing to encode. A stream is left to be cancelled (P19): by another,
  // since Bun makes no Response of one whose end was asked for (1.4.5).
  if (method === "HEAD") return isStream ? unread(response) : new ReadableStream();
  const bytes = known?.bytes?.();
  if (bytes !== undefined && bytes.byteLength <= AT_ONCE && encoder.whole !== undefined) {
    return encoder.whole(bytes, encoding, level);
  }
  const source = bytes === undefined ? (response.body as ReadableStream) : streamOf(bytes);
  return encodeStream(source, encoder.start(encoding, level, known?.size));
}

function unread({ body }: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ cancel: (reason) => body?.cancel(reason) });
}

/** The headers are the response's own to change, unless it came from `fetch()`. */
function withHeaders(response: Response, decision: CompressionDecision): Response {
  try {
    vary(response.headers, decision);
    return response;
  } catch {
    const headers = vary(new Headers(response.headers), decision);
    return new Response(response.body, { status: response.status, headers });
  }
}

function vary(headers: Headers, decision: CompressionDecision): Headers {
  return changeHeaders(
    headers,
    variantHeaders(decision, (field) => headers.get(field)),
  );
}
