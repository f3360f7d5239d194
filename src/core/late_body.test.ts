import { expect, test } from "vitest";
import { HostedExchange, type HostedParts } from "./hosted_exchange.ts";
import { adaptRequest, installHostedRequests } from "./hosted_request.ts";
import { awaitBody } from "./late_body.ts";

installHostedRequests();

const { signal: quiet } = new AbortController();

interface Exchange {
  request: Request;
  /** What `awaitBody()` gave. */
  wait: () => Promise<void> | undefined;
  /** How often the host was told that the body is still arriving. */
  arriving: () => number;
}

function exchange(body: BodyInit, method = "POST"): Exchange {
  let told = 0;
  const parts: HostedParts = {
    remoteAddr: () => ({ transport: "platform" }),
    lost: () => quiet,
    refuse: Response.error,
    upgrade: Response.error,
    turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
    arriving: () => void told++,
  };
  const headers = { "content-length": "5", "content-type": "text/x" };
  const native = new Request("http://native/", { method, body, headers, duplex: "half" } as never);
  const made = new HostedExchange(parts);
  const request = adaptRequest(native, "http://example.com/", made);
  return { request, wait: () => awaitBody(request, native, made, parts), arriving: () => told };
}

const silent = (): ReadableStream => new ReadableStream();

test("a body that has arrived is kept, and read from there (R48)", async () => {
  const { request, wait, arriving } = exchange("hello");
  await wait();
  expect(arriving()).toBe(0);
  expect(request.bodyUsed).toBe(false);
  const blob = await request.blob();
  expect([await blob.text(), blob.type, request.bodyUsed]).toEqual(["hello", "text/x", true]);
  await expect(request.text()).rejects.toThrow(TypeError);
});

test("its stream too (R48)", async () => {
  const { request, wait } = exchange("hello");
  await wait();
  expect(await new Response(request.body).text()).toBe("hello");
  expect(request.bodyUsed).toBe(true);
});

test("of one that is still arriving the host is told (R50)", async () => {
  const { wait, arriving } = exchange(silent());
  await wait();
  expect(arriving()).toBe(1);
});

test("of one that is being read too (R50)", async () => {
  const { request, wait, arriving } = exchange(silent());
  void request.text();
  await wait();
  expect(arriving()).toBe(1);
});

test("nothing waits for a body that was read, is in somebody's hands, or is none (R57)", async () => {
  const read = exchange("hello");
  await read.request.text();
  expect(read.wait()).toBeUndefined();
  const shown = exchange("hello");
  void shown.request.body;
  expect(shown.wait()).toBeUndefined();
  const { request, wait } = exchange("hello");
  const copy = new Request(request);
  expect([wait(), await copy.text()]).toEqual([undefined, "hello"]);
});
