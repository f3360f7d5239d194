/**
 * Clients that read slowly, or not at all: what is made for them is bounded, and nobody else waits
 * (P39, R57, SECURITY.md).
 *
 * @module
 */
import type { Handler, ServeOptions, Server } from "../../../src/core/types.ts";
import { OPEN } from "./http2.ts";
import { get as getFrames } from "../h2/frames.ts";
import {
  type InsideApi,
  type InsideCase,
  LOCAL,
  patient,
  type RawClient,
  settledWithin,
  sleep,
  toolsOf,
} from "../inside/case.ts";
import { over } from "../inside/over.ts";
import { between } from "../match.ts";

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: example.com\r\n\r\n`;
const PIECE = 65_536;
const CLIENTS = 10;
/** Buffers of the system and of a runtime, for one client that does not read. */
const MOST = 12_000_000;

/** What the sources of these rows have made, and how many were cancelled. */
interface Made {
  bytes: number;
  begun: number;
  cancelled: number;
}

/** Streams as fast as they are read, without an end; large answers; and small ones. */
function appOf(made: Made): Handler {
  const piece = new Uint8Array(PIECE);
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/ok") return new Response("fine");
    made.begun++;
    if (pathname === "/large") return new Response(new Uint8Array(2_000_000).fill(122));
    if (pathname === "/piece") {
      made.bytes += PIECE;
      return new Response(piece);
    }
    return new Response(
      new ReadableStream<Uint8Array>({
        pull(controller) {
          made.bytes += PIECE;
          controller.enqueue(piece.slice());
        },
        cancel: () => void made.cancelled++,
      }),
    );
  };
}

/** How long nothing more is made where sources rest, in milliseconds: one that is only slow goes on. */
const REST = 300;

/** Waits until nothing more is made; tells whether that came. */
async function atRest(made: Made): Promise<boolean> {
  const deadline = performance.now() + 6000;
  let { bytes } = made;
  for (let since = performance.now(); performance.now() < deadline; await sleep(20)) {
    if (made.bytes !== bytes || made.begun === 0) since = performance.now();
    ({ bytes } = made);
    if (performance.now() - since > REST) return true;
  }
  return false;
}

async function isServed(api: InsideApi, server: Server, http2 = false): Promise<boolean> {
  const next = await toolsOf(api).connect(server.addr);
  next.send(http2 ? OPEN + getFrames(1, "/ok") : get("/ok"));
  await next.until("fine");
  next.reset();
  return true;
}

/** Clients that send this, read nothing, and leave at last. */
const unread = (id: string, title: string, sent: string, http2 = false): InsideCase => ({
  id,
  title,
  needs: http2 ? "h2c" : "listen",
  ceiling: 30_000,
  run: async (api) => {
    const made: Made = { bytes: 0, begun: 0, cancelled: 0 };
    const options: ServeOptions = { ...LOCAL, automaticCompression: false };
    const server = api.serve(options, appOf(made));
    const clients: RawClient[] = [];
    for (let i = 0; i < CLIENTS; i++) {
      const client = await toolsOf(api).connect(server.addr);
      client.reading(false);
      client.send(sent);
      clients.push(client);
    }
    const rest = await atRest(made);
    const served = await isServed(api, server, http2);
    for (const client of clients) client.reset();
    const deadline = performance.now() + patient(8000);
    const streams = /endless/.test(sent) ? made.begun : 0;
    while (made.cancelled < streams && performance.now() < deadline) await sleep(10);
    const drained = await settledWithin(server.shutdown(), 5000);
    const bounded = made.bytes < CLIENTS * MOST || made.bytes;
    return { rest, bounded, served, left: streams - made.cancelled, drained };
  },
  expect: { rest: true, bounded: true, served: true, left: 0, drained: "resolved" },
});

const STALLED = unread(
  "P39.many",
  "clients that stop reading for ever stall their own sources, and nobody else",
  get("/endless"),
);

const SIPS: InsideCase = {
  id: "P39.sips",
  title: "a client that reads in sips gets all of its answer, and others are served meanwhile",
  needs: "listen",
  run: async (api) => {
    const made: Made = { bytes: 0, begun: 0, cancelled: 0 };
    const server = api.serve({ ...LOCAL, automaticCompression: false }, appOf(made));
    const client = await toolsOf(api).connect(server.addr);
    client.reading(false);
    client.send(get("/large"));
    let served = 0;
    const body = (): number => client.received().length;
    for (let sips = 0; sips < 500 && body() < 2_000_000; sips++) {
      const had = body();
      client.reading(true);
      for (let i = 0; i < 200 && body() === had; i++) await sleep(1);
      client.reading(false);
      if (served < 5 && (await isServed(api, server))) served++;
    }
    const text = client.received();
    client.reset();
    await settledWithin(server.shutdown(), 2000);
    return { served, length: text.length - text.indexOf("\r\n\r\n") - 4 };
  },
  expect: { served: between(1, 5), length: 2_000_000 },
};

export const slowReaderCases: readonly InsideCase[] = [
  STALLED,
  SIPS,
  ...over("tls", [STALLED, SIPS]),
  ...over("unix", [STALLED, SIPS]),
  unread(
    "R57.unread",
    "of a pipeline whose client does not read no more is answered than fits",
    get("/piece").repeat(500),
  ),
  unread(
    "H15.many",
    "clients of HTTP/2 that stop reading stall their own sources, and nobody else",
    OPEN + [1, 3, 5].map((stream) => getFrames(stream, "/endless")).join(""),
    true,
  ),
];
