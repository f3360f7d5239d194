import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { boundBody, hostedBounds, refusedByHead, type HostedBounds } from "./hosted_bounds.ts";
import type { ListenOptions } from "./host.ts";
import { HostedExchange } from "./hosted_exchange.ts";

const URL = "http://a/";
const NONE: HostedBounds = {
  head: undefined,
  bodySize: Infinity,
  request: Infinity,
  discard: Infinity,
  leaves: false,
};

const request = (headers: Record<string, string> = {}, method = "POST"): Request =>
  new Request(URL, { method, headers });

function exchange(): HostedExchange {
  return new HostedExchange({
    remoteAddr: () => ({ transport: "tcp", hostname: "", port: 0 }),
    lost: () => new AbortController().signal,
    refuse: () => new Response(),
    upgrade: () => new Response(),
  });
}

describe("hostedBounds()", () => {
  const options = (limits: object, timeouts: object = {}): ListenOptions =>
    ({
      limits: {
        headerSize: 100,
        headerCount: 10,
        bodySize: Infinity,
        discard: Infinity,
        ...limits,
      },
      timeouts: { request: Infinity, ...timeouts },
    }) as ListenOptions;
  const own = { headerSize: 100, headerCount: 10 };

  test("counts nothing where the host's own bounds are no larger (E06)", () => {
    expect(hostedBounds(options({}), own)).toBeUndefined();
  });

  test("counts heads when one of their bounds is below the host's (E06)", () => {
    expect(hostedBounds(options({ headerSize: 99 }), own)?.head).toEqual({ size: 99, count: 10 });
    expect(hostedBounds(options({ headerCount: 9 }), own)?.head).toEqual({ size: 100, count: 9 });
    expect(hostedBounds(options({}), undefined)?.head).toEqual({ size: 100, count: 10 });
  });

  test("counts bodies without counting heads (E06, R59)", () => {
    expect(hostedBounds(options({ bodySize: 5 }), own)).toEqual({ ...NONE, bodySize: 5 });
    expect(hostedBounds(options({}, { request: 5 }), own)).toEqual({ ...NONE, request: 5 });
  });
});

describe("refusedByHead()", () => {
  test("takes a head of exactly the size, and refuses a byte more (E06)", () => {
    // "POST http://a/ HTTP/1.1\r\n" is 13 beside method and URL, "x: yy\r\n" 4 beside name and value.
    const size = 4 + 9 + 13 + 1 + 2 + 4;
    const sized = (most: number): unknown =>
      refusedByHead(request({ x: "yy" }), { ...NONE, head: { size: most, count: 9 } });
    expect(sized(size)).toBeUndefined();
    expect(sized(size - 1)).toBe(431);
  });

  test("takes exactly as many lines, and refuses one more (E06)", () => {
    const counted = (most: number): unknown =>
      refusedByHead(request({ x: "1", y: "2" }), { ...NONE, head: { size: 999, count: most } });
    expect(counted(2)).toBeUndefined();
    expect(counted(1)).toBe(431);
  });

  test("takes a length of exactly the size, and refuses one more, where there may be a body (E06)", () => {
    const announced = (length: string, method = "POST"): unknown =>
      refusedByHead(request({ "content-length": length }, method), { ...NONE, bodySize: 5 });
    expect(announced("5")).toBeUndefined();
    expect(announced("6")).toBe(413);
    expect(announced("6", "GET")).toBeUndefined();
    expect(announced("6", "HEAD")).toBeUndefined();
  });
});

describe("boundBody()", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A request with this body, bounded; what its source heard, and what became of the exchange. */
  function bounded(source: UnderlyingDefaultSource<Uint8Array>, bounds: Partial<HostedBounds>) {
    const cancelled: unknown[] = [];
    const body = new ReadableStream<Uint8Array>(
      { ...source, cancel: (reason) => void cancelled.push(reason) },
      { highWaterMark: 0 },
    );
    const native = new Request(URL, { method: "POST", body, duplex: "half" } as RequestInit);
    const about = exchange();
    return { request: boundBody(native, URL, about, { ...NONE, ...bounds }), about, cancelled };
  }

  const bytes = (count: number): Uint8Array => new Uint8Array(count);
  /** One chunk after the other, then the end. */
  const chunks = (...sizes: number[]): UnderlyingDefaultSource<Uint8Array> => ({
    pull(controller) {
      const size = sizes.shift();
      if (size === undefined) controller.close();
      else controller.enqueue(bytes(size));
    },
  });

  test("takes a body of exactly the size (E06)", async () => {
    const { request: given, about } = bounded(chunks(3, 2), { bodySize: 5 });
    expect((await given.arrayBuffer()).byteLength).toBe(5);
    expect(about.refusal).toBeUndefined();
  });

  test("fails a body that is a byte more, remembers 413, and stops its source (E06)", async () => {
    const { request: given, about, cancelled } = bounded(chunks(3, 3), { bodySize: 5 });
    await expect(given.arrayBuffer()).rejects.toMatchObject({ code: "ERR_BODY_TOO_LARGE" });
    expect(about.refusal).toBe(413);
    expect(cancelled).toHaveLength(1);
  });

  test("fails a body that stops, remembers 408, stops its source, and leaves no timer (R59)", async () => {
    const { request: given, about, cancelled } = bounded({}, { request: 1000 });
    const read = expect(given.text()).rejects.toMatchObject({ code: "ERR_REQUEST_TIMEOUT" });
    await vi.advanceTimersByTimeAsync(1000);
    await read;
    expect(about.refusal).toBe(408);
    expect(cancelled).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("begins its clock with the first read (R59)", async () => {
    const { request: given } = bounded(chunks(3), { request: 1000 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(vi.getTimerCount()).toBe(0);
    expect((await given.arrayBuffer()).byteLength).toBe(3);
  });

  test("leaves no timer when the body has come, has failed, or is not wanted (X15)", async () => {
    const whole = bounded(chunks(3), { request: 1000 }).request;
    await whole.text();
    expect(vi.getTimerCount()).toBe(0);
    const large = bounded(chunks(6), { request: 1000, bodySize: 5 }).request;
    await large.text().catch(() => {});
    expect(vi.getTimerCount()).toBe(0);
    const { request: left, cancelled } = bounded(chunks(3, 3), { request: 1000 });
    const reader = left.body!.getReader();
    await reader.read();
    expect(vi.getTimerCount()).toBe(1);
    await reader.cancel("no more");
    expect(vi.getTimerCount()).toBe(0);
    expect(cancelled).toEqual(["no more"]);
  });

  test("leaves a request as it is that has no body to count (E06)", () => {
    const bare = request();
    expect(boundBody(bare, URL, exchange(), { ...NONE, bodySize: 5 })).toBe(bare);
    const get = request({}, "GET");
    expect(boundBody(get, URL, exchange(), { ...NONE, bodySize: 5, request: 5 })).toBe(get);
  });
});
