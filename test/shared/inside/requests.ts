/**
 * Section 2 of the contract: what takes many connections, a listener of its own, or a handler that
 * looks at nothing before its time.
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { REFUSAL } from "../match.ts";
import {
  answer,
  gate,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  portOf,
  settledWithin,
  sleep,
  toolsOf,
  urlOf,
  withServer,
} from "./case.ts";

/** The URL of a request without Host on HTTP/1.0, where the port stands for itself. */
const fallback = (
  id: string,
  what: string,
  options: ServeOptions,
  at: string,
  expect: string,
): InsideCase => ({
  id: `R04.${id}`,
  title: `without a Host the URL names localhost on ${what}`,
  needs: options.cert === undefined ? "listen" : "tls",
  run: async (api) => {
    const server = api.serve({ ...LOCAL, ...options }, ({ url }) => new Response(`<${url}>`));
    return withServer(server, async () => {
      const to = { transport: "tcp", hostname: at, port: portOf(server) } as const;
      const client = await toolsOf(api).connect(to, options.cert === undefined ? undefined : "h1");
      client.send("GET /x?y HTTP/1.0\r\n\r\n");
      const url = /<(.*)>/.exec(await client.closed)?.[1];
      return url?.replace(`:${portOf(server)}/`, ":PORT/");
    });
  },
  expect,
});

/** What one connection got for these bytes: the status, and whether it was ended. */
async function told(api: InsideApi, port: number, bytes: string): Promise<[number, string]> {
  const client = await toolsOf(api).connect({ transport: "tcp", hostname: "127.0.0.1", port });
  client.send(bytes);
  const end = await settledWithin(client.closed, 1500);
  client.reset();
  return [Number(/^HTTP\/1\.[01] (\d+)/.exec(client.received())?.[1]), end];
}

const CONTROLS = Array.from({ length: 32 }, (_, code) => code).filter((code) => code !== 10);

/** Where such a byte can stand in a field. */
const PLACES: Readonly<Record<string, (byte: string) => string>> = {
  "start of the value": (byte) => `X-A:${byte}a`,
  "middle of the value": (byte) => `X-A: a${byte}b`,
  "end of the value": (byte) => `X-A: a${byte}`,
  name: (byte) => `X${byte}A: a`,
};

const get = (...lines: string[]): string =>
  ["GET / HTTP/1.1", "Host: example.com", ...lines, "", ""].join("\r\n");
const post = (body: string, ...lines: string[]): string =>
  ["POST / HTTP/1.1", "Host: example.com", ...lines, "", body].join("\r\n");
const CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

/** Chunks of a wrong form; what RFC 9112 7.1 lets a parser bear is not among them. */
const BAD_CHUNKS: readonly string[] = [
  ...["+5", "-5", "0x5", "5x", "x", "", "10000000000000005", "5;a\nb", "5;a\rb", "5;a\0"].map(
    (size) => `${size}\r\nhello\r\n0\r\n\r\n`,
  ),
  "5\nhello\r\n0\r\n\r\n",
  "5\r\nhello\n0\r\n\r\n",
  "5\r\nhelloX\r\n0\r\n\r\n",
  "5\r\nhello0\r\n\r\n",
  "5\rhello\r0\r\r",
];

/** Protocol errors of every kind that all parsers see before they call anybody. */
const ERRORS: readonly string[] = [
  get("Host: other.test"),
  "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: good.com/x#\r\n\r\n",
  "GET * HTTP/1.1\r\nHost: example.com\r\n\r\n",
  "GET foo HTTP/1.1\r\nHost: example.com\r\n\r\n",
  "GET  HTTP/1.1\r\nHost: example.com\r\n\r\n",
  "GET / HTTP/2.0\r\nHost: example.com\r\n\r\n",
  "GE(T / HTTP/1.1\r\nHost: example.com\r\n\r\n",
  get("X-A: a\0b"),
  get("X-A: a\r\n b"),
  get("X A: a"),
  get("X-A : a"),
  post(CHUNKS, "Content-Length: 5", "Transfer-Encoding: chunked"),
  post(CHUNKS, "Transfer-Encoding: gzip, chunked"),
  post(CHUNKS, "Transfer-Encoding: xchunked"),
  post("hello", "Content-Length: -5"),
  post("hello", "Content-Length: 5", "Content-Length: 6"),
  `POST / HTTP/1.0\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`,
];

/** Looks at a request for the first time when its response has been read. */
const first = (id: string, what: string, make: () => Response): InsideCase => ({
  id: `R48.${id}`,
  title: `all of a request can be looked at for the first time when ${what} has been read`,
  needs: "listen",
  run: async (api) => {
    const read = gate();
    const looked = gate();
    let seen: unknown;
    const server = api.serve(LOCAL, (request, info) => {
      info.waitUntil(
        read.promise.then(() => {
          const { method, url, headers } = request;
          const { remoteAddr } = info;
          seen = [
            method,
            new URL(url).pathname,
            headers.get("x-sent"),
            [...headers.keys()].includes("x-sent"),
            remoteAddr.transport,
            request.signal.aborted,
          ];
          looked.open();
        }),
      );
      return make();
    });
    return withServer(server, async () => {
      const init = { method: "PUT", body: "hello", headers: { "x-sent": "yes" } };
      await fetch(urlOf(server, "/path"), init).then(answer);
      await sleep(30);
      read.open();
      return [await settledWithin(looked.promise, 1000), seen];
    });
  },
  expect: ["resolved", ["PUT", "/path", "yes", true, "tcp", false]],
});

export const requestCases: readonly InsideCase[] = [
  fallback(
    "unspecified",
    "0.0.0.0",
    { hostname: "0.0.0.0" },
    "127.0.0.1",
    "http://localhost:PORT/x?y",
  ),
  fallback("unspecified-6", "::", { hostname: "::" }, "::1", "http://localhost:PORT/x?y"),
  fallback("loopback-6", "::1", { hostname: "::1" }, "::1", "http://localhost:PORT/x?y"),
  fallback(
    "https",
    "127.0.0.1 over TLS, with https",
    { ...TEST_CERTIFICATE },
    "127.0.0.1",
    "https://localhost:PORT/x?y",
  ),
  {
    id: "R24.controls",
    title: "no control byte is taken anywhere in a field, but for a tab in its value",
    needs: "listen",
    ceiling: 20_000,
    run: async (api) => {
      let called = 0;
      const server = api.serve(LOCAL, () => {
        called++;
        return new Response("called");
      });
      const taken: string[] = [];
      await withServer(server, async () => {
        for (const [place, line] of Object.entries(PLACES)) {
          const codes = CONTROLS.filter((code) => code !== 9 || place === "name");
          await Promise.all(
            codes.map(async (code) => {
              const bytes = get(line(String.fromCharCode(code)));
              const [status, end] = await told(api, portOf(server), bytes);
              if (status !== 400 || end !== "resolved")
                taken.push(`${code} ${place}: ${status} ${end}`);
            }),
          );
        }
      });
      return { taken, called };
    },
    expect: { taken: [], called: 0 },
  },
  {
    id: "R28.onerror",
    title:
      "a protocol error of any kind is answered and ends the connection, without handler or onError",
    needs: "listen",
    ceiling: 20_000,
    run: async (api) => {
      const called: string[] = [];
      const handler: Handler = ({ method, url }) => {
        called.push(`${method} ${url}`);
        return new Response("called");
      };
      const onError = (error: unknown): Response => {
        called.push(String(error));
        return new Response("onError", { status: 500 });
      };
      const wrong: unknown[] = [];
      const server = api.serve({ ...LOCAL, onError }, handler);
      await withServer(server, async () => {
        for (const bytes of ERRORS) {
          const [status, end] = await told(api, portOf(server), bytes + get());
          if (!REFUSAL.matches(status) || end !== "resolved") wrong.push([bytes, status, end]);
        }
      });
      return { wrong, called };
    },
    expect: { wrong: [], called: [] },
    stderr: [],
  },
  {
    id: "R43.kinds",
    title:
      "no chunk of a wrong form becomes a body, and nothing behind it a request, early or late",
    needs: "listen",
    ceiling: 20_000,
    run: async (api) => {
      const wrong: string[] = [];
      const server = api.serve(LOCAL, async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname !== "/upload") wrong.push(`called for ${pathname}`);
        const kind = request.headers.get("x-kind") ?? "";
        return request.text().then(
          () => new Response(String(wrong.push(`${kind} is a body`))),
          () => new Response("rejected"),
        );
      });
      await withServer(server, async () => {
        const attempts = BAD_CHUNKS.flatMap((bytes) => [0, 20].map((ms) => [bytes, ms] as const));
        await Promise.all(
          attempts.map(async ([bytes, ms]) => {
            const kind = encodeURIComponent(bytes);
            const head = `POST /upload HTTP/1.1\r\nHost: a\r\nX-Kind: ${kind}\r\nTransfer-Encoding: chunked\r\n\r\n`;
            const rest = `${bytes}GET /evil HTTP/1.1\r\nHost: a\r\n\r\n`;
            const client = await toolsOf(api).connect(server.addr);
            client.send(ms === 0 ? head + rest : head);
            await sleep(ms);
            if (ms !== 0) client.send(rest);
            if ((await settledWithin(client.closed, 1500)) !== "resolved")
              wrong.push(`${kind} is open`);
            client.reset();
          }),
        );
      });
      return wrong;
    },
    expect: [],
  },
  {
    id: "R53.bytes",
    title:
      "100 Continue is that line and an empty one, and comes before the handler has read or answered",
    needs: "listen",
    run: async (api) => {
      const door = gate();
      const server = api.serve(LOCAL, async (request) => {
        await door.promise;
        return new Response(await request.text());
      });
      return withServer(server, async () => {
        const client = await toolsOf(api).connect(server.addr);
        client.send(post("", "Content-Length: 5", "Expect: 100-continue", "Connection: close"));
        await client.until("\r\n\r\n");
        const before = client.received();
        door.open();
        client.send("hello");
        return [before, (await client.closed).endsWith("hello")];
      });
    },
    expect: ["HTTP/1.1 100 Continue\r\n\r\n", true],
  },
  first("first", "the response", () => new Response("answered")),
  first("first-touched", "a response whose headers were set later", () => {
    const response = new Response("answered");
    response.headers.set("x-late", "1");
    return response;
  }),
  first("first-stream", "a stream", () => new Response(new Blob(["answered"]).stream())),
  {
    id: "R23.kept",
    title: "headers and signal are the same objects before and after the response",
    needs: "listen",
    run: async (api) => {
      let same: boolean[] = [];
      let request: Request | undefined;
      let before: unknown[] = [];
      const look = (one: Request): unknown[] => [one.headers, one.signal];
      const server = api.serve(LOCAL, (given) => {
        request = given;
        before = look(given);
        return hello(given, undefined as never);
      });
      await withServer(server, async () => {
        await fetch(urlOf(server), { method: "POST", body: "x" }).then(answer);
        same = look(request as Request).map((value, i) => value === before[i]);
      });
      return same;
    },
    expect: [true, true],
  },
];
