/**
 * `limits` and `timeouts` where the platform parses and hands over a Request (Bun, Deno, Workers):
 * what can be counted in JavaScript, and only when it was asked for (E06).
 *
 * @module
 */
import { bodyTooLarge, bodyTooLate, refusalOf } from "./errors.ts";
import type { Host, ListenOptions } from "./host.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import { later } from "./timer.ts";

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** What is to be counted; absent members are not. */
export interface HostedBounds {
  head: { size: number; count: number } | undefined;
  /** The bytes of a body; Infinity for any. */
  bodySize: number;
  /** Milliseconds for a body; Infinity for any. */
  request: number;
  /** The bytes of a body that nobody reads; Infinity for any. */
  discard: number;
  /** The rest of a body that is refused is left: its connection ends with the answer then (Deno). */
  leaves: boolean;
}

/** The bounds that JavaScript has to keep on this host, or undefined: none. */
export function hostedBounds(
  { limits, timeouts }: ListenOptions,
  own: Host["own"],
  leaves = false,
): HostedBounds | undefined {
  const { headerSize: size, headerCount: count, bodySize, discard } = limits;
  const { request } = timeouts;
  const counts = size < (own?.headerSize ?? Infinity) || count < (own?.headerCount ?? Infinity);
  if (!counts && bodySize === Infinity && request === Infinity && discard === Infinity) {
    return undefined;
  }
  return { head: counts ? { size, count } : undefined, bodySize, request, discard, leaves };
}

/** The status for a request that is too much by its head alone. */
export function refusedByHead(request: Request, bounds: HostedBounds): 413 | 431 | undefined {
  const { head, bodySize } = bounds;
  const { headers, method } = request;
  if (head !== undefined) {
    // What is left of the request line and the header lines; repeats of a name count once.
    let size = method.length + request.url.length + 13;
    let count = 0;
    headers.forEach((value, name) => {
      count++;
      size += name.length + value.length + 4;
    });
    if (size > head.size || count > head.count) return 431; // RFC 6585 5
  }
  if (bodySize === Infinity || !mayHaveBody(method)) return undefined;
  return Number(headers.get("content-length")) > bodySize ? 413 : undefined; // RFC 9110 15.5.14
}

/**
 * The same request with a body that fails when it is too large or too late. A genuine Request: its
 * clones and copies are bounded too.
 */
export function boundBody(
  native: Request,
  url: string,
  exchange: HostedExchange,
  bounds: HostedBounds,
): Request {
  const { method, headers } = native;
  const late = bounds.request !== Infinity;
  const uncounted = bounds.bodySize === Infinity || headers.has("content-length");
  exchange.leavesMuch = mayLeave(headers, bounds.discard);
  if (!mayHaveBody(method) || (uncounted && !late && !exchange.leavesMuch)) return native;
  const { body } = native;
  if (body === null) {
    exchange.leavesMuch = false;
    return native;
  }
  try {
    const init: RequestInit & { duplex: "half" } = {
      method,
      headers,
      body: boundedStream(body, exchange, bounds),
      duplex: "half",
    };
    return new Request(url, init);
  } catch {
    return native; // TRACE and the like, with a body that no handler expects
  }
}

/** Whether more may come than is to be thrown away (R51), unless it is read. */
function mayLeave(headers: Headers, discard: number): boolean {
  if (discard === Infinity) return false;
  const length = headers.get("content-length");
  return length === null ? headers.has("transfer-encoding") : Number(length) > discard;
}

function mayHaveBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD" && method !== "CONNECT";
}

function boundedStream(
  body: ReadableStream<Uint8Array>,
  exchange: HostedExchange,
  { bodySize, request, leaves }: HostedBounds,
): ReadableStream<Uint8Array> {
  let reader: Reader | undefined;
  let room = bodySize;
  let stop = (): void => {};
  let late: Promise<never> | undefined;
  const begin = (): Reader => {
    if (request !== Infinity) {
      late = new Promise((_resolve, reject) => {
        const timer = later(request, () => reject(bodyTooLate(request)));
        stop = () => timer.cancel();
      });
      late.catch(ignore);
    }
    return body.getReader() as Reader;
  };
  return new ReadableStream<Uint8Array>(
    {
      // Nothing is read before somebody reads: the clock runs from there, since a body that waits
      // for the handler is not the client's delay.
      async pull(controller) {
        reader ??= begin();
        try {
          const reading = reader.read();
          const { done, value } = await (late === undefined
            ? reading
            : Promise.race([reading, late]));
          if (done) {
            stop();
            exchange.leavesMuch = false;
            controller.close();
            return;
          }
          room -= value.byteLength;
          if (room < 0) throw bodyTooLarge(bodySize);
          controller.enqueue(value);
        } catch (error) {
          stop();
          exchange.refusal = refusalOf(error);
          controller.error(error);
          if (!leaves) reader.cancel(error).catch(ignore);
        }
      },
      cancel(reason) {
        stop();
        return (reader ?? body).cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function ignore(): void {}
