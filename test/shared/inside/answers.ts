/**
 * Sections 3 and 4 of the contract, seen from inside: what reaches onError, and what info tells.
 *
 * @module
 */
import type { Handler, ServeInfo } from "../../../src/core/types.ts";
import { between, oneOf } from "../match.ts";
import {
  ask,
  described,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  portOf,
  sleep,
  thrown,
  toolsOf,
  urlOf,
  withServer,
} from "./case.ts";

/** What onError was called with, while a handler answered one request. */
async function told(api: InsideApi, handler: Handler): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  const onError = (...values: unknown[]): Response => {
    calls.push(values);
    return new Response("handled", { status: 500 });
  };
  await ask(api, handler, { onError }).catch(() => undefined);
  await sleep(20);
  return calls;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A stream that gives one good chunk and then this. */
function goodThen(chunk: unknown): Response {
  let sent = false;
  const body = new ReadableStream<unknown>({
    async pull(controller) {
      if (sent) await sleep(10);
      controller.enqueue(sent ? chunk : bytes("good"));
      sent = true;
    },
  });
  return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>);
}

/** The info of the request of a client that sent it and left. */
async function infoOfLost(api: InsideApi): Promise<ServeInfo> {
  let kept: ServeInfo | undefined;
  const server = api.serve(LOCAL, (_request, info) => {
    kept = info;
    return new Response(
      new ReadableStream({
        async pull(controller) {
          await sleep(5);
          controller.enqueue(bytes("tick"));
        },
      }),
    );
  });
  await withServer(server, async () => {
    const client = await toolsOf(api).connect(server.addr);
    client.send("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
    await client.until("tick");
    client.reset();
    await kept!.completed.catch(() => undefined);
  });
  return kept!;
}

const SIZE = 70_000;

/** A body that no other request has. */
function pattern(seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: SIZE + seed }, (_, i) => (i * 7 + seed) % 256);
}

/** Whether these are the bytes of that request. */
function isPattern(seen: Uint8Array, seed: number): boolean {
  return seen.byteLength === SIZE + seed && seen.every((byte, i) => byte === (i * 7 + seed) % 256);
}

export const answerCases: readonly InsideCase[] = [
  {
    id: "I01.dual",
    title: "a listener of both families tells the address of an IPv4 peer as ::ffff:127.0.0.1",
    needs: "listen",
    run: (api) => {
      const server = api.serve({ ...LOCAL, hostname: "::" }, (_request, { remoteAddr }) =>
        Response.json({ ...remoteAddr }),
      );
      return withServer(server, async () =>
        (await fetch(`http://127.0.0.1:${portOf(server)}/`)).json(),
      );
    },
    expect: { transport: "tcp", hostname: "::ffff:127.0.0.1", port: between(1, 65535) },
  },
  {
    id: "I01.ipv6",
    title: "the address of an IPv6 peer has no brackets",
    needs: "listen",
    run: (api) => {
      const server = api.serve({ ...LOCAL, hostname: "::1" }, (_request, { remoteAddr }) =>
        Response.json({ ...remoteAddr }),
      );
      return withServer(server, async () => (await fetch(urlOf(server))).json());
    },
    expect: { transport: "tcp", hostname: "::1", port: between(1, 65535) },
  },
  {
    id: "I01.peers",
    title: "two connections have two addresses, and two requests of one connection the same",
    needs: "listen",
    run: async (api) => {
      const server = api.serve(LOCAL, (_request, { remoteAddr }) =>
        Response.json("port" in remoteAddr ? remoteAddr.port : 0),
      );
      return withServer(server, async () => {
        const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        const last = get.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        const ports: string[][] = [];
        for (let i = 0; i < 2; i++) {
          const client = await toolsOf(api).connect(server.addr);
          client.send(get);
          await client.until("\r\n\r\n");
          client.send(last);
          ports.push((await client.closed).match(/^\d+(?=HTTP|$)/gm) ?? []);
        }
        const [[a, b] = [], [c, d] = []] = ports;
        return [a === b, c === d, a !== c];
      });
    },
    expect: [true, true, true],
  },
  {
    id: "I01.untold",
    title: "a port that the platform does not tell is 0",
    run: async (api) => {
      if (api.listens) return 0; // there it is always told
      const server = api.serve({}, (_request, { remoteAddr }) => Response.json({ ...remoteAddr }));
      const headers = { "cf-connecting-ip": "2001:db8::1" };
      const { port } = (await (
        await server.fetch(new Request("http://localhost/", { headers }))
      ).json()) as { port: number };
      return port;
    },
    expect: 0,
  },
  {
    id: "I03.promise",
    title: "completed is a Promise, one for each request",
    run: async (api) => {
      const seen: Promise<void>[] = [];
      const handler: Handler = (_request, info) => {
        seen.push(info.completed);
        return new Response();
      };
      await ask(api, handler);
      await ask(api, handler);
      return [seen[0] instanceof Promise, seen[0] !== seen[1], typeof (await seen[0])];
    },
    expect: [true, true, "undefined"],
  },
  {
    id: "I06.error",
    title: "what completed rejects with is an Error with name, message and code",
    needs: "listen",
    run: async (api) => {
      const { completed } = await infoOfLost(api);
      return completed.then(() => "resolved", described);
    },
    expect: {
      name: "Interrupted",
      message: "HTTP response was not sent successfully",
      code: "ERR_INTERRUPTED",
      instanceOf: "Error",
    },
  },
  ...(
    [
      [
        "thrown",
        (error: unknown): Response => {
          throw error;
        },
      ],
      ["rejected", (error: unknown): Promise<Response> => Promise.reject(error as Error)],
    ] as const
  ).map(([id, fail]): InsideCase => ({
    id: `P07.same-${id}`,
    title: `onError is called once, with what was ${id} and nothing else`,
    run: async (api) => {
      const values: unknown[] = [new Error("the same"), { own: true }, null, Symbol.for("own")];
      const outcomes: unknown[] = [];
      for (const value of values) {
        const calls = await told(api, () => fail(value));
        outcomes.push([calls.length, calls[0]?.length, calls[0]?.[0] === value]);
      }
      return outcomes;
    },
    expect: [1, 2, 3, 4].map(() => [1, 1, true]),
  })),
  {
    id: "P41.same",
    title: "onError is called once with the very error of a stream, and with nothing else",
    needs: "listen",
    run: async (api) => {
      const error = new Error("of the stream");
      const calls = await told(api, () => {
        let pulls = 0;
        return new Response(
          new ReadableStream({
            async pull(controller) {
              await sleep(5);
              if (pulls++ === 0) controller.enqueue(bytes("good"));
              else controller.error(error);
            },
          }),
        );
      });
      return [calls.length, calls[0]?.length, calls[0]?.[0] === error];
    },
    expect: [1, 1, true],
  },
  {
    id: "P43.error",
    title: "a chunk that is no Uint8Array is a TypeError with its code for onError",
    needs: "listen",
    run: async (api) => {
      const seen: unknown[] = [];
      for (const chunk of ["text", null]) {
        const calls = await told(api, () => goodThen(chunk));
        seen.push(calls.length === 1 ? described(calls[0]?.[0]) : calls.length);
      }
      return seen;
    },
    ceiling: 8000,
    expect: [1, 2].map(() => ({
      name: "TypeError",
      message: /expected typed ArrayBufferView/,
      code: "ERR_BODY_CHUNK",
      instanceOf: "TypeError",
    })),
  },
  {
    id: "P05.unseen",
    title: "a response that the platform has used up by a function of its own is refused",
    needs: "listen",
    run: async (api) => {
      const { Bun } = globalThis as {
        Bun?: { write(path: string, of: Response): Promise<unknown> };
      };
      const name = toolsOf(api).path("written");
      const calls = await told(api, async () => {
        const response = new Response("used up");
        await (Bun === undefined ? response.text() : Bun.write(name, response));
        return response;
      });
      return calls.map(([error]) => described(error));
    },
    expect: [{ name: "TypeError", code: "ERR_RESPONSE_USED" }],
  },
  {
    id: "P11.stays",
    title: "a Response that was sent stays used: it is not cloned, and not read again",
    run: async (api) => {
      const sent = new Response("text");
      await ask(api, () => sent);
      const clone = thrown(() => sent.clone()) as { name: string };
      const read = await sent.text().then(String, (error: Error) => error.name);
      return [clone.name, read, sent.bodyUsed];
    },
    expect: ["TypeError", "TypeError", true],
  },
  {
    id: "P08.log-used",
    title: "an onError that returns a used response is told on stderr",
    run: (api) => {
      const onError = (): Response => {
        const used = new Response("used");
        void used.text();
        return used;
      };
      return ask(api, () => Promise.reject(new Error("the first failure")), { onError });
    },
    expect: { status: 500, body: "Internal Server Error" },
    stderr: [/Exception in onError while handling exception/],
  },
  {
    id: "P10.after",
    title: "after every kind of failure the same server answers on a new connection",
    run: async (api) => {
      const failing: Handler[] = [
        () => {
          throw new Error("thrown");
        },
        () => Promise.reject(new Error("rejected")),
        () => undefined as unknown as Response,
        () => Response.error(),
        () => Object.create(Response.prototype) as Response,
        () => goodThen("text"),
        hello,
      ];
      let turn = 0;
      const handler: Handler = (request, info) => failing[turn++]!(request, info);
      const server = api.serve(
        { ...(api.listens ? LOCAL : {}), onError: () => new Response("handled") },
        handler,
      );
      const call = async (): Promise<string> => {
        const response = await (api.listens
          ? fetch(urlOf(server), { headers: { connection: "close" } })
          : server.fetch(new Request("http://localhost/")));
        // Not every fetch() tells that the end is missing.
        return response.text().catch(() => "cut off");
      };
      const texts: string[] = [];
      for (const _ of failing) texts.push(await call());
      await server.shutdown();
      return texts;
    },
    expect: [
      "handled",
      "handled",
      "handled",
      "handled",
      "handled",
      oneOf("cut off", "good"),
      "hello",
    ],
  },
  {
    id: "P15.file",
    title: "the stream of a file is sent chunked, and whole",
    needs: "listen",
    run: async (api) => {
      const { path, write, read } = toolsOf(api);
      const name = path("file");
      write(name, "a file ".repeat(20_000));
      const server = api.serve(
        { ...LOCAL, automaticCompression: false },
        () => new Response(read(name)),
      );
      return withServer(server, async () => {
        const response = await fetch(urlOf(server));
        const text = await response.text();
        return [
          response.headers.get("transfer-encoding"),
          response.headers.get("content-length"),
          text === "a file ".repeat(20_000),
        ];
      });
    },
    expect: ["chunked", null, true],
  },
  {
    id: "P47.concurrent",
    title: "thirty responses at once, static ones and streams, arrive uncorrupted",
    needs: "listen",
    run: async (api) => {
      const server = api.serve(LOCAL, (request) => {
        const seed = Number(new URL(request.url).searchParams.get("seed"));
        const whole = pattern(seed);
        return new Response(seed % 2 === 0 ? whole : new Blob([whole]).stream());
      });
      return withServer(server, async () => {
        const seeds = Array.from({ length: 30 }, (_, i) => i);
        const right = await Promise.all(
          seeds.map(async (seed) => {
            const response = await fetch(urlOf(server, `/?seed=${seed}`));
            return isPattern(new Uint8Array(await response.arrayBuffer()), seed);
          }),
        );
        return right.filter(Boolean).length;
      });
    },
    expect: 30,
  },
];
