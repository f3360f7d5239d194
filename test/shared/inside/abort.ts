/**
 * Section 8 of the contract: the abort of a server by its signal.
 *
 * @module
 */
import type { ServeOptions, Server } from "../../../src/core/types.ts";
import {
  answer,
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
  urlOf,
} from "./case.ts";

const GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";

/** Options with a signal, and what aborts it. */
function abortable(): { options: ServeOptions; abort: (reason?: unknown) => void } {
  const controller = new AbortController();
  return {
    options: { ...LOCAL, signal: controller.signal },
    abort: (reason) => controller.abort(reason),
  };
}

/** A server whose only handler is entered and never settles, with its client. */
async function stuck(
  api: InsideApi,
  options: ServeOptions,
  onSignal: (reason: unknown) => void = () => {},
) {
  const entered = gate();
  const server = api.serve(options, (request) => {
    request.signal.addEventListener("abort", () => onSignal(request.signal.reason));
    entered.open();
    return new Promise<Response>(() => {});
  });
  const client = await toolsOf(api).connect(server.addr);
  client.send(GET);
  await entered.promise;
  return { server, client };
}

const ends = async (server: Server, ending: Promise<void>): Promise<unknown> => ({
  finished: await settledWithin(server.finished, 1000),
  shutdown: await settledWithin(ending, 1000),
});

export const abortCases: readonly InsideCase[] = [
  {
    id: "X09.handler",
    title: "abort closes connections at once and finished does not wait for handlers",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const { server, client } = await stuck(api, options);
      abort();
      return {
        finished: await settledWithin(server.finished, 1000),
        received: await client.closed,
      };
    },
    expect: { finished: "resolved", received: "" },
  },
  {
    id: "X09.stream",
    title: "abort cuts a stream off without its end, and cancels it",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      let cancelled = 0;
      const server = api.serve(options, () => {
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new TextEncoder().encode("begun")),
          cancel: () => void cancelled++,
        });
        return new Response(body);
      });
      const client = await toolsOf(api).connect(server.addr);
      client.send(GET);
      await client.until("begun");
      abort();
      const text = await client.closed;
      await server.finished;
      await sleep(20);
      return { terminated: text.endsWith("0\r\n\r\n"), cancelled };
    },
    expect: { terminated: false, cancelled: 1 },
  },
  {
    id: "X09.idle",
    title: "abort closes idle connections",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const server = api.serve(options, hello);
      const client = await toolsOf(api).connect(server.addr);
      client.send(GET);
      await client.until("hello");
      abort();
      return [await settledWithin(client.closed, 1000), await settledWithin(server.finished, 1000)];
    },
    expect: ["resolved", "resolved"],
  },
  {
    id: "X09.late",
    title: "what a handler returns after the abort is dropped, and its stream cancelled",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const entered = gate();
      const door = gate();
      let cancelled = 0;
      const server = api.serve(options, async () => {
        entered.open();
        await door.promise;
        return new Response(new ReadableStream({ cancel: () => void cancelled++ }));
      });
      const client = await toolsOf(api).connect(server.addr);
      client.send(GET);
      await entered.promise;
      abort();
      await server.finished;
      door.open();
      await sleep(30);
      return { received: client.received(), cancelled };
    },
    expect: { received: "", cancelled: 1 },
  },
  {
    id: "R63.abort",
    title: "abort aborts the signal of a request in flight",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const aborted = gate();
      await stuck(api, options, aborted.open);
      abort();
      return settledWithin(aborted.promise, 1000);
    },
    expect: "resolved",
  },
  {
    id: "X14.reason",
    title: "the reason of the abort is not surfaced: not by finished, not by the request's signal",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const aborted = gate();
      let reason: unknown;
      const { server } = await stuck(api, options, (given) => {
        reason = given;
        aborted.open();
      });
      abort(new Error("a secret"));
      const finished = String(await server.finished);
      await aborted.promise;
      return {
        finished,
        reason: (reason as DOMException).name,
        secret: String(reason).includes("secret"),
      };
    },
    expect: { finished: "undefined", reason: "AbortError", secret: false },
  },
  {
    id: "X06.abort",
    title: "finished resolves undefined after an abort",
    needs: "listen",
    run: async ({ serve }) => {
      const { options, abort } = abortable();
      const server = serve(options, hello);
      abort();
      return String(await server.finished);
    },
    expect: "undefined",
  },
  {
    id: "X10.rebound",
    title: "after an abort and finished the port can be bound again",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const server = api.serve(options, hello);
      abort();
      await server.finished;
      const second = await rebound(api, portOf(server));
      const { body } = await fetch(urlOf(second), { headers: { connection: "close" } }).then(
        answer,
      );
      await second.shutdown();
      return body;
    },
    expect: "second",
  },
  {
    id: "X11.both",
    title: "abort and then shutdown() resolves",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const { server } = await stuck(api, options);
      abort();
      return ends(server, server.shutdown());
    },
    expect: { finished: "resolved", shutdown: "resolved" },
  },
  {
    id: "X12.during",
    title: "abort during a shutdown() turns the drain into a forced close",
    needs: "listen",
    run: async (api) => {
      const { options, abort } = abortable();
      const { server, client } = await stuck(api, options);
      const ending = server.shutdown();
      const before = await settledWithin(ending, 30);
      abort();
      return {
        before,
        ...((await ends(server, ending)) as object),
        client: await settledWithin(client.closed, 1000),
      };
    },
    expect: { before: "pending", finished: "resolved", shutdown: "resolved", client: "resolved" },
  },
  {
    id: "X12.after",
    title: "abort after a shutdown() is safe",
    needs: "listen",
    run: async ({ serve }) => {
      const { options, abort } = abortable();
      const server = serve(options, hello);
      await server.shutdown();
      abort();
      await sleep(20);
      return settledWithin(server.finished, 1000);
    },
    expect: "resolved",
  },
];
