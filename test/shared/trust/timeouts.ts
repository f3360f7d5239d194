/**
 * Sections 2 and 10 of the contract: clients that take their time (R59, E06).
 *
 * @module
 */
import type { Handler } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import {
  gate,
  hello,
  type InsideCase,
  type RawClient,
  settledWithin,
  sleep,
  toolsOf,
} from "../inside/case.ts";
import { oneOf } from "../match.ts";
import { bounded, capabilitiesOf, failingBody, statuses, withClient } from "./bounded.ts";

const GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";
/** What is waited for at most: far above the bounds, far below the defaults. */
const CEILING = 3000;

/** The same for idle connections: Bun looks every 4 seconds. */
const SLOW = 10_000;

/** Whether a text comes in that time. */
async function within(client: RawClient, text: string, milliseconds: number): Promise<string> {
  const deadline = performance.now() + milliseconds;
  while (performance.now() < deadline) {
    if (client.received().includes(text)) return "came";
    await sleep(20);
  }
  return client.received();
}

/** Sends a byte now and then until the server has had enough. */
async function drip(client: RawClient, byte: string): Promise<void> {
  let over = false;
  void client.closed.then(() => (over = true));
  for (let i = 0; i < 100 && !over; i++) {
    client.send(byte);
    await sleep(30);
  }
}

/** Asks so often, that far apart; gives how many answers came. */
async function asking(client: RawClient, times: number, apart: number): Promise<number> {
  const before = client.received().length;
  const answers = (): number => client.received().slice(before).split("hello").length - 1;
  for (let i = 0; i < times; i++) {
    client.send(GET);
    await sleep(apart);
  }
  for (let i = 0; i < 200 && answers() < times; i++) await sleep(10);
  return answers();
}

/** A handler that counts, beside one that answers. */
function counted(handler: Handler): { handler: Handler; calls: () => number } {
  let calls = 0;
  return {
    handler: (request, info) => {
      calls++;
      return handler(request, info);
    },
    calls: () => calls,
  };
}

/** A head that does not come to its end: 408, or at least the end of the connection. */
const lateHead = (
  id: string,
  title: string,
  send: (client: RawClient) => Promise<void>,
  calls = 0,
): InsideCase =>
  bounded({
    id: `R59.head-${id}`,
    title,
    member: "timeouts.headers",
    value: 250,
    run: (api, options) => {
      const seen = counted(hello);
      return withClient(api, options, seen.handler, async (client) => {
        await send(client);
        const end = await settledWithin(client.closed, CEILING);
        return { end, statuses: statuses(client.received()), calls: seen.calls() };
      });
    },
    expect: {
      end: "resolved",
      statuses: [...Array.from({ length: calls }, () => "200"), "408"],
      calls,
    },
  });

/** A body that does not come to its end, read in some way. */
const lateBody = (
  id: string,
  title: string,
  read: (request: Request) => Promise<unknown>,
  head = "Content-Length: 10\r\n\r\n01234",
): InsideCase =>
  bounded({
    id: `R59.body-${id}`,
    title,
    member: "timeouts.request",
    value: 300,
    run: (api, options) =>
      failingBody(api, options, read, [`POST / HTTP/1.1\r\nHost: example.com\r\n${head}`], CEILING),
    expect: { end: "resolved", code: "ERR_REQUEST_TIMEOUT", statuses: ["408"] },
  });

export const timeoutCases: readonly InsideCase[] = [
  lateHead("silent", "a connection that sends nothing at all ends with 408", async () => {}),
  lateHead(
    "half",
    "a head that stops in the middle is answered 408, and the connection ends",
    (client) => {
      client.send("GET / HTTP/1.1\r\nHos");
      return Promise.resolve();
    },
  ),
  lateHead(
    "drip",
    "a head that comes byte by byte is answered 408 all the same",
    async (client) => {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
      await drip(client, "a");
    },
  ),
  lateHead(
    "second",
    "so is the second head of a connection",
    async (client) => {
      client.send(GET);
      await client.until("hello");
      client.send("GET / HTTP/1.1\r\nHos");
    },
    1,
  ),
  bounded({
    id: "R59.handshake",
    title: "a handshake of TLS that does not come to its end ends after timeouts.headers",
    member: "timeouts.headers",
    value: 250,
    more: TEST_CERTIFICATE,
    run: (api, options) =>
      withClient(api, options, hello, async (client) => {
        client.send("\x16\x03\x01\x02\x00\x01");
        return { end: await settledWithin(client.closed, CEILING), received: client.received() };
      }),
    expect: { end: "resolved", received: "" },
  }),
  bounded({
    id: "R59.head-slow-handler",
    title: "a handler may take longer than timeouts.headers",
    member: "timeouts.headers",
    value: 100,
    run: (api, options) =>
      withClient(
        api,
        options,
        async () => {
          await sleep(600);
          return new Response("slow");
        },
        async (client) => {
          client.send(GET);
          await client.until("slow");
          return statuses(client.received());
        },
      ),
    expect: ["200"],
  }),
  lateBody(
    "text",
    "text() of a body that stops rejects, the answer is 408, and the connection ends",
    (request) => request.text(),
  ),
  lateBody("json", "so does json()", (request) => request.json()),
  lateBody("stream", "so does a reader of the stream", async ({ body }) => {
    const reader = body!.getReader();
    while (!(await reader.read()).done);
  }),
  lateBody(
    "chunked",
    "so does text() of chunks that stop",
    (request) => request.text(),
    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
  ),
  bounded({
    id: "R59.body-caught",
    title: "the answer to a body that stopped is 408 whatever the handler makes of it",
    member: "timeouts.request",
    value: 300,
    run: (api, options) =>
      withClient(
        api,
        options,
        async (request) => new Response(await request.text().catch(() => "caught")),
        async (client) => {
          client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\n01234");
          await settledWithin(client.closed, CEILING);
          return statuses(client.received());
        },
      ),
    expect: ["408"],
  }),
  bounded({
    id: "R59.body-slow-handler",
    title: "a handler that has the body may take longer than timeouts.request",
    member: "timeouts.request",
    value: 150,
    run: (api, options) =>
      withClient(
        api,
        options,
        async (request) => {
          const text = await request.text();
          await sleep(700);
          return new Response(`<${text}>`);
        },
        async (client) => {
          client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 2\r\n\r\nab");
          await client.until("<ab>");
          return statuses(client.received());
        },
      ),
    expect: ["200"],
  }),
  bounded({
    id: "R59.idle",
    title:
      "connections between requests end after timeouts.idle, those of a handler or a stream that is quiet do not",
    member: "timeouts.idle",
    value: 1000,
    ceiling: 24_000,
    run: (api, options) => {
      const text = new TextEncoder();
      let begun = 0;
      let idled = 0;
      const over = gate();
      /** Twice as long as the connections take that are idle, whenever the host looks. */
      const long = async (): Promise<void> => {
        await over.promise;
        await sleep(idled - begun);
      };
      const handlers: Readonly<Record<string, Handler>> = {
        "/": hello,
        "/async": async () => {
          await sleep(30);
          return new Response("hello");
        },
        "/stream": () => new Response(new Blob(["hel", "lo"]).stream()),
        "/slow": async () => {
          await long();
          return new Response("slow");
        },
        "/quiet": () => {
          const body = new ReadableStream<Uint8Array>({
            async start(controller) {
              controller.enqueue(text.encode("first"));
              await long();
              controller.enqueue(text.encode("second"));
              controller.close();
            },
          });
          return new Response(body);
        },
      };
      const handler: Handler = (request, info) =>
        handlers[new URL(request.url).pathname]!(request, info);
      return withClient(api, options, handler, async (_client, server) => {
        begun = performance.now();
        const asked = await Promise.all(
          Object.keys(handlers).map(async (path) => {
            const client = await toolsOf(api).connect(server.addr);
            client.send(GET.replace("/", path));
            return client;
          }),
        );
        const [plain, later, stream, slow, quiet] = asked as [
          RawClient,
          RawClient,
          RawClient,
          RawClient,
          RawClient,
        ];
        const idle = await Promise.all(
          [plain, later, stream].map((client) => settledWithin(client.closed, SLOW)),
        );
        idled = performance.now();
        over.open();
        const kept = [await within(slow, "slow", SLOW), await within(quiet, "second", SLOW)];
        for (const client of asked) client.reset();
        return { idle, kept };
      });
    },
    expect: { idle: ["resolved", "resolved", "resolved"], kept: ["came", "came"] },
  }),
  bounded({
    id: "R59.idle-again",
    title: "each request begins it anew",
    member: "timeouts.idle",
    value: 1500,
    run: (api, options) => withClient(api, options, hello, (client) => asking(client, 10, 280)),
    expect: 10,
  }),
  bounded({
    id: "R59.idle-busy",
    title: "a connection that is asked again and again is not idle, however long that takes",
    member: "timeouts.idle",
    value: 1200,
    run: (api, options) => {
      const short = capabilitiesOf(api).timeouts.includes("headers") ? { headers: 600 } : {};
      const both = { ...options, timeouts: { ...options.timeouts, ...short } };
      return withClient(api, both, hello, (client) => asking(client, 16, 150));
    },
    expect: 16,
  }),
  bounded({
    id: "R59.head-lines",
    title: "empty lines between requests keep a connection no longer than both its times",
    member: "timeouts.headers",
    value: 300,
    run: (api, options) => {
      const both = { ...options, timeouts: { ...options.timeouts, idle: 600 } };
      return withClient(api, both, hello, async (client) => {
        client.send(GET);
        await client.until("hello");
        await drip(client, "\r\n"); // RFC 9112 2.2: they begin no request
        return settledWithin(client.closed, 100);
      });
    },
    expect: "resolved",
  }),
  bounded({
    id: "R59.idle-never",
    title: "0 and Infinity mean that idle connections are kept",
    member: "timeouts.idle",
    value: 0,
    run: (api, options) =>
      withClient(api, options, hello, async (client) => {
        client.send(GET);
        await client.until("hello");
        const kept = await settledWithin(client.closed, 300);
        return { kept, answers: 1 + (await asking(client, 1, 0)) };
      }),
    expect: oneOf({ kept: "pending", answers: 2 }, "served"),
  }),
  bounded({
    id: "R59.close",
    title: "a client whose upload stops when it has its answer is cut after timeouts.close",
    member: "timeouts.close",
    value: 250,
    run: (api, options) =>
      withClient(api, options, hello, async (client) => {
        client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10000\r\n\r\n");
        await client.until("hello");
        await sleep(1000);
        // What nobody takes any more is answered by a reset, which the next write is told of.
        client.send("a");
        await sleep(30);
        client.send("a");
        return settledWithin(client.gone, 500);
      }),
    expect: "resolved",
  }),
  bounded({
    id: "R59.close-upload",
    title: "also where the server goes on",
    member: "timeouts.close",
    value: 250,
    run: (api, options) =>
      withClient(api, options, hello, async (client) => {
        client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10000\r\n\r\n");
        await client.until("hello");
        let over = false;
        void client.gone.then(() => (over = true));
        for (let i = 0; i < 60 && !over; i++) {
          client.send("a");
          await sleep(30);
        }
        return over;
      }),
    expect: true,
  }),
];
