/**
 * WebSockets over HTTP/2 and the life of their server (RFC 8441; W40, W49 to W51 and R59 there).
 *
 * @module
 */
import type { ServeOptions, Server } from "../../../src/core/types.ts";
import { CLOSE, TEXT, closing, frame as socketFrame, reply } from "../frames.ts";
import {
  CANCEL,
  DATA,
  END_STREAM,
  extendedConnect,
  frame,
  GOAWAY,
  PREFACE,
  get,
  readFrames,
  RST_STREAM,
  SETTINGS,
  wordAt,
  type Frame,
} from "../h2/frames.ts";
import {
  gate,
  hello,
  LOCAL,
  settledWithin,
  sleep,
  thrown,
  toolsOf,
  type InsideApi,
  type InsideCase,
  type RawClient,
} from "./case.ts";

interface Joined {
  readonly server: Server;
  readonly client: RawClient;
  readonly sockets: WebSocket[];
  readonly log: string[];
  /** Opens the gate of `/wait`. */
  readonly open: () => void;
}

/** A server, and a connection whose stream 1 is a WebSocket that has echoed once. */
async function joined(api: InsideApi, options: ServeOptions = {}): Promise<Joined> {
  const log: string[] = [];
  const sockets: WebSocket[] = [];
  const door = gate();
  const all = { ...LOCAL, http2WebSockets: true, automaticCompression: false, ...options };
  const server = api.serve(all, async (request) => {
    if (request.headers.get("upgrade") === null) {
      if (request.url.endsWith("/wait")) await door.promise;
      return new Response("ordinary");
    }
    const { socket, response } = api.upgradeWebSocket(request);
    sockets.push(socket);
    socket.addEventListener("message", ({ data }) => socket.send(data as string));
    socket.addEventListener("close", ({ code, wasClean }) => log.push(`close ${code} ${wasClean}`));
    return response;
  });
  const client = await toolsOf(api).connect(server.addr);
  const hi = frame(DATA, 0, 1, socketFrame(TEXT, "hi"));
  client.send(PREFACE + frame(SETTINGS, 0, 0) + extendedConnect(1, "/") + hi);
  await client.until(reply(TEXT, "hi"));
  return { server, client, sockets, log, open: door.open };
}

const framesOf = (client: RawClient): Frame[] => readFrames(client.received()).frames;

/** What came of a stream: its DATA, and whether it ended. */
function streamOf(client: RawClient, stream: number): { text: string; ended: boolean } {
  const own = framesOf(client).filter((one) => one.stream === stream && one.type === DATA);
  return {
    text: own.map(({ payload }) => payload).join(""),
    ended: own.some(({ flags }) => (flags & END_STREAM) !== 0),
  };
}

const count = (client: RawClient, type: number): number =>
  framesOf(client).filter((one) => one.type === type).length;

const GOODBYE = reply(CLOSE, closing(1001, "Server shutting down"));

export const http2SocketCases: readonly InsideCase[] = [
  {
    id: "W54.option",
    title: "the option throws where the capability is missing",
    needs: "listen",
    run: async ({ serve }) => {
      const plain = serve(LOCAL, hello);
      await plain.shutdown();
      if (plain.capabilities.http2WebSockets) return "ERR_OPTION_UNSUPPORTED"; // the rows below
      return (thrown(() => serve({ ...LOCAL, http2WebSockets: true }, hello)) as { code: string })
        .code;
    },
    expect: "ERR_OPTION_UNSUPPORTED",
  },
  {
    id: "W54.shutdown",
    title: "shutdown() sends 1001 and GOAWAY, and waits for no answer",
    needs: "http2WebSockets",
    run: async (api) => {
      const { server, client, log } = await joined(api);
      const ended = await settledWithin(server.shutdown(), 1000);
      await client.closed;
      const { text, ended: stream } = streamOf(client, 1);
      return { ended, text, stream, goaway: count(client, GOAWAY) > 0, log };
    },
    expect: {
      ended: "resolved",
      text: reply(TEXT, "hi") + GOODBYE,
      stream: true,
      goaway: true,
      log: ["close 1001 true"],
    },
  },
  {
    id: "W54.drain",
    title: "a drain says 1001 and finishes the responses of the same connection",
    needs: "http2WebSockets",
    run: async (api) => {
      const { server, client, open } = await joined(api, { timeouts: { close: 300 } });
      client.send(get(3, "/wait"));
      await sleep(30);
      const ended = server.shutdown();
      await client.until(GOODBYE);
      open();
      await client.until("ordinary");
      // The client answers the PING of the drain, as RFC 9113 6.7 asks it to.
      const ping = framesOf(client).find(({ type }) => type === 6);
      client.send(frame(6, 1, 0, ping?.payload ?? ""));
      const result = await settledWithin(ended, 1000);
      return { result, socket: streamOf(client, 1).ended, other: streamOf(client, 3) };
    },
    expect: { result: "resolved", socket: true, other: { text: "ordinary", ended: true } },
  },
  {
    id: "W54.abort",
    title: "an aborted server ends the connection, and the socket hears of it",
    needs: "http2WebSockets",
    run: async (api) => {
      const controller = new AbortController();
      const { server, client, log } = await joined(api, { signal: controller.signal });
      controller.abort();
      const ended = await settledWithin(server.finished, 1000);
      const connection = await settledWithin(client.closed, 1000);
      await sleep(5);
      return { ended, connection, log };
    },
    expect: { ended: "resolved", connection: "resolved", log: ["close 1006 false"] },
  },
  {
    id: "W54.unanswered",
    title: "a close frame that is not answered ends the stream, not the connection",
    needs: "http2WebSockets",
    run: async (api) => {
      const { server, client, sockets, log } = await joined(api, { timeouts: { close: 100 } });
      sockets[0]!.close(4000);
      await client.until(reply(CLOSE, closing(4000)));
      const deadline = Date.now() + 5000;
      while (count(client, RST_STREAM) === 0 && Date.now() < deadline) await sleep(10);
      const resets = framesOf(client).filter(({ type }) => type === RST_STREAM);
      client.send(get(3, "/"));
      await client.until("ordinary");
      client.reset();
      await server.shutdown();
      return { codes: resets.map(({ payload }) => wordAt(payload)), log };
    },
    // RFC 8441 5: what RST is to TCP is RST_STREAM with CANCEL here.
    expect: { codes: [CANCEL], log: ["close 1006 false"] },
  },
  {
    id: "W54.idle",
    title: "a connection with an open socket is not idle; when the socket has ended it is",
    needs: "http2WebSockets",
    run: async (api) => {
      const { server, client } = await joined(api, { timeouts: { idle: 60 } });
      await sleep(300);
      client.send(frame(DATA, 0, 1, socketFrame(TEXT, "on")));
      await client.until(reply(TEXT, "on"));
      client.send(frame(DATA, END_STREAM, 1, socketFrame(CLOSE, closing(1000))));
      const connection = await settledWithin(client.closed, 2000);
      await server.shutdown();
      return connection;
    },
    expect: "resolved",
  },
];
