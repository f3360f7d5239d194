/**
 * Hostile clients: after each of them the next one is served, what was under way has been cancelled,
 * and nobody heard of an unhandled error (R28, R37, P36, R54 to R57).
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { get as getFrames } from "../h2/frames.ts";
import {
  type InsideApi,
  type InsideCase,
  LOCAL,
  type Need,
  type RawClient,
  settledWithin,
  sleep,
  toolsOf,
} from "../inside/case.ts";
import { statuses } from "./bounded.ts";
import { OPEN } from "./http2.ts";

/** What a handler of these rows notes. */
export interface Ledger {
  entered: number;
  /** Handlers that have come to an end, and bodies that have: equal to `entered` when all is over. */
  ended: number;
  cancelled: number;
  rejected: number;
}

const text = new TextEncoder();

/** Nothing unhandled, nothing logged; but for what Deno says to whoever looks at a signal. */
export const QUIET: readonly RegExp[] = [/^(?:Deno\.serve: request\.signal aborts on [^\n]*\n)?$/];

/** What the handler does is said by the path. */
export function appOf(ledger: Ledger): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/ok") return new Response("fine");
    ledger.entered++;
    switch (pathname) {
      case "/upload":
        try {
          return new Response(String((await request.arrayBuffer()).byteLength));
        } catch (error) {
          ledger.rejected++;
          throw error;
        } finally {
          ledger.ended++;
        }
      case "/wait":
        await new Promise<void>((resolve) => {
          const { signal } = request;
          if (signal.aborted) resolve();
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
        ledger.cancelled++;
        ledger.ended++;
        return new Response("nobody");
      case "/stream": {
        let timer: ReturnType<typeof setInterval>;
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(text.encode("begun"));
            timer = setInterval(() => controller.enqueue(text.encode(".")), 5);
          },
          cancel() {
            clearInterval(timer);
            ledger.cancelled++;
            ledger.ended++;
          },
        });
        return new Response(body);
      }
      case "/slow": {
        await sleep(80);
        ledger.ended++;
        return new Response("slow");
      }
      default:
        ledger.ended++;
        return new Response("other");
    }
  };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: example.com\r\n\r\n`;
const UPLOAD = "POST /upload HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000000\r\n\r\nbegin";
const CHUNKS = "POST /upload HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n";

/** What one client does to the server. */
type Attack = (client: RawClient) => Promise<void> | void;

/** What such a row needs, and how its next client is served. */
interface Next {
  readonly needs?: Need;
  readonly http2?: true;
  /** The server's, beside the usual ones. */
  readonly options?: ServeOptions;
  readonly secure?: "h1";
}

/** Many clients, some at a time; afterwards all that they began has ended, and the next is served. */
export const many = (
  id: string,
  title: string,
  attack: Attack,
  count: number,
  expect: Partial<Record<keyof Ledger, number>> = {},
  { needs = "listen", http2, options, secure }: Next = {},
): InsideCase => ({
  id,
  title,
  needs,
  ceiling: 30_000,
  run: async (api) => {
    const ledger: Ledger = { entered: 0, ended: 0, cancelled: 0, rejected: 0 };
    const server = api.serve(
      { ...LOCAL, onError: () => new Response(null, { status: 500 }), ...options },
      appOf(ledger),
    );
    const { connect } = toolsOf(api);
    for (let done = 0; done < count; done += AT_ONCE) {
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - done) }, async () => {
          const client = await connect(server.addr);
          await attack(client);
        }),
      );
    }
    const deadline = performance.now() + 10_000;
    while (ledger.ended < ledger.entered && performance.now() < deadline) await sleep(10);
    const next = await connect(server.addr, secure);
    next.send(http2 ? OPEN + getFrames(1, "/ok") : get("/ok"));
    await next.until("fine");
    next.reset();
    const drained = await settledWithin(server.shutdown(), 6000);
    return { ...ledger, pending: ledger.entered - ledger.ended, drained };
  },
  expect: { ...expect, pending: 0, drained: "resolved" },
  stderr: QUIET,
});

const AT_ONCE = 20;

/** One connection, byte for byte. */
const once = (
  id: string,
  title: string,
  run: (client: RawClient, api: InsideApi) => Promise<unknown>,
  expect: unknown,
): InsideCase => ({
  id,
  title,
  needs: "listen",
  run: async (api) => {
    const ledger: Ledger = { entered: 0, ended: 0, cancelled: 0, rejected: 0 };
    const server = api.serve(LOCAL, appOf(ledger));
    const client = await toolsOf(api).connect(server.addr);
    const seen = await run(client, api);
    client.reset();
    await settledWithin(server.shutdown(), 2000);
    return seen;
  },
  expect,
  stderr: QUIET,
});

const until = async (condition: () => boolean): Promise<void> => {
  const deadline = performance.now() + 5000;
  while (!condition() && performance.now() < deadline) await sleep(5);
};

let pauses = 0;

export const hostileCases: readonly InsideCase[] = [
  many(
    "R37.resets",
    "a hundred clients that hang up in the middle of an upload reject a hundred readers",
    async (client) => {
      client.send(UPLOAD);
      // Some at once, when the handshake of TLS may not be over for the server.
      await sleep(pauses++ % 6);
      client.reset();
    },
    100,
  ),
  many(
    "R37.resets-chunked",
    "also in the middle of a chunk",
    async (client) => {
      client.send(`${CHUNKS}ff\r\nbegin`);
      await sleep(5);
      client.reset();
    },
    100,
  ),
  many(
    "R37.halves",
    "clients that half-close in an upload do not leave a reader waiting",
    async (client) => {
      client.send(UPLOAD);
      client.half();
      await settledWithin(client.closed, 1000);
      client.reset();
    },
    40,
  ),
  ...(["half", "reset"] as const).map((how) =>
    many(
      `R37.behind-${how}`,
      `nor do clients that ${how === "half" ? "half-close" : "leave"} in an upload that came in the packet of another`,
      async (client) => {
        client.send(`${CHUNKS}5\r\nhello\r\n0\r\n\r\n${UPLOAD}`);
        await sleep(5);
        client[how]();
        if (how === "half") await settledWithin(client.closed, 1000);
        client.reset();
      },
      20,
    ),
  ),
  many(
    "R60.resets",
    "a hundred clients that leave before the answer abort a hundred signals",
    async (client) => {
      client.send(get("/wait"));
      await sleep(5);
      client.reset();
    },
    100,
  ),
  many(
    "P36.resets",
    "a hundred clients that leave a stream cancel a hundred streams",
    async (client) => {
      client.send(get("/stream"));
      await client.until("begun");
      client.reset();
    },
    100,
    { entered: 100, cancelled: 100 },
  ),
  many(
    "R28.resets",
    "clients that connect and leave without a word cost nothing",
    (client) => client.reset(),
    200,
    {
      entered: 0,
    },
  ),
  many(
    "R28.halves",
    "nor do clients that leave half a head behind",
    async (client) => {
      client.send("GET /slow HTTP/1.1\r\nHost: exa");
      await sleep(1);
      client.reset();
    },
    200,
    { entered: 0 },
  ),
  many(
    "R28.handshakes",
    "nor do clients that leave in the middle of the handshake of TLS",
    async (client) => {
      client.send(`\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${"\xff".repeat(100)}`);
      await sleep(1);
      client.reset();
    },
    100,
    { entered: 0 },
    { needs: "tls", options: TEST_CERTIFICATE, secure: "h1" },
  ),
  many(
    "R57.resets",
    "clients that pipeline and leave do not stop the server",
    async (client) => {
      client.send(get("/slow") + get("/other") + get("/stream"));
      await sleep(10);
      client.reset();
    },
    60,
  ),
  many(
    "R29.garbage",
    "clients that speak no HTTP get a refusal or the end, and nothing else",
    async (client) => {
      client.send(`\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${"\xff".repeat(200)}`);
      await settledWithin(client.closed, 1000);
      client.reset();
    },
    60,
    { entered: 0 },
  ),
  once(
    "R28.after-pipelined",
    "what is no request behind one that is under way does not take its answer's place",
    async (client) => {
      client.send(`${get("/slow")}NO REQUEST AT ALL\r\n\r\n`);
      await settledWithin(client.closed, 1500);
      const received = client.received();
      const [first] = statuses(received);
      return { first, slow: /\r\n\r\nslow/.test(received) };
    },
    { first: "200", slow: true },
  ),
  once(
    "R28.refused-pipelined",
    "nothing behind a request that was refused is read as one, though its refusal waits for its turn",
    async (client, api) => {
      const seen: string[] = [];
      const server = api.serve(LOCAL, async (request) => {
        seen.push(new URL(request.url).pathname);
        await sleep(60);
        return new Response("slow");
      });
      const own = await toolsOf(api).connect(server.addr);
      const bad = "GET /bad HTTP/1.1\r\nHost: a b\r\n\r\n";
      own.send(`${get("/slow")}${bad}${get("/after")}`);
      await settledWithin(own.closed, 1500);
      own.reset();
      client.reset();
      await settledWithin(server.shutdown(), 1000);
      return seen.includes("/after");
    },
    false,
  ),
  once(
    "P36.waiting",
    "a client that leaves cancels also a stream that waits behind another answer",
    async (client, api) => {
      let open = 0;
      const server = api.serve(LOCAL, async (request) => {
        if (request.url.endsWith("/slow")) {
          await sleep(150);
          return new Response("slow");
        }
        return new Response(
          new ReadableStream({ start: () => void open++, cancel: () => void open-- }),
        );
      });
      const own = await toolsOf(api).connect(server.addr);
      own.send(get("/slow") + get("/stream"));
      await sleep(50);
      own.reset();
      client.reset();
      await settledWithin(server.shutdown(), 1000);
      return open;
    },
    0,
  ),
  once(
    "R57.deep",
    "a pipeline of a hundred requests is answered in order",
    async (client) => {
      const paths = Array.from({ length: 100 }, () => "/ok");
      client.send(paths.map(get).join(""));
      await until(() => statuses(client.received()).length === 100);
      return statuses(client.received()).length;
    },
    100,
  ),
  once(
    "R39.half-response",
    "a client that sends FIN after its request is answered, or given up, but never left waiting",
    async (client) => {
      client.send(get("/ok"));
      client.half();
      return settledWithin(client.closed, 1500);
    },
    "resolved",
  ),
];
