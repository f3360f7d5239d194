/**
 * Routes whose response takes time. What happens to them is in the log of their exchange.
 *
 * @module
 */
import type { At, Route } from "./at.ts";
import { Logged } from "../servers.ts";
import { sleep } from "./at.ts";

/** What other connections tell a stream to do: the rows' substitute for timers. */
const feeds = new Map<string, string[]>();

/** The paths of this file. */
export const streamRoutes: Readonly<Record<string, Route>> = {
  "/stream": fed,
  "/push": (_request, _info, at) => {
    feedOf(at.key).push(at.query("do", `chunk ${at.query("chunk")}`));
    return new Response("pushed");
  },
  "/ticks": ticks,
  "/page": page,
  "/never": never,
  "/handler": gated,
  "/writer": writer,
  "/wrong": wrongChunk,
  "/failing": failing,
  "/endless": endless,
  "/late": late,
  "/sizes": (_request, _info, at) => new Response(sized(at), { headers: headersOf(at) }),
};

function feedOf(key: string): string[] {
  let feed = feeds.get(key);
  if (feed === undefined) feeds.set(key, (feed = []));
  return feed;
}

/** The next thing to do. Polled, because on Workers no request may wake another one. */
async function next(key: string, stopped: () => boolean): Promise<string | undefined> {
  const feed = feedOf(key);
  while (!stopped()) {
    const order = feed.shift();
    if (order !== undefined) return order;
    await sleep(3);
  }
  return undefined;
}

function headersOf(at: At): Headers {
  const headers = new Headers({ "content-type": "text/plain; charset=utf-8" });
  for (const line of at.url.searchParams.getAll("h")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return headers;
}

/** Chunks of these sizes, `?of=1,2049`, each of a letter of its own; after `apart` each takes a while. */
function sized(at: At): ReadableStream<Uint8Array<ArrayBuffer>> {
  const sizes = at.query("of").split(",").map(Number);
  const apart = at.query("apart") !== "";
  let i = 0;
  return new ReadableStream({
    async pull(controller) {
      if (apart) await sleep(2);
      controller.enqueue(new Uint8Array(sizes[i]!).fill(97 + (i % 26)));
      if (++i === sizes.length) controller.close();
    },
  });
}

/** Does what `/push` tells: `chunk …`, `end`, `error`. */
function fed(...[, , at]: Parameters<Route>): Response {
  return new Response(feed(at), { headers: headersOf(at) });
}

function feed(at: At): ReadableStream<Uint8Array> {
  let over = false;
  return new ReadableStream<Uint8Array>({
    start() {
      at.log("start");
    },
    async pull(controller) {
      const order = await next(at.key, () => over);
      if (order === "end") controller.close();
      else if (order === "error") controller.error(new Logged("told to fail", at.key));
      else if (order !== undefined) controller.enqueue(new TextEncoder().encode(order.slice(6)));
    },
    cancel(reason) {
      over = true;
      at.log(`cancel ${String(reason)}`);
    },
  });
}

/** A chunk every few milliseconds until it is cancelled. */
function ticks(...[, , at]: Parameters<Route>): Response {
  let over = false;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      at.log("start");
      for (;;) {
        await sleep(5);
        if (over) return;
        controller.enqueue(new TextEncoder().encode("tick\n"));
      }
    },
    cancel(reason) {
      over = true;
      at.log(`cancel ${String(reason)}`);
    },
  });
  return new Response(body, { headers: headersOf(at) });
}

/** The page's example: a line again and again, as text, through a TextEncoderStream. */
function page(...[, , at]: Parameters<Route>): Response {
  let timer: ReturnType<typeof setInterval>;
  const body = new ReadableStream<string>({
    start(controller) {
      timer = setInterval(
        () => {
          controller.enqueue("Hello, World!\n");
        },
        Number(at.query("every", "1000")),
      );
    },
    cancel() {
      clearInterval(timer);
      at.log("cancel");
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}

/** A handler that never answers. */
function never(...[, , at]: Parameters<Route>): Promise<Response> {
  at.log("start");
  return (async () => {
    // Something must stay pending, or workerd gives the request up as hung.
    for (;;) await sleep(50);
  })();
}

/** Answers when `/push` says so; `return=stream` answers with a stream that logs its cancel. */
async function gated(...[, , at]: Parameters<Route>): Promise<Response> {
  at.log("start");
  await next(at.key, () => false);
  at.log("returns");
  if (at.query("return") === "stream") return new Response(feed(at), { headers: headersOf(at) });
  return new Response("at last");
}

/** The writing side of a TransformStream (P37). */
function writer(...[, info, at]: Parameters<Route>): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const out = writable.getWriter();
  const writing = (async () => {
    for (;;) {
      await sleep(5);
      await out.write(new TextEncoder().encode("tick\n"));
    }
  })().catch((reason: unknown) => at.log(`write ${String(reason)}`));
  const closed = out.closed.catch((reason: unknown) => at.log(`closed ${String(reason)}`));
  info.waitUntil(Promise.all([writing, closed]));
  return new Response(readable, { headers: headersOf(at) });
}

const WRONG: Readonly<Record<string, () => unknown>> = {
  string: () => "text",
  arrayBuffer: () => new ArrayBuffer(3),
  dataView: () => new DataView(new ArrayBuffer(3)),
  uint16: () => new Uint16Array(2),
  number: () => 7,
  null: () => null,
};

/** One good chunk, then one that is none (P43). */
function wrongChunk(...[, , at]: Parameters<Route>): Response {
  let sent = false;
  const body = new ReadableStream<unknown>({
    async pull(controller) {
      if (!sent) controller.enqueue(new TextEncoder().encode("good"));
      else {
        await sleep(10);
        controller.enqueue(WRONG[at.query("chunk", "string")]?.());
        controller.close();
      }
      sent = true;
    },
  });
  return new Response(body as ReadableStream<Uint8Array>, { headers: headersOf(at) });
}

/** One good chunk, and when it was taken an error in the same turn. */
function failing(...[, , at]: Parameters<Route>): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) throw new Error("failed at once");
      sent = true;
      controller.enqueue(new TextEncoder().encode("good"));
    },
  });
  return new Response(body, { headers: headersOf(at) });
}

/** As many chunks as the client takes; the log tells when that were 10 MB. */
function endless(...[, , at]: Parameters<Route>): Response {
  const size = Number(at.query("size", "65536"));
  const chunk = new Uint8Array(size).fill(0x2e);
  const many = Math.round((160 * 65_536) / size);
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pulls++;
        // A turn of the event loop, so that a host that never stops pulling can still be asked.
        if (size > 10_000 || pulls % 64 === 0) await sleep(0);
        controller.enqueue(chunk);
        if (pulls === many) at.log("pulled");
      },
      cancel(reason) {
        at.log(`cancel ${String(reason)}`);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers: headersOf(at) });
}

/** Waits for the client to leave, then returns a stream (P38). */
async function late(...[request, , at]: Parameters<Route>): Promise<Response> {
  at.log("start");
  await new Promise<void>((resolve) => {
    if (request.signal.aborted) resolve();
    request.signal.addEventListener("abort", () => resolve());
  });
  at.log("left");
  return new Response(
    new ReadableStream({
      cancel() {
        at.log("cancel");
      },
    }),
  );
}
