/**
 * Section 8 of the contract: what of a server is there, and what is not, while it stops and after.
 *
 * @module
 */
import type { Addr, ServeOptions, Server } from "../../../src/core/types.ts";
import { handshake } from "../frames.ts";
import {
  gate,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  portOf,
  rebound,
  settledWithin,
  sleep,
  toolsOf,
} from "./case.ts";

const GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";

/** Whether a new connection is refused, or at least not served. */
async function tried(api: InsideApi, addr: Addr): Promise<string> {
  try {
    const client = await toolsOf(api).connect(addr);
    client.send(GET);
    await settledWithin(client.closed, 300);
    const answered = client.received().includes("200");
    client.reset();
    return answered ? "answered" : "not served";
  } catch {
    return "refused";
  }
}

/** A server whose handler waits, and the client that has asked it. */
async function waiting(api: InsideApi, options: ServeOptions = {}) {
  const entered = gate();
  const door = gate();
  const server = api.serve({ ...LOCAL, ...options }, async () => {
    entered.open();
    await door.promise;
    return new Response("through");
  });
  const client = await toolsOf(api).connect(server.addr);
  client.send(GET);
  await entered.promise;
  return { server, client, open: door.open };
}

export const stoppingCases: readonly InsideCase[] = [
  {
    id: "X01.during",
    title: "shutdown() in the middle of a drain is another promise, which waits for it too",
    needs: "listen",
    run: async (api) => {
      const { server, client, open } = await waiting(api);
      const first = server.shutdown();
      await sleep(20);
      const second = server.shutdown();
      const before = await settledWithin(second, 20);
      open();
      await client.closed;
      const after = await Promise.all([first, second].map((one) => settledWithin(one, 1000)));
      return { different: first !== second, before, after };
    },
    expect: { different: true, before: "pending", after: ["resolved", "resolved"] },
  },
  {
    id: "X02.draining",
    title: "in the middle of a drain a new connection is refused, and the answer under way comes",
    needs: "listen",
    run: async (api) => {
      const { server, client, open } = await waiting(api);
      const ended = server.shutdown();
      await sleep(20);
      const other = await tried(api, server.addr);
      open();
      const text = await client.closed;
      await ended;
      return { other, answered: text.endsWith("through") };
    },
    expect: { other: "refused", answered: true },
  },
  {
    id: "X02.next",
    title: "in the next line, before anything else runs, the port can be bound again",
    needs: "listen",
    run: async (api) => {
      const { server, client, open } = await waiting(api);
      const ended = server.shutdown();
      let second: Server | undefined;
      try {
        second = api.serve({ ...LOCAL, port: portOf(server) }, hello);
      } catch (error) {
        return (error as { code: unknown }).code;
      } finally {
        open();
        await client.closed;
        await ended;
        await second?.shutdown();
      }
      return portOf(second) === portOf(server);
    },
    expect: true,
  },
  {
    id: "X02.socket",
    title: "an open WebSocket does not hold the port",
    needs: "listen",
    run: async (api) => {
      const server = api.serve(LOCAL, (request) => api.upgradeWebSocket(request).response);
      const client = await toolsOf(api).connect(server.addr);
      client.send(handshake("/"));
      await client.until("101");
      const ended = server.shutdown();
      const second = await rebound(api, portOf(server));
      const shutdown = await settledWithin(ended, 1000);
      client.reset();
      await second.shutdown();
      return shutdown;
    },
    expect: "resolved",
  },
  {
    id: "X06.drain-abort",
    title:
      "finished and the promise of shutdown() settle in the same turn when an abort ends a drain",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const { server, client } = await waiting(api, { signal: controller.signal });
      const settled: string[] = [];
      const note = (name: string) => (value: unknown) =>
        void settled.push(`${name} ${String(value)}`);
      const both = [
        server.finished.then(note("finished")),
        server.shutdown().then(note("shutdown")),
      ];
      controller.abort();
      await Promise.race(both);
      await Promise.resolve();
      await Promise.resolve();
      const seen = settled.toSorted();
      client.reset();
      return seen;
    },
    expect: ["finished undefined", "shutdown undefined"],
  },
  {
    id: "X09.listener",
    title: "after an abort a new connection is refused, though a handler still runs",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const { server, client, open } = await waiting(api, { signal: controller.signal });
      controller.abort();
      await server.finished;
      await sleep(20); // Deno's listener closes a turn later
      const other = await tried(api, server.addr);
      client.reset();
      open();
      return other;
    },
    expect: "refused",
  },
  {
    id: "X10.shutdown",
    title: "after shutdown() and finished the port can be bound again, without a turn in between",
    needs: "listen",
    run: async (api) => {
      const first = api.serve(LOCAL, hello);
      const client = await toolsOf(api).connect(first.addr);
      client.send(GET);
      await client.until("hello");
      void first.shutdown();
      const second = await first.finished.then(() =>
        api.serve({ ...LOCAL, port: portOf(first) }, hello),
      );
      const port = portOf(second) === portOf(first);
      await second.shutdown();
      return port;
    },
    expect: true,
  },
  {
    id: "X10.abort",
    title: "so it can after an abort and finished, though a handler still runs",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const { server, client, open } = await waiting(api, { signal: controller.signal });
      controller.abort();
      const second = await server.finished.then(() =>
        api.serve({ ...LOCAL, port: portOf(server) }, hello),
      );
      const port = portOf(second) === portOf(server);
      client.reset();
      open();
      await second.shutdown();
      return port;
    },
    expect: true,
  },
  {
    id: "X13.gone-socket",
    title: "a WebSocket whose peer has gone without a word does not hold the drain",
    needs: "listen",
    run: async (api) => {
      const server = api.serve(LOCAL, (request) => api.upgradeWebSocket(request).response);
      const client = await toolsOf(api).connect(server.addr);
      client.send(handshake("/"));
      await client.until("101");
      client.reset();
      return settledWithin(server.shutdown(), 1000);
    },
    expect: "resolved",
  },
];

/** A second server on the same path; after an abort the release may take a turn. */
async function again(api: InsideApi, options: ServeOptions): Promise<Server> {
  for (let tries = 0; ; tries++) {
    try {
      return api.serve(options, hello);
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(5);
    }
  }
}

/** The same of the path of a unix socket. */
export const stoppingUnixCases: readonly InsideCase[] = (["shutdown", "abort"] as const).map(
  (how) => ({
    id: `X10.unix-${how}`,
    title: `after ${how === "abort" ? "an abort" : "shutdown()"} and finished the path of a unix socket can be bound again`,
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const path = toolsOf(api).path("again.sock");
      const options = { path, onListen: () => {} };
      const first = api.serve({ ...options, signal: controller.signal }, hello);
      if (how === "abort") controller.abort();
      else void first.shutdown();
      const second = await first.finished.then(() => again(api, options));
      const client = await toolsOf(api).connect(second.addr);
      client.send(GET);
      await client.until("hello");
      client.reset();
      await second.shutdown();
      return toolsOf(api).exists(path);
    },
    expect: false,
  }),
);
