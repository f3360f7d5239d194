/**
 * Section 8 of the contract over HTTP/2: several streams of one connection at once, and aborts.
 *
 * @module
 */
import type { Handler } from "../../../src/core/types.ts";
import { begin, data } from "../h2/case.ts";
import { END_STREAM, get, head } from "../h2/frames.ts";
import { acknowledge, DRAINED, gated, OPEN, start } from "./http2.ts";
import {
  answer,
  gate,
  type InsideCase,
  portOf,
  type RawClient,
  rebound,
  settledWithin,
  sleep,
  urlOf,
} from "./case.ts";

const bytes = new TextEncoder();

/** A stream that has begun, and ends when its gate opens. */
function streaming(): {
  handler: Handler;
  open: () => void;
  cancelled: () => number;
} {
  const door = gate();
  let cancelled = 0;
  const handler: Handler = () =>
    new Response(
      new ReadableStream<Uint8Array>({
        async start(controller) {
          controller.enqueue(bytes.encode("begun "));
          await door.promise;
          if (cancelled > 0) return;
          controller.enqueue(bytes.encode("ended"));
          controller.close();
        },
        cancel: () => void cancelled++,
      }),
    );
  return { handler, open: door.open, cancelled: () => cancelled };
}

const count = (client: RawClient, text: string): number => client.received().split(text).length - 1;

export const http2DrainCases: readonly InsideCase[] = [
  {
    id: "X02.h2",
    title: "the port can be bound again while a stream of HTTP/2 waits for its answer, which comes",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const { server, client } = await start(api, handler, OPEN + get(1, "/"));
      await entered;
      const ended = server.shutdown();
      const second = await rebound(api, portOf(server));
      const other = await fetch(urlOf(second), { headers: { connection: "close" } }).then(answer);
      acknowledge(client);
      open();
      await client.until("through ");
      const shutdown = await settledWithin(ended, DRAINED);
      await second.shutdown();
      return { other: other.body, shutdown };
    },
    expect: { other: "second", shutdown: "resolved" },
  },
  {
    id: "X03.h2-stream",
    title: "a stream of HTTP/2 that was under way at shutdown() comes to its end",
    needs: "h2c",
    run: async (api) => {
      const { handler, open, cancelled } = streaming();
      const { server, client } = await start(api, handler, OPEN + get(1, "/"));
      await client.until("begun ");
      const ended = server.shutdown();
      await sleep(30);
      acknowledge(client);
      const before = await settledWithin(ended, 20);
      open();
      await client.until("ended");
      return { before, shutdown: await settledWithin(ended, DRAINED), cancelled: cancelled() };
    },
    expect: { before: "pending", shutdown: "resolved", cancelled: 0 },
  },
  {
    id: "X03.h2-many",
    title: "all streams of a connection that were under way at shutdown() are answered",
    needs: "h2c",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const gets = Array.from({ length: 20 }, (_, i) => get(2 * i + 1, "/"));
      const upload = begin(41, head("POST", "/")) + data(41, "one ");
      const { server, client } = await start(api, handler, OPEN + gets.join("") + upload);
      await entered;
      await sleep(30); // the others too
      const ended = server.shutdown();
      await sleep(20);
      acknowledge(client);
      client.send(data(41, "two", END_STREAM));
      open();
      await client.until("through one two");
      for (let i = 0; i < 250 && count(client, "through ") < 21; i++) await sleep(20);
      return { answers: count(client, "through "), shutdown: await settledWithin(ended, DRAINED) };
    },
    expect: { answers: 21, shutdown: "resolved" },
  },
  {
    id: "X09.h2-stream",
    title: "an abort cuts a stream of HTTP/2 off, and cancels it",
    needs: "h2c",
    run: async (api) => {
      const controller = new AbortController();
      const { handler, open, cancelled } = streaming();
      const options = { signal: controller.signal };
      const { server, client } = await start(api, handler, OPEN + get(1, "/"), options);
      await client.until("begun ");
      controller.abort();
      const finished = await settledWithin(server.finished, 1000);
      const connection = await settledWithin(client.closed, 1000);
      await sleep(20);
      const seen = { finished, connection, cancelled: cancelled() };
      open();
      return { ...seen, ended: count(client, "ended") };
    },
    expect: { finished: "resolved", connection: "resolved", cancelled: 1, ended: 0 },
  },
  {
    id: "X09.h2-late",
    title: "what a handler of HTTP/2 returns after the abort is dropped",
    needs: "h2c",
    run: async (api) => {
      const controller = new AbortController();
      const { handler, entered, open } = gated();
      const options = { signal: controller.signal };
      const { server, client } = await start(api, handler, OPEN + get(1, "/"), options);
      await entered;
      controller.abort();
      await server.finished;
      open();
      await sleep(30);
      return count(client, "through");
    },
    expect: 0,
  },
];
