/**
 * Sections 1, 8 and 10 of the contract: the object that `serve()` returns, and its shutdown.
 *
 * @module
 */
import type { ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { oneOf } from "../match.ts";
import {
  answer,
  described,
  gate,
  hello,
  type InsideCase,
  LOCAL,
  portOf,
  rebound,
  sleep,
  urlOf,
  withServer,
} from "./case.ts";

export const serverCases: readonly InsideCase[] = [
  {
    id: "S37.own",
    title: "addr, finished, shutdown, ref and unref are own, the rest is on the prototype",
    run: ({ serve, listens }) =>
      withServer(serve(listens ? LOCAL : {}, hello), (server) => ({
        own: Reflect.ownKeys(server).map(String).sort(),
        inherited: ["fetch", "capabilities", "reload", Symbol.asyncDispose].map((key) => [
          Object.hasOwn(server, key),
          key in server,
        ]),
        then: "then" in server,
      })),
    expect: {
      own: ["addr", "finished", "ref", "shutdown", "unref"],
      inherited: [
        [false, true],
        [false, true],
        [false, true],
        [false, true],
      ],
      then: false,
    },
  },
  {
    id: "S37.detached",
    title: "shutdown, ref and unref work when detached",
    run: async ({ serve, listens }) => {
      const { ref, unref, shutdown } = serve(listens ? LOCAL : {}, hello);
      return [String(ref()), String(unref()), String(ref()), String(await shutdown())];
    },
    expect: ["undefined", "undefined", "undefined", "undefined"],
  },
  {
    id: "E02.fetch",
    title: "server.fetch answers without a socket, through the same error boundary",
    run: ({ serve, listens }) =>
      withServer(
        serve(listens ? LOCAL : {}, (request) => {
          if (request.url.endsWith("/throw")) throw new Error("thrown");
          return new Response(new URL(request.url).pathname);
        }),
        async (server) => ({
          ok: await answer(await server.fetch(new Request("http://localhost/path"))),
          failed: await answer(await server.fetch(new Request("http://localhost/throw"))),
        }),
      ),
    expect: {
      ok: { status: 200, body: "/path" },
      failed: { status: 500, body: "Internal Server Error" },
    },
  },
  {
    id: "E02.platform",
    title: "where the platform listens, addr says so, onListen is not called and shutdown resolves",
    run: async ({ serve, listens }) => {
      if (listens) return "listens";
      let called = 0;
      const server = serve({ port: 4242, hostname: "127.0.0.1", onListen: () => called++ }, hello);
      const before = { ...server.addr };
      await server.shutdown();
      const finished = await Promise.race([
        server.finished.then(() => "settled"),
        sleep(20).then(() => "pending"),
      ]);
      return { called, addr: before, finished };
    },
    expect: {
      says: "the platform's answers, or a host that listens",
      matches: (value: unknown) =>
        value === "listens" ||
        JSON.stringify(value) ===
          JSON.stringify({ called: 0, addr: { transport: "platform" }, finished: "pending" }),
    },
  },
  {
    id: "E02.signal",
    title: "where the platform listens, an aborted signal ends nothing",
    run: async ({ serve, listens }) => {
      if (listens) return "listens";
      const controller = new AbortController();
      const servers = [AbortSignal.abort(), controller.signal].map((signal) =>
        serve({ signal }, hello),
      );
      controller.abort();
      const finished = servers.map((server) => server.finished.then(() => "settled"));
      const ended = await Promise.race([...finished, sleep(20).then(() => "pending")]);
      const requests = servers.map((server) => server.fetch(new Request("http://localhost/")));
      return [ended, ...(await Promise.all(requests)).map(({ status }) => status)];
    },
    expect: oneOf(["pending", 200, 200], "listens"),
  },
  {
    id: "E02.unsupported",
    title: "where the platform listens, cert, key and path are refused by name",
    run: ({ serve, listens }) => {
      if (listens) return "listens";
      const bags: ServeOptions[] = [{ path: "/tmp/x" }, TEST_CERTIFICATE];
      return bags.map((options) => {
        try {
          serve(options, hello);
          return "nothing thrown";
        } catch (error) {
          const { code, message } = described(error) as { code: string; message: string };
          return `${code} ${/'(\w+)'.* workers/.exec(message)?.[1]}`;
        }
      });
    },
    expect: {
      says: "ERR_OPTION_UNSUPPORTED, or a host that listens",
      matches: (value: unknown) =>
        value === "listens" ||
        JSON.stringify(value) ===
          JSON.stringify(["ERR_OPTION_UNSUPPORTED path", "ERR_OPTION_UNSUPPORTED cert"]),
    },
  },
  {
    id: "X01.resolves",
    title: "shutdown() resolves undefined, with a new promise at each call, also later",
    needs: "listen",
    run: async ({ serve }) => {
      const server = serve(LOCAL, hello);
      const [first, second] = [server.shutdown(), server.shutdown()];
      const values = [await first, await second, await server.shutdown(), await server.finished];
      return {
        different: first !== second,
        values: values.map(String),
        promise: first instanceof Promise,
      };
    },
    expect: {
      different: true,
      values: ["undefined", "undefined", "undefined", "undefined"],
      promise: true,
    },
  },
  {
    id: "X02.released",
    title: "the port can be bound again while a response of the old server is still running",
    needs: "listen",
    run: async (api) => {
      const entered = gate();
      const door = gate();
      const first = api.serve(LOCAL, async () => {
        entered.open();
        await door.promise;
        return new Response("first");
      });
      const running = fetch(urlOf(first)).then(answer);
      await entered.promise;
      const ending = first.shutdown();
      const second = await rebound(api, portOf(first));
      const other = await fetch(urlOf(second), { headers: { connection: "close" } }).then(answer);
      door.open();
      const finished = await running;
      await ending;
      await second.shutdown();
      return { rebound: other.body, finished: finished.body };
    },
    expect: { rebound: "second", finished: "first" },
  },
  {
    id: "X02.refused",
    title: "after shutdown() a new connection is refused",
    needs: "listen",
    run: async ({ serve }) => {
      const server = serve(LOCAL, hello);
      const url = urlOf(server);
      const before = await fetch(url, { headers: { connection: "close" } }).then(answer);
      await server.shutdown();
      const after = await fetch(url).then(
        () => "answered",
        () => "refused",
      );
      return [before.body, after];
    },
    expect: ["hello", "refused"],
  },
  {
    id: "X03.handler",
    title: "a handler that runs at shutdown() delivers its whole response",
    needs: "listen",
    run: async ({ serve }) => {
      const entered = gate();
      const server = serve(LOCAL, async () => {
        entered.open();
        await sleep(30);
        return new Response("x".repeat(100_000));
      });
      const running = fetch(urlOf(server)).then(answer);
      await entered.promise;
      await server.shutdown();
      return (await running).body.length;
    },
    expect: 100_000,
  },
  {
    id: "X03.stream",
    title: "a stream that runs at shutdown() is delivered to its end",
    needs: "listen",
    run: async ({ serve }) => {
      let left = 5;
      const server = serve(LOCAL, () => {
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            await sleep(10);
            controller.enqueue(new TextEncoder().encode("piece "));
            if (--left === 0) controller.close();
          },
        });
        return new Response(body);
      });
      const response = await fetch(urlOf(server));
      const ending = server.shutdown();
      const text = await response.text();
      await ending;
      return text;
    },
    expect: "piece piece piece piece piece ",
  },
];
