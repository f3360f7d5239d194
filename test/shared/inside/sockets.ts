/**
 * WebSockets and the life of their server (W40, W48 to W51).
 *
 * @module
 */
import type { ServeOptions, Server } from "../../../src/core/types.ts";
import { CLOSE, TEXT, closing, frame, handshake, reply } from "../frames.ts";
import {
  LOCAL,
  described,
  gate,
  sleep,
  settledWithin,
  toolsOf,
  type InsideApi,
  type InsideCase,
  type RawClient,
} from "./case.ts";

/** A server whose sockets tell a list what they hear, and echo. */
async function started(
  api: InsideApi,
  options: ServeOptions = {},
  before?: () => Promise<void>,
): Promise<{ server: Server; log: string[]; sockets: WebSocket[]; entered: Promise<void> }> {
  const log: string[] = [];
  const sockets: WebSocket[] = [];
  const entered = gate();
  const server = api.serve({ ...LOCAL, ...options }, async (request) => {
    entered.open();
    await before?.();
    const { socket, response } = api.upgradeWebSocket(request);
    sockets.push(socket);
    socket.addEventListener("open", () => log.push("open"));
    socket.addEventListener("message", ({ data }) => socket.send(data as string));
    socket.addEventListener("error", () => log.push("error"));
    socket.addEventListener("close", ({ code, wasClean }) => log.push(`close ${code} ${wasClean}`));
    return response;
  });
  return { server, log, sockets, entered: entered.promise };
}

/** A client whose handshake has been answered, and whose first message has come back. */
async function joined(api: InsideApi, server: Server): Promise<RawClient> {
  const client = await toolsOf(api).connect(server.addr);
  client.send(handshake("/") + frame(TEXT, "hi"));
  await client.until(reply(TEXT, "hi"));
  return client;
}

const framesOf = (text: string): string => text.slice(text.indexOf("\r\n\r\n") + 4);

/** What a call to upgradeWebSocket() with these options throws. */
const refusing = (id: string, title: string, options: object, expected: unknown): InsideCase => ({
  id,
  title,
  needs: "listen",
  run: async (api) => {
    let error: unknown;
    const server = api.serve(LOCAL, (request) => {
      try {
        return api.upgradeWebSocket(request, options as never).response;
      } catch (thrown) {
        error = described(thrown);
        return new Response("refused", { status: 400 });
      }
    });
    const client = await toolsOf(api).connect(server.addr);
    client.send(handshake("/"));
    await client.until("refused");
    client.reset();
    await server.shutdown();
    return error;
  },
  expect: expected,
});

const OPTION = { code: "ERR_UPGRADE_OPTION", instanceOf: "TypeError" };

export const socketCases: readonly InsideCase[] = [
  refusing("W48.negative", "a negative idleTimeout throws", { idleTimeout: -1 }, OPTION),
  refusing("W48.infinite", "an infinite idleTimeout throws", { idleTimeout: Infinity }, OPTION),
  refusing("W48.text", "an idleTimeout that is no number throws", { idleTimeout: "5" }, OPTION),
  refusing("W09.shape", "a protocol that is no text throws", { protocol: ["a"] }, OPTION),
  {
    id: "W11.option",
    title: "perMessageDeflate is taken where the capability says so, and refused elsewhere",
    needs: "listen",
    run: async (api) => {
      let outcome: unknown = "taken";
      const server = api.serve(LOCAL, (request) => {
        try {
          return api.upgradeWebSocket(request, { perMessageDeflate: true }).response;
        } catch (error) {
          outcome = (error as { code?: string }).code;
          return new Response("refused");
        }
      });
      const client = await toolsOf(api).connect(server.addr);
      client.send(handshake("/", { "Sec-WebSocket-Extensions": "permessage-deflate" }));
      await client.until("\r\n\r\n");
      client.reset();
      await server.shutdown();
      const expected = server.capabilities.perMessageDeflate ? "taken" : "ERR_OPTION_UNSUPPORTED";
      const negotiated = /sec-websocket-extensions: permessage-deflate/i.test(client.received());
      return [outcome === expected, negotiated === server.capabilities.perMessageDeflate];
    },
    expect: [true, true],
  },
  {
    id: "W49.frame",
    title: "shutdown() sends 1001 to every socket and does not wait for an answer",
    needs: "listen",
    run: async (api) => {
      const { server, log } = await started(api);
      const [first, second] = [await joined(api, server), await joined(api, server)];
      const ended = await settledWithin(server.shutdown(), 1000);
      const texts = [await first.closed, await second.closed].map((text) => framesOf(text));
      await sleep(5);
      return { ended, texts, log };
    },
    expect: {
      ended: "resolved",
      texts: Array.from(
        { length: 2 },
        () => reply(TEXT, "hi") + reply(CLOSE, closing(1001, "Server shutting down")),
      ),
      log: ["open", "open", "close 1001 true", "close 1001 true"],
    },
  },
  {
    id: "W50.closing",
    title: "a socket in CLOSING does not delay shutdown()",
    needs: "listen",
    run: async (api) => {
      const { server, sockets, log } = await started(api);
      const client = await joined(api, server);
      sockets[0]!.close(4000);
      await client.until(reply(CLOSE, closing(4000)));
      const ended = await settledWithin(server.shutdown(), 1000);
      client.reset();
      await sleep(5);
      return { ended, closes: log.filter((entry) => entry.startsWith("close")).length };
    },
    expect: { ended: "resolved", closes: 1 },
  },
  {
    id: "W50.during",
    title: "an upgrade in the middle of a drain is closed right away, and does not hold it",
    needs: "listen",
    run: async (api) => {
      const door = gate();
      const { server, log, entered } = await started(api, {}, () => door.promise);
      const client = await toolsOf(api).connect(server.addr);
      client.send(handshake("/"));
      await entered;
      const ended = server.shutdown();
      await sleep(20);
      door.open();
      const result = await settledWithin(ended, 1000);
      await client.until("\x88"); // a close frame
      const text = client.received();
      client.reset();
      const opened = log.includes("open");
      return { result, status: text.slice(9, 12), close: framesOf(text).slice(0, 1), opened };
    },
    expect: { result: "resolved", status: "101", close: "\x88", opened: false },
  },
  {
    id: "W51.abort",
    title: "an aborted server ends its sockets at once, and they hear of it",
    needs: "listen",
    run: async (api) => {
      const controller = new AbortController();
      const { server, log } = await started(api, { signal: controller.signal });
      const client = await joined(api, server);
      controller.abort();
      const ended = await settledWithin(server.finished, 1000);
      const connection = await settledWithin(client.closed, 1000);
      await sleep(5);
      return { ended, connection, last: log.at(-1)?.split(" ")[0] };
    },
    expect: { ended: "resolved", connection: "resolved", last: "close" },
  },
  {
    id: "W40.unanswered",
    title: "a close frame that is not answered ends the connection after timeouts.close",
    needs: "listen",
    run: async (api) => {
      // Bun waits for nobody, and has no such option.
      const { server, sockets, log } = await started(api, { timeouts: { close: 100 } }).catch(() =>
        started(api),
      );
      const client = await joined(api, server);
      sockets[0]!.close(4000);
      const connection = await settledWithin(client.closed, 2000);
      await sleep(5);
      client.reset();
      await server.shutdown();
      return { connection, closes: log.filter((entry) => entry.startsWith("close")).length };
    },
    expect: { connection: "resolved", closes: 1 },
  },
  {
    id: "W15.server",
    title: "a server whose handlers throw after the upgrade goes on",
    needs: "listen",
    run: async (api) => {
      const onError = (): Response => new Response("sorry", { status: 503 });
      const server = api.serve({ ...LOCAL, onError }, (request) => {
        const { response } = api.upgradeWebSocket(request);
        if (request.url.endsWith("/throw")) throw new Error("after the upgrade");
        return response;
      });
      const first = await toolsOf(api).connect(server.addr);
      first.send(handshake("/throw"));
      await first.until("sorry");
      const second = await toolsOf(api).connect(server.addr);
      second.send(handshake("/"));
      await second.until("101 ");
      const finished = await settledWithin(server.finished, 20);
      first.reset();
      second.reset();
      await server.shutdown();
      return finished;
    },
    expect: "pending",
  },
];
