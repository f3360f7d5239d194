/**
 * Sections 3, 4 and 10 of the contract, seen from inside: `info`, logged failures, error codes.
 *
 * @module
 */
import type { Handler, ServeInfo } from "../../../src/core/types.ts";
import {
  ask,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  settledWithin,
  sleep,
  thrown,
  toolsOf,
  urlOf,
  withServer,
} from "./case.ts";

const failing: Handler = () => {
  throw new Error("the first failure");
};

const lastResort = (id: string, what: string, onError: () => unknown): InsideCase => ({
  id: `P08.log-${id}`,
  title: `an onError that ${what} is told on stderr`,
  run: (api) => ask(api, failing, { onError: onError as () => Response }),
  expect: { status: 500, body: "Internal Server Error" },
  stderr: [/Exception in onError while handling exception/],
});

/** The info that a handler got, after its answer. */
async function infoOf(api: InsideApi): Promise<ServeInfo> {
  let kept: ServeInfo | undefined;
  await ask(api, (_request, info) => {
    kept = info;
    return new Response();
  });
  return kept!;
}

/** Everything that throws an error of ours without a request, and the code it must have. */
const CODES: readonly [code: string, options: object][] = [
  ["ERR_HANDLER_INVALID", { handler: 7 }],
  ["ERR_PORT_INVALID", { port: "x" }],
  ["ERR_PORT_OUT_OF_RANGE", { port: -1 }],
  ["ERR_HOSTNAME_INVALID", { hostname: 7 }],
  ["ERR_HOSTNAME_EMPTY", { hostname: "" }],
  ["ERR_SIGNAL_INVALID", { signal: {} }],
  ["ERR_ON_LISTEN_INVALID", { onListen: 7 }],
  ["ERR_ON_ERROR_INVALID", { onError: 7 }],
  ["ERR_TLS_FILES_UNSUPPORTED", { certFile: "x" }],
  ["ERR_ALPN_UNSUPPORTED", { alpnProtocols: [] }],
  ["ERR_REQUIRE_INVALID", { require: ["x"] }],
];

export const infoCases: readonly InsideCase[] = [
  {
    id: "E07.shutdown",
    title: "shutdown() waits for what waitUntil was given, after the response went out",
    needs: "listen",
    run: async ({ serve }) => {
      let done = false;
      const server = serve(LOCAL, (_request, info) => {
        info.waitUntil(sleep(80).then(() => (done = true)));
        return new Response("sent");
      });
      const body = await fetch(urlOf(server)).then((response) => response.text());
      const before = done;
      await server.shutdown();
      return { body, before, after: done };
    },
    expect: { body: "sent", before: false, after: true },
  },
  {
    id: "E07.nested",
    title: "shutdown() waits for a task that a task has added",
    needs: "listen",
    run: async ({ serve }) => {
      let done = false;
      const server = serve(LOCAL, (_request, { waitUntil }) => {
        waitUntil(sleep(20).then(() => waitUntil(sleep(40).then(() => (done = true)))));
        return new Response();
      });
      await fetch(urlOf(server)).then((response) => response.text());
      await server.shutdown();
      return done;
    },
    expect: true,
  },
  {
    id: "E07.rejection",
    title:
      "a rejection given to waitUntil is logged, and neither unhandled nor in the way of shutdown()",
    run: async (api) => {
      const result = await ask(api, (_request, info) => {
        info.waitUntil(Promise.reject(new Error("a task that failed")));
        return new Response("sent");
      });
      await sleep(20);
      return result;
    },
    expect: { status: 200, body: "sent" },
    stderr: [/a task that failed/],
  },
  {
    id: "E07.detached",
    title: "waitUntil works when it was taken out of info, also for a thenable",
    run: (api) =>
      ask(api, (_request, { waitUntil }) => {
        waitUntil(Promise.resolve());
        // oxlint-disable-next-line unicorn/no-thenable
        waitUntil({ then: (resolve: () => void) => resolve() } as PromiseLike<void>);
        return new Response(String(waitUntil(Promise.resolve())));
      }),
    expect: { status: 200, body: "undefined" },
  },
  {
    id: "E07.invalid",
    title: "waitUntil of what is no promise is a TypeError",
    run: async (api) => {
      const { waitUntil } = await infoOf(api);
      return [undefined, null, 7].map((value) => thrown(() => waitUntil(value as never)));
    },
    expect: [1, 2, 3].map(() => ({ name: "TypeError", code: "ERR_WAIT_UNTIL_INVALID" })),
  },
  {
    id: "I03.later",
    title: "info.completed can be asked for after the end, and is one promise then too",
    run: async (api) => {
      const info = await infoOf(api);
      return {
        same: info.completed === info.completed,
        state: await settledWithin(info.completed, 1000),
      };
    },
    expect: { same: true, state: "resolved" },
  },
  {
    id: "I01.later",
    title: "remoteAddr stays readable after the response, and is the same object",
    run: async (api) => {
      const info = await infoOf(api);
      return [info.remoteAddr === info.remoteAddr, typeof info.remoteAddr.transport];
    },
    expect: [true, "string"],
  },
  lastResort("throws", "throws", () => {
    throw new Error("the second failure");
  }),
  lastResort("rejects", "rejects", () => Promise.reject(new Error("the second failure"))),
  lastResort("nothing", "returns nothing", () => undefined),
  lastResort("error", "returns Response.error()", () => Response.error()),
  {
    id: "P06.log",
    title:
      "the default onError tells the error and its stack on stderr, and the client nothing of it",
    run: (api) =>
      ask(api, () => {
        throw new Error("a failure with a stack");
      }),
    expect: { status: 500, body: "Internal Server Error" },
    stderr: [/a failure with a stack[^]*\n\s+at /],
  },
  {
    id: "P41.log",
    title: "without onError a body that fails is told on stderr",
    needs: "listen",
    run: (api) => {
      const server = api.serve(LOCAL, () => {
        let pulls = 0;
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            await sleep(10);
            if (pulls++ === 0) controller.enqueue(new Uint8Array(3));
            else controller.error(new Error("a body that failed"));
          },
        });
        return new Response(body);
      });
      return withServer(server, async () => {
        const client = await toolsOf(api).connect(server.addr);
        client.send("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
        const text = await client.closed;
        await sleep(20);
        return [text.startsWith("HTTP/1.1 200"), text.endsWith("0\r\n\r\n")];
      });
    },
    expect: [true, false],
    stderr: [/a body that failed/],
  },
  {
    id: "P11.used",
    title: "sending a Response sets its bodyUsed, and one without a body stays unused",
    run: async (api) => {
      const sent = new Response("text");
      const empty = new Response(null);
      await ask(api, () => sent);
      await ask(api, () => empty);
      return [sent.bodyUsed, empty.bodyUsed];
    },
    expect: [true, false],
  },
  {
    id: "E08.codes",
    title: "every error of serve() is an Error with its code",
    run: ({ serve }) => {
      const anyServe = serve as unknown as (...values: unknown[]) => unknown;
      return CODES.map(([code, options]) => {
        const error = thrown(() => anyServe({ ...LOCAL, handler: hello, ...options })) as {
          code?: string;
        };
        return error.code === code ? "right" : [code, error];
      });
    },
    expect: CODES.map(() => "right"),
  },
  {
    id: "E10.method",
    title: "a handler that is a method, a bound or an async function gets request and info",
    run: async (api) => {
      const told: unknown[] = [];
      const note = (...given: unknown[]): Response => {
        told.push([given.length, given[0] instanceof Request]);
        return new Response();
      };
      const holder = { method: (...given: unknown[]) => note(...given) };
      await ask(api, holder.method);
      await ask(api, note.bind(null) as Handler);
      await ask(api, async (...given) => note(...given));
      return told;
    },
    expect: [
      [2, true],
      [2, true],
      [2, true],
    ],
  },
];
