/**
 * Section 8 of the contract where several things are under way at once: uploads, streams, sockets,
 * pipelines and clients that go, when the server is told to stop.
 *
 * @module
 */
import type { Handler, ServeOptions, Server } from "../../../src/core/types.ts";
import { closing, CLOSE, handshake, reply } from "../frames.ts";
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
} from "../inside/case.ts";
import { statuses } from "./bounded.ts";

const GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";
const get = (path: string): string => GET.replace("/", path);
const post = (path: string, framing: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: example.com\r\n${framing}\r\n\r\n`;
const bytes = new TextEncoder();
/** Long enough for what is to happen at once, on a machine under load. */
const CEILING = 1500;

const connect = (api: InsideApi, server: Server): Promise<RawClient> =>
  toolsOf(api).connect(server.addr);

/** What the handler of these rows has seen. */
interface Seen {
  calls: number;
  cancelled: number;
  rejected: number;
  sockets: string[];
}

/** A server with something of everything; `open` lets those go on that wait. */
function busy(api: InsideApi, options: ServeOptions = {}) {
  const door = gate();
  const seen: Seen = { calls: 0, cancelled: 0, rejected: 0, sockets: [] };
  const entered = new Map<string, () => void>();
  const handler: Handler = async (request) => {
    const { pathname } = new URL(request.url);
    seen.calls++;
    entered.get(pathname)?.();
    switch (pathname) {
      case "/wait":
        await door.promise;
        return new Response("waited");
      case "/upload":
        try {
          return new Response(`<${await request.text()}>`);
        } catch (error) {
          seen.rejected++;
          throw error;
        }
      case "/stream":
        return new Response(
          new ReadableStream<Uint8Array>({
            async start(controller) {
              controller.enqueue(bytes.encode("begun "));
              await door.promise;
              try {
                controller.enqueue(bytes.encode("ended"));
                controller.close();
              } catch {
                // cancelled meanwhile
              }
            },
            cancel: () => void seen.cancelled++,
          }),
        );
      case "/socket": {
        const { socket, response } = api.upgradeWebSocket(request);
        socket.addEventListener("close", ({ code }) => seen.sockets.push(`close ${code}`));
        return response;
      }
      default:
        return new Response("hello");
    }
  };
  const failing = { onError: () => new Response(null, { status: 500 }) };
  const server = api.serve({ ...LOCAL, ...failing, ...options }, handler);
  /** A client that has sent this, and whose handler has been called. */
  const begun = async (path: string, sent: string, comes?: string): Promise<RawClient> => {
    const inside = gate();
    entered.set(path, inside.open);
    const client = await connect(api, server);
    client.send(sent);
    await inside.promise;
    if (comes !== undefined) await client.until(comes);
    return client;
  };
  return { server, seen, open: door.open, begun };
}

/** More than the system's buffers take. */
const MUCH = 8_000_000;

/** A client that has not read its answer when the drain begins, and reads it then. */
const unread = (id: string, what: string, respond: () => Response): InsideCase => ({
  id: `X03.unread-${id}`,
  title: `${what} that its client has not read at shutdown() holds the drain, and is delivered whole`,
  needs: "listen",
  run: async (api) => {
    const server = api.serve(LOCAL, respond);
    const client = await connect(api, server);
    client.reading(false);
    client.send(GET);
    await sleep(100);
    const ended = server.shutdown();
    const before = await settledWithin(ended, 200);
    client.reading(true);
    const text = await client.closed;
    const body = text.slice(text.indexOf("\r\n\r\n") + 4);
    const whole = /\r\ntransfer-encoding: chunked\r\n/i.test(text)
      ? body.endsWith("0\r\n\r\n") && body.length > MUCH
      : body.length === MUCH;
    return { before, whole, after: await settledWithin(ended, CEILING) };
  },
  expect: { before: "pending", whole: true, after: "resolved" },
});

/** A client that goes, in one way or another, and a drain that must not wait for it. */
const left = (
  id: string,
  title: string,
  path: string,
  sent: string,
  comes: string | undefined,
  seen: Partial<Seen>,
): InsideCase => ({
  id: `X13.${id}`,
  title,
  needs: "listen",
  run: async (api) => {
    const it = busy(api);
    const client = await it.begun(path, sent, comes);
    const ended = it.server.shutdown();
    await sleep(20);
    const before = await settledWithin(ended, 10);
    client.reset();
    const after = await settledWithin(ended, CEILING);
    it.open();
    await sleep(20);
    const { cancelled, rejected } = it.seen;
    return { before, after, cancelled, rejected };
  },
  expect: { before: "pending", after: "resolved", cancelled: 0, rejected: 0, ...seen },
});

export const drainingCases: readonly InsideCase[] = [
  {
    id: "X03.all",
    title:
      "with a handler, an upload, a stream, a WebSocket and an idle client at once, shutdown() ends each as it should",
    needs: "listen",
    run: async (api) => {
      const it = busy(api);
      const waiting = await it.begun("/wait", get("/wait"));
      const upload = await it.begun("/upload", `${post("/upload", "Content-Length: 10")}01234`);
      const stream = await it.begun("/stream", get("/stream"), "begun");
      const socket = await it.begun("/socket", handshake("/socket"), "101");
      const idle = await it.begun("/idle", get("/idle"), "hello");
      const ended = it.server.shutdown();
      const atOnce = [
        await settledWithin(idle.closed, CEILING),
        await settledWithin(
          socket.until(reply(CLOSE, closing(1001, "Server shutting down"))),
          CEILING,
        ),
      ];
      const before = await settledWithin(ended, 20);
      upload.send("56789");
      it.open();
      const texts = await Promise.all([waiting.closed, upload.closed, stream.closed]);
      socket.reset();
      const after = await settledWithin(ended, CEILING);
      idle.reset();
      const whole = [/waited/, /<0123456789>/, /begun [^]*ended[^]*0\r\n\r\n$/];
      return { atOnce, before, after, answers: texts.map((text, i) => whole[i]!.test(text)) };
    },
    expect: {
      atOnce: ["resolved", "resolved"],
      before: "pending",
      after: "resolved",
      answers: [true, true, true],
    },
  },
  unread("text", "a text", () => new Response("x".repeat(MUCH))),
  unread("stream", "a stream", () => {
    let left = MUCH;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(100_000).fill(120));
        left -= 100_000;
        if (left === 0) controller.close();
      },
    });
    return new Response(body);
  }),
  {
    id: "X08.close",
    title:
      "what is answered during a drain says connection: close, a stream whose head is out excepted",
    needs: "listen",
    run: async (api) => {
      const it = busy(api);
      const waiting = await it.begun("/wait", get("/wait"));
      const upload = await it.begun("/upload", `${post("/upload", "Content-Length: 10")}01234`);
      const ended = it.server.shutdown();
      await sleep(20);
      upload.send("56789");
      it.open();
      const texts = await Promise.all([waiting.closed, upload.closed]);
      await ended;
      return texts.map((text) => /\r\nconnection: close\r\n/i.test(text));
    },
    expect: [true, true],
  },
  {
    id: "X04.pipelined",
    title:
      "of requests that came in one packet those that had begun are answered, the others not asked",
    needs: "listen",
    run: async (api) => {
      const it = busy(api);
      const client = await it.begun("/wait", get("/wait") + get("/a") + get("/b"));
      await sleep(20);
      const ended = it.server.shutdown();
      const { calls } = it.seen;
      it.open();
      const text = await client.closed;
      await settledWithin(ended, CEILING);
      return { more: it.seen.calls - calls, unanswered: calls - statuses(text).length };
    },
    expect: { more: 0, unanswered: 0 },
  },
  {
    id: "X05.half",
    title: "a connection whose client has sent FIN is closed at once by shutdown()",
    needs: "listen",
    run: async (api) => {
      const server = api.serve(LOCAL, hello);
      const client = await connect(api, server);
      client.send(GET);
      await client.until("hello");
      client.half();
      await sleep(10);
      const ended = await settledWithin(server.shutdown(), CEILING);
      return { ended, connection: await settledWithin(client.closed, CEILING) };
    },
    expect: { ended: "resolved", connection: "resolved" },
  },
  {
    id: "X07.chunked",
    title: "an upload in chunks finishes during the drain",
    needs: "listen",
    run: async (api) => {
      const it = busy(api);
      const coding = post("/upload", "Transfer-Encoding: chunked");
      const client = await it.begun("/upload", `${coding}3\r\nabc\r\n`);
      const ended = it.server.shutdown();
      await sleep(20);
      client.send("3\r\ndef\r\n");
      await sleep(20);
      client.send("0\r\n\r\n");
      const text = await client.closed;
      return [/<.*>/.exec(text)?.[0], await settledWithin(ended, CEILING)];
    },
    expect: ["<abcdef>", "resolved"],
  },
  left(
    "late",
    "a client that leaves during the drain ends it, and what its handler returns later harms nobody",
    "/wait",
    get("/wait"),
    undefined,
    {},
  ),
  left(
    "upload",
    "a client that leaves its upload during the drain ends it, and its reader rejects",
    "/upload",
    `${post("/upload", "Content-Length: 10")}01234`,
    undefined,
    { rejected: 1 },
  ),
  left(
    "stream",
    "a client that leaves a stream during the drain ends it, and the stream is cancelled",
    "/stream",
    get("/stream"),
    "begun",
    { cancelled: 1 },
  ),
  {
    id: "X09.all",
    title:
      "with a handler, a stream, a WebSocket and an idle client at once, an abort in the middle of the drain ends all",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const it = busy(api, { signal: controller.signal });
      const clients = [
        await it.begun("/wait", get("/wait")),
        await it.begun("/stream", get("/stream"), "begun"),
        await it.begun("/socket", handshake("/socket"), "101"),
        await it.begun("/idle", get("/idle"), "hello"),
      ];
      const ended = it.server.shutdown();
      await sleep(20);
      controller.abort();
      const settled = [
        await settledWithin(ended, CEILING),
        await settledWithin(it.server.finished, CEILING),
      ];
      const connections = await Promise.all(
        clients.map(({ closed }) => settledWithin(closed, CEILING)),
      );
      await sleep(30);
      const whole = clients[1]!.received().endsWith("0\r\n\r\n");
      const { cancelled, sockets } = it.seen;
      for (const client of clients) client.reset();
      it.open(); // X09: what a handler returns now is dropped, and ends no process
      await sleep(20);
      return { settled, connections, whole, cancelled, sockets: sockets.length };
    },
    expect: {
      settled: ["resolved", "resolved"],
      connections: ["resolved", "resolved", "resolved", "resolved"],
      whole: false,
      cancelled: 1,
      sockets: 1,
    },
  },
  {
    id: "X09.upload",
    title: "an abort in the middle of the drain ends an upload, and rejects its reader",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const it = busy(api, { signal: controller.signal });
      const sent = `${post("/upload", "Content-Length: 10")}01234`;
      const client = await it.begun("/upload", sent);
      const ended = it.server.shutdown();
      await sleep(20);
      controller.abort();
      const settled = await settledWithin(ended, CEILING);
      const connection = await settledWithin(client.closed, CEILING);
      await sleep(30);
      const { rejected } = it.seen;
      client.reset();
      await sleep(20);
      return { settled, connection, rejected, later: it.seen.rejected };
    },
    expect: { settled: "resolved", connection: "resolved", rejected: 1, later: 1 },
  },
  {
    id: "E07.abort",
    title: "an abort does not wait for what waitUntil was given",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const server = api.serve({ ...LOCAL, signal: controller.signal }, (_request, info) => {
        info.waitUntil(new Promise(() => {}));
        return new Response("hello");
      });
      const client = await connect(api, server);
      client.send(GET);
      await client.until("hello");
      const ended = server.shutdown();
      const before = await settledWithin(ended, 60);
      controller.abort();
      const after = await settledWithin(ended, CEILING);
      client.reset();
      return { before, after };
    },
    expect: { before: "pending", after: "resolved" },
  },
];

/** Only where there is a path. */
export const drainingUnixCases: readonly InsideCase[] = [
  {
    id: "X02.unix",
    title:
      "the path of a unix socket can be bound again during the drain, and stays the new server's",
    needs: "listen",
    run: async (api) => {
      const tools = toolsOf(api);
      const path = tools.path("again.sock");
      const it = busy(api, { path });
      const client = await it.begun("/wait", get("/wait"));
      const ended = it.server.shutdown();
      await sleep(20);
      const second = api.serve({ path, onListen: () => {} }, () => new Response("second"));
      const ask = async (): Promise<boolean> => {
        const other = await tools.connect(second.addr);
        other.send(GET);
        await other.until("second");
        other.reset();
        return true;
      };
      const during = await ask();
      it.open();
      const first = (await client.closed).endsWith("waited");
      await ended;
      await sleep(20);
      const there = tools.exists(path);
      const after = there && (await ask());
      await second.shutdown();
      return { during, first, there, after, gone: !tools.exists(path) };
    },
    expect: { during: true, first: true, there: true, after: true, gone: true },
  },
];
