/**
 * Section 8 of the contract: what a shutdown does to connections.
 *
 * @module
 */
import type { Handler, Server } from "../../../src/core/types.ts";
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

const GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";

const connect = (api: InsideApi, server: Server): Promise<RawClient> =>
  toolsOf(api).connect(server.addr);

/** A client that goes in the middle of a drain, whose handler never settles. */
const leaving = (id: string, title: string, leave: (client: RawClient) => void): InsideCase => ({
  id: `X13.${id}`,
  title,
  needs: "listen",
  run: async (api) => {
    const entered = gate();
    const server = api.serve(LOCAL, () => {
      entered.open();
      return new Promise<Response>(() => {});
    });
    const client = await connect(api, server);
    client.send(GET);
    await entered.promise;
    const ended = server.shutdown();
    await sleep(20);
    const before = await settledWithin(ended, 10);
    leave(client);
    const after = await settledWithin(ended, 1000);
    client.reset();
    return [before, after];
  },
  expect: ["pending", "resolved"],
});

/** A connection that must be closed at once, whatever it has sent so far. */
const closedAtOnce = (
  id: string,
  what: string,
  prepare: (client: RawClient) => Promise<void>,
): InsideCase => ({
  id: `X05.${id}`,
  title: `${what} is closed at once by shutdown()`,
  needs: "listen",
  run: async (api) => {
    const server = api.serve(LOCAL, hello);
    const client = await connect(api, server);
    await prepare(client);
    await sleep(20); // the bytes are with the server now
    const ended = server.shutdown();
    const [connection, shutdown] = await Promise.all(
      [client.closed, ended].map((over) => settledWithin(over, 1000)),
    );
    client.reset();
    await ended;
    return { connection, shutdown };
  },
  expect: { connection: "resolved", shutdown: "resolved" },
});

/** A handler that waits for its gate, and counts. */
function gated(): {
  handler: Handler;
  entered: Promise<void>;
  open: () => void;
  calls: () => number;
} {
  const entered = gate();
  const door = gate();
  let calls = 0;
  return {
    handler: async () => {
      calls++;
      entered.open();
      await door.promise;
      return new Response("through");
    },
    entered: entered.promise,
    open: door.open,
    calls: () => calls,
  };
}

export const drainCases: readonly InsideCase[] = [
  {
    id: "X03.fin",
    title: "a response that was under way at shutdown() is whole, then the connection ends",
    needs: "listen",
    run: async (api) => {
      const { handler, entered, open } = gated();
      const server = api.serve(LOCAL, handler);
      const client = await connect(api, server);
      client.send(GET);
      await entered;
      const ended = server.shutdown();
      await sleep(20);
      open();
      const text = await client.closed;
      await ended;
      return [text.startsWith("HTTP/1.1 200"), text.endsWith("\r\n\r\nthrough")];
    },
    expect: [true, true],
  },
  {
    id: "X04.arriving",
    title: "a request that arrives on a draining connection is not dispatched",
    needs: "listen",
    run: async (api) => {
      const { handler, entered, open, calls } = gated();
      const server = api.serve(LOCAL, handler);
      const client = await connect(api, server);
      client.send(GET);
      await entered;
      const ended = server.shutdown();
      await sleep(20);
      client.send(GET);
      await sleep(20);
      open();
      const text = await client.closed;
      await ended;
      return { calls: calls(), responses: text.split("HTTP/1.1 ").length - 1 };
    },
    expect: { calls: 1, responses: 1 },
  },
  closedAtOnce("idle", "an idle keep-alive connection", async (client) => {
    client.send(GET);
    await client.until("hello");
  }),
  closedAtOnce("silent", "a connection that has sent nothing", async () => {}),
  closedAtOnce("partial", "a connection with half a head", async (client) =>
    client.send("GET / HTTP/1.1\r\nHos"),
  ),
  closedAtOnce("partial-second", "an idle connection with half of another head", async (client) => {
    client.send(GET);
    await client.until("hello");
    client.send("GET / HTTP/1.1\r\nHos");
  }),
  closedAtOnce(
    "answered",
    "a connection that was answered while the body of its request was still coming",
    async (client) => {
      client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 100000\r\n\r\n01234");
      await client.until("hello");
    },
  ),
  {
    id: "X06.same-turn",
    title: "finished and the promise of shutdown() settle in the same turn",
    needs: "listen",
    run: async ({ serve }) => {
      const server = serve(LOCAL, hello);
      const settled: string[] = [];
      const seen: string[] = [];
      const note = (name: string) => (value: unknown) => {
        settled.push(`${name} ${String(value)}`);
        setTimeout(() => seen.push(settled.toSorted().join(", ")), 0);
      };
      await Promise.all([
        server.finished.then(note("finished")),
        server.shutdown().then(note("shutdown")),
      ]);
      await sleep(10);
      return seen;
    },
    expect: ["finished undefined, shutdown undefined", "finished undefined, shutdown undefined"],
  },
  {
    id: "X07.upload",
    title: "a request whose body is still uploading finishes during the drain",
    needs: "listen",
    run: async (api) => {
      const entered = gate();
      const server = api.serve(LOCAL, async (request) => {
        entered.open();
        return new Response(`<${await request.text()}>`);
      });
      const client = await connect(api, server);
      client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\n01234");
      await entered.promise;
      const ended = server.shutdown();
      await sleep(30);
      client.send("56789");
      const text = await client.closed;
      return [/<.*>/.exec(text)?.[0], await settledWithin(ended, 1000)];
    },
    expect: ["<0123456789>", "resolved"],
  },
  {
    id: "X13.left",
    title: "a client that left does not hold the drain, though its handler never settles",
    needs: "listen",
    run: async (api) => {
      const entered = gate();
      const server = api.serve(LOCAL, () => {
        entered.open();
        return new Promise<Response>(() => {});
      });
      const client = await connect(api, server);
      client.send(GET);
      await entered.promise;
      client.reset();
      await sleep(20);
      return settledWithin(server.shutdown(), 1000);
    },
    expect: "resolved",
  },
  leaving(
    "leaves",
    "a client that leaves during the drain ends it, though its handler never settles",
    (client) => client.reset(),
  ),
  leaving(
    "half",
    "so does one that ends its half of the connection, and keeps the other",
    (client) => client.half(),
  ),
  {
    id: "R63.shutdown",
    title: "a graceful shutdown() does not abort the signal of a request in flight",
    needs: "listen",
    run: async (api) => {
      const { entered, open, handler } = gated();
      let aborted = false;
      const server = api.serve(LOCAL, (request, info) => {
        request.signal.addEventListener("abort", () => (aborted = true));
        return handler(request, info);
      });
      const client = await connect(api, server);
      client.send(GET);
      await entered;
      const ended = server.shutdown();
      await sleep(20);
      const during = aborted;
      open();
      await client.closed;
      await ended;
      return { during, after: aborted };
    },
    expect: { during: false, after: false },
  },
  {
    id: "S39.dispose",
    title: "Symbol.asyncDispose waits for what is in flight",
    needs: "listen",
    run: async (api) => {
      const { entered, open, handler } = gated();
      const server = api.serve(LOCAL, handler);
      const client = await connect(api, server);
      client.send(GET);
      await entered;
      const disposed = server[Symbol.asyncDispose]();
      const before = await settledWithin(disposed, 30);
      open();
      const after = await settledWithin(disposed, 1000);
      return [before, after, (await client.closed).endsWith("through")];
    },
    expect: ["pending", "resolved", true],
  },
  {
    id: "S38.finished",
    title: "finished is one promise, and ref and unref return undefined",
    run: ({ serve, listens }) => {
      const server = serve(listens ? LOCAL : {}, hello);
      const same = server.finished === server.finished && server.finished instanceof Promise;
      const results = [server.unref(), server.ref()].map(String);
      void server.shutdown();
      return { same, results };
    },
    expect: { same: true, results: ["undefined", "undefined"] },
  },
];
