/**
 * Section 7 of the contract: how connections of HTTP/2 end.
 *
 * @module
 */
import type { Handler, Server, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { begin, data } from "../h2/case.ts";
import {
  ACK,
  CANCEL,
  DATA,
  END_STREAM,
  frame,
  get,
  GOAWAY,
  head,
  NO_ERROR,
  PING,
  PREFACE,
  readFrames,
  reset,
  setting,
  SETTINGS,
  WINDOW_UPDATE,
  word,
  wordAt,
} from "../h2/frames.ts";
import {
  gate,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  type RawClient,
  settledWithin,
  sleep,
  toolsOf,
} from "./case.ts";

/** How long a drain may take: Bun and Deno give a peer 2 seconds, the default of `close` is 10. */
export const DRAINED = 6000;

/** What a connection came to whose server has stopped: its two GOAWAYs, and how many were answered. */
async function told(client: RawClient, ended: Promise<void>): Promise<unknown> {
  const text = await client.closed;
  client.half();
  const [first, last] = stops(text);
  const answers = text.split("through ").length - 1;
  return { first, last, answers, shutdown: await settledWithin(ended, 1000) };
}

/** What a client of HTTP/2 begins with. */
export const OPEN: string = PREFACE + frame(SETTINGS, 0, 0);

/** A server, and a connection of HTTP/2 to it on which streams have been begun. */
export async function start(
  api: InsideApi,
  handler: Handler,
  sent: string,
  options: ServeOptions = {},
): Promise<{ server: Server; client: RawClient }> {
  const server = serveImpatiently(api, { ...LOCAL, ...options }, handler);
  const client = await toolsOf(api).connect(server.addr);
  client.send(sent);
  return { server, client };
}

/** Where the time for a peer that does not close can be chosen, it is short. */
function serveImpatiently(api: InsideApi, options: ServeOptions, handler: Handler): Server {
  try {
    return api.serve({ ...options, timeouts: { close: 300 } }, handler);
  } catch {
    return api.serve(options, handler); // ERR_OPTION_UNSUPPORTED
  }
}

/** A request that is never answered: `signal` is its own, and `abort` stops its server at once. */
async function unanswered(api: InsideApi): Promise<{
  server: Server;
  client: RawClient;
  abort: AbortController;
  signal: AbortSignal;
}> {
  const abort = new AbortController();
  let tell!: (signal: AbortSignal) => void;
  const told = new Promise<AbortSignal>((resolve) => {
    tell = resolve;
  });
  const never: Handler = (request) => {
    tell(request.signal);
    return new Promise<Response>(() => {});
  };
  const options = { signal: abort.signal };
  const started = await start(api, never, OPEN + get(1, "/"), options);
  return { ...started, abort, signal: await told };
}

/** A handler that waits for its gate, then says so. */
export function gated(): { handler: Handler; entered: Promise<void>; open: () => void } {
  const entered = gate();
  const door = gate();
  return {
    handler: async (request) => {
      entered.open();
      await door.promise;
      return new Response(`through ${await request.text()}`);
    },
    entered: entered.promise,
    open: door.open,
  };
}

/** Where the GOAWAY frames of what came stop the client. */
function stops(received: string): { last: number; code: number }[] {
  return readFrames(received)
    .frames.filter(({ type }) => type === GOAWAY)
    .map(({ payload }) => ({ last: wordAt(payload), code: wordAt(payload, 4) }));
}

/** Acknowledges the PINGs that came, behind the first so many; gives how many there are. */
export function acknowledge(client: RawClient, done = 0): number {
  const pings = readFrames(client.received()).frames.filter(
    ({ type, flags }) => type === PING && (flags & ACK) === 0,
  );
  for (const { payload } of pings.slice(done)) client.send(frame(PING, ACK, 0, payload));
  return pings.length;
}

/** How many bytes of bodies have come. Other frames may have any in them: a PING is chance. */
const bytesOf = (client: RawClient): number =>
  readFrames(client.received())
    .frames.filter(({ type }) => type === DATA)
    .reduce((sum, { payload }) => sum + payload.length, 0);

const PING_HEAD = frame(PING, 0, 0, "12345678").slice(0, 9);
const GOAWAY_HEAD = frame(GOAWAY, 0, 0, "12345678").slice(0, 9);

export const http2Cases: readonly InsideCase[] = [
  {
    id: "H17.announced",
    title:
      "shutdown() says GOAWAY twice; streams under way and raced in are answered, then it closes",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const { server, client } = await start(api, handler, OPEN + get(1, "/a"));
      await entered;
      const ended = server.shutdown();
      await client.until(GOAWAY_HEAD);
      await client.until(PING_HEAD);
      client.send(get(3, "/raced")); // on its way before the client knew
      acknowledge(client);
      await sleep(20);
      open();
      return told(client, ended);
    },
    expect: {
      first: { last: 2 ** 31 - 1, code: 0 },
      last: { last: 3, code: 0 },
      answers: 2,
      shutdown: "resolved",
    },
  },
  {
    id: "H17.answered",
    title: "a client that answers GOAWAY with its own gets the answers that are under way",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const { server, client } = await start(api, handler, OPEN + get(1, "/a"));
      await entered;
      const ended = server.shutdown();
      await client.until(GOAWAY_HEAD);
      acknowledge(client);
      client.send(frame(GOAWAY, 0, 0, word(0) + word(NO_ERROR))); // as the client of Node.js does
      await sleep(30);
      open();
      const answer = await settledWithin(client.until("through "), 1000);
      client.half();
      return { answer, shutdown: await settledWithin(ended, DRAINED) };
    },
    expect: { answer: "resolved", shutdown: "resolved" },
  },
  {
    id: "H17.sent",
    title: "also on a connection on which much has been sent before",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const paths: Handler = (request, info) =>
        request.url.endsWith("/large") ? new Response("x".repeat(30_000)) : handler(request, info);
      const { server, client } = await start(api, paths, OPEN + get(1, "/large"));
      for (let i = 0; i < 500 && bytesOf(client) < 30_000; i++) await sleep(10);
      client.send(get(3, "/a"));
      await entered;
      const ended = server.shutdown();
      let pings = 0;
      for (let i = 0; i < 500 && stops(client.received()).length === 0; i++) {
        pings = acknowledge(client, pings);
        await sleep(10);
      }
      client.send(get(5, "/raced"));
      await sleep(20);
      acknowledge(client, pings);
      await sleep(20);
      open();
      return told(client, ended);
    },
    expect: {
      first: { last: 2 ** 31 - 1, code: 0 },
      last: { last: 5, code: 0 },
      answers: 2,
      shutdown: "resolved",
    },
  },
  {
    id: "X03.h2-unread",
    title: "a client that does not read its answer when the drain begins gets all of it later",
    needs: "h2c",
    ceiling: 20_000,
    run: async (api) => {
      const size = 8_000_000; // above what the systems of both sides take
      const begun = gate();
      const handler: Handler = () => {
        begun.open();
        return new Response(new Uint8Array(size).fill(120));
      };
      const server = serveImpatiently(api, LOCAL, handler);
      const client = await toolsOf(api).connect(server.addr);
      client.reading(false);
      const windows = frame(SETTINGS, 0, 0, setting(4, 2 ** 31 - 1));
      const room = frame(WINDOW_UPDATE, 0, 0, word(2 ** 30));
      client.send(PREFACE + windows + room + get(1, "/"));
      await begun.promise;
      await sleep(100);
      const ended = server.shutdown();
      await sleep(700);
      client.reading(true);
      // Beside the bytes there are the heads of the frames: 9 bytes for 16 KiB or less. To count is dear.
      const all = size + (size / 16_384) * 9;
      for (let i = 0; i < 500 && client.received().length < all; i++) await sleep(20);
      acknowledge(client);
      return {
        whole: bytesOf(client) === size,
        shutdown: await settledWithin(ended, DRAINED),
      };
    },
    expect: { whole: true, shutdown: "resolved" },
  },
  {
    id: "X13.h2-broken",
    title:
      "a client that breaks the protocol and stays does not hold the drain, and its request is aborted",
    needs: "h2c",
    run: async (api) => {
      const { server, client, signal } = await unanswered(api);
      client.send(data(0, "no stream")); // RFC 9113 5.4.1: an error of the connection
      await sleep(50);
      const shutdown = await settledWithin(server.shutdown(), DRAINED);
      return { shutdown, aborted: signal.aborted };
    },
    expect: { shutdown: "resolved", aborted: true },
  },
  {
    id: "H18.mute",
    title: "a peer that answers no PING does not hold shutdown()",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const { server, client } = await start(api, handler, OPEN + get(1, "/a"));
      await entered;
      const ended = server.shutdown();
      await sleep(20);
      open();
      const shutdown = await settledWithin(ended, DRAINED);
      await client.until("through "); // it may be on its way
      return shutdown;
    },
    expect: "resolved",
  },
  {
    id: "H18.idle",
    title:
      "an idle peer that keeps its half of the connection does not hold shutdown(), and is asked nothing more",
    needs: "h2c",
    run: async (api) => {
      let calls = 0;
      const counting: Handler = () => {
        calls++;
        return new Response("hello");
      };
      const { server, client } = await start(api, counting, OPEN + get(1, "/a"));
      await client.until("hello");
      const ended = server.shutdown();
      const shutdown = await settledWithin(ended, DRAINED);
      client.send(get(3, "/late")); // X04: it was told to go
      await sleep(50);
      const errors = stops(client.received()).filter(({ code }) => code !== 0);
      return { shutdown, errors, calls };
    },
    expect: { shutdown: "resolved", errors: [], calls: 1 },
  },
  {
    id: "H18.closed",
    title: "and it finds its connection closed",
    needs: "h2c",
    run: async (api) => {
      const { server, client } = await start(api, hello, OPEN + get(1, "/a"));
      await client.until("hello");
      await settledWithin(server.shutdown(), DRAINED);
      return settledWithin(client.closed, 1000);
    },
    expect: "resolved",
  },
  {
    id: "X05.preface",
    title: "a connection with half a preface is closed at once by shutdown()",
    needs: "h2c",
    run: async (api) => {
      const { server, client } = await start(api, hello, PREFACE.slice(0, 10));
      await sleep(20);
      const ended = server.shutdown();
      const connection = await settledWithin(client.closed, 1000);
      client.reset();
      return { connection, shutdown: await settledWithin(ended, 1000) };
    },
    expect: { connection: "resolved", shutdown: "resolved" },
  },
  {
    id: "X05.handshake",
    title: "a connection whose handshake has not begun is closed at once by shutdown()",
    needs: "tls",
    run: async (api) => {
      const { server, client } = await start(api, hello, "", TEST_CERTIFICATE);
      await sleep(20);
      const ended = server.shutdown();
      const connection = await settledWithin(client.closed, 1000);
      client.reset();
      return { connection, shutdown: await settledWithin(ended, 1000) };
    },
    expect: { connection: "resolved", shutdown: "resolved" },
  },
  {
    id: "X07.h2",
    title: "a request whose body is still uploading finishes during the drain",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const upload = OPEN + begin(1, head("POST", "/")) + data(1, "one ");
      const { server, client } = await start(api, handler, upload);
      await entered;
      open();
      const ended = server.shutdown();
      await sleep(20);
      acknowledge(client);
      client.send(data(1, "two", END_STREAM));
      await client.until("through one two");
      const shutdown = await settledWithin(ended, DRAINED);
      return shutdown;
    },
    expect: "resolved",
  },
  {
    id: "X13.h2",
    title: "a handler whose stream was reset does not hold the drain",
    needs: "h2c",
    run: async (api) => {
      const entered = gate();
      const never: Handler = () => {
        entered.open();
        return new Promise<Response>(() => {});
      };
      const { server, client } = await start(api, never, OPEN + get(1, "/"));
      await entered.promise;
      client.send(reset(1, CANCEL));
      await sleep(20);
      return settledWithin(server.shutdown(), DRAINED);
    },
    expect: "resolved",
  },
  {
    id: "X03.h2",
    title: "a body that was read in part and left does not hold the drain",
    needs: "h2c",
    run: async (api) => {
      const partly: Handler = async (request) => {
        await request.body?.getReader().read();
        return new Response("enough");
      };
      const upload = OPEN + begin(1, head("POST", "/")) + data(1, "x".repeat(16_000));
      const { server, client } = await start(api, partly, upload);
      client.send(data(1, "x".repeat(16_000)) + data(1, "x", END_STREAM));
      await client.until("enough");
      return settledWithin(server.shutdown(), DRAINED);
    },
    expect: "resolved",
  },
  {
    id: "X03.h2-slow",
    title: "a response that the client's window holds back outlives the patience with mute peers",
    needs: "h2c",
    ceiling: 20_000,
    run: async (api) => {
      const large: Handler = () => new Response("x".repeat(300_000));
      const { server, client } = await start(api, large, OPEN + get(1, "/"));
      await client.until("xxx");
      const ended = server.shutdown();
      // Deno waits 2 seconds for a peer that seems to have everything.
      await sleep(server.capabilities.timeouts.includes("close") ? 500 : 2300);
      client.send(frame(WINDOW_UPDATE, 0, 0, word(400_000)));
      client.send(frame(WINDOW_UPDATE, 0, 1, word(400_000)));
      for (let i = 0; i < 500 && bytesOf(client) < 300_000; i++) await sleep(20);
      acknowledge(client);
      return { bytes: bytesOf(client), shutdown: await settledWithin(ended, DRAINED) };
    },
    expect: { bytes: 300_000, shutdown: "resolved" },
  },
  {
    id: "X12.h2",
    title: "an abort ends a drain that waits for a stream, and aborts its signal",
    needs: "h2c",
    run: async (api) => {
      const { server, abort, signal } = await unanswered(api);
      const ended = server.shutdown();
      const before = signal.aborted; // R63
      await sleep(50);
      abort.abort();
      const shutdown = await settledWithin(ended, 1000);
      const finished = await settledWithin(server.finished, 1000);
      await sleep(10);
      return { before, shutdown, finished, after: signal.aborted };
    },
    expect: { before: false, shutdown: "resolved", finished: "resolved", after: true },
  },
  {
    id: "X04.h2",
    title: "a stream that comes when its connection has been told the last one is not dispatched",
    needs: "h2c",
    run: async (api) => {
      const paths: string[] = [];
      const entered = gate();
      const door = gate();
      const handler: Handler = async ({ url }) => {
        paths.push(new URL(url).pathname);
        entered.open();
        await door.promise;
        return new Response("through");
      };
      const { server, client } = await start(api, handler, OPEN + get(1, "/first"));
      await entered.promise;
      const ended = server.shutdown();
      await client.until(GOAWAY_HEAD);
      await sleep(20);
      acknowledge(client);
      for (let i = 0; i < 50 && stops(client.received()).every(({ last }) => last > 1); i++) {
        await sleep(10);
      }
      client.send(get(3, "/late"));
      await sleep(50);
      door.open();
      await client.until("through");
      return { paths, shutdown: await settledWithin(ended, DRAINED) };
    },
    expect: { paths: ["/first"], shutdown: "resolved" },
  },
  {
    id: "H19.abort",
    title: "an abort ends connections of HTTP/2 without GOAWAY, and aborts the signals of requests",
    needs: "h2c",
    run: async (api) => {
      const { server, client, abort, signal } = await unanswered(api);
      abort.abort();
      await server.finished;
      const text = await client.closed;
      await sleep(10);
      return { stops: stops(text), aborted: signal.aborted };
    },
    expect: { stops: [], aborted: true },
  },
];
