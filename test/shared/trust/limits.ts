/**
 * Sections 2 and 10 of the contract: clients that send too much (R26, R51, E06).
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { gate, hello, type InsideCase, type RawClient, settledWithin } from "../inside/case.ts";
import { handshake } from "../frames.ts";
import { oneOf } from "../match.ts";
import { bounded, failingBody, statuses, withClient } from "./bounded.ts";

const CEILING = 2000;
const head = (...lines: string[]): string =>
  ["GET / HTTP/1.1", "Host: example.com", ...lines, "", ""].join("\r\n");
const post = (body: string, ...lines: string[]): string =>
  ["POST / HTTP/1.1", "Host: example.com", ...lines, "", body].join("\r\n");
const chunk = (bytes: string): string => `${bytes.length.toString(16)}\r\n${bytes}\r\n`;
const CHUNKED = "Transfer-Encoding: chunked";
const FORM = "Content-Type: application/x-www-form-urlencoded";
const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => `X-${i}: a`);

/** What is sent, and whether it is a request. */
const judged = (
  id: string,
  title: string,
  member: `limits.${string}`,
  value: number,
  bytes: string,
  expect: unknown,
  handler: Handler = hello,
  more: ServeOptions = {},
): InsideCase =>
  bounded({
    id: `E06.${id}`,
    title,
    member,
    value,
    more,
    run: (api, options) => {
      let calls = 0;
      const counting: Handler = (request, info) => {
        calls++;
        return handler(request, info);
      };
      return withClient(api, options, counting, async (client) => {
        client.send(bytes);
        await client.until("\r\n\r\n");
        const [status = ""] = statuses(client.received());
        if (status === "200") return { status, calls };
        return { status, calls, end: await settledWithin(client.closed, CEILING) };
      });
    },
    expect,
  });

const refused = (status: string): unknown => ({ status, calls: 0, end: "resolved" });
const TAKEN = { status: "200", calls: 1 };
const LATE = { status: "413", calls: 1, end: "resolved" };

const reads = (read: (request: Request) => Promise<unknown>): Handler => {
  return async (request) => {
    await read(request);
    return new Response("read");
  };
};

/** A body of 40 bytes in chunks, against 32, read in some way. */
const tooLong = (
  id: string,
  how: string,
  read: (request: Request) => Promise<unknown>,
): InsideCase =>
  bounded({
    id: `E06.body-${id}`,
    title: `${how} rejects at a body in chunks that is too large, and the answer is 413`,
    member: "limits.bodySize",
    value: 32,
    run: (api, options) =>
      failingBody(
        api,
        options,
        read,
        [post(chunk("x".repeat(20)), CHUNKED, FORM), chunk("y".repeat(20))],
        CEILING,
      ),
    expect: { code: "ERR_BODY_TOO_LARGE", end: "resolved", statuses: ["413"] },
  });

/** A body of 32 bytes against 32, of which the reader sees one piece after the other. */
const exactInPieces = (as: string, read: (request: Request) => Promise<unknown>): InsideCase =>
  bounded({
    id: `E06.body-pieces-${as}`,
    title: `and when it comes in pieces (${as})`,
    member: "limits.bodySize",
    value: 32,
    run: (api, options) => {
      const begun = gate();
      const handler: Handler = async (request) => {
        const reading = read(request);
        begun.open();
        await reading;
        return new Response("read");
      };
      return withClient(api, options, handler, async (client) => {
        client.send(post(chunk("x".repeat(20)), CHUNKED));
        await begun.promise;
        client.send(`${chunk("y".repeat(12))}0\r\n\r\n`);
        await client.until("\r\n\r\n");
        return statuses(client.received());
      });
    },
    expect: ["200"],
  });

export const limitCases: readonly InsideCase[] = [
  judged(
    "head-size",
    "a head above limits.headerSize is answered 431, and the handler is not asked",
    "limits.headerSize",
    2000,
    head(`X-Long: ${"a".repeat(3000)}`),
    refused("431"),
  ),
  judged(
    "head-target",
    "the request target counts",
    "limits.headerSize",
    2000,
    head().replace("/", `/${"a".repeat(3000)}`),
    refused("431"),
  ),
  judged(
    "head-below",
    "a head below it is served",
    "limits.headerSize",
    2000,
    head(`X-Long: ${"a".repeat(1500)}`),
    TAKEN,
  ),
  judged(
    "head-lines",
    "more header lines than limits.headerCount are answered 431, and the handler is not asked",
    "limits.headerCount",
    20,
    head(...lines(30)),
    refused("431"),
  ),
  judged(
    "head-lines-many",
    "also when they are very many",
    "limits.headerCount",
    20,
    head(...lines(120)),
    refused("431"),
  ),
  judged(
    "head-lines-below",
    "as many as that are served",
    "limits.headerCount",
    20,
    head(...lines(19)),
    TAKEN,
  ),
  judged(
    "body-declared",
    "a body whose Content-Length is above limits.bodySize is answered 413 before the handler is asked",
    "limits.bodySize",
    32,
    post("x".repeat(33), "Content-Length: 33"),
    refused("413"),
    reads((request) => request.text()),
  ),
  judged(
    "body-announced",
    "and before it has come",
    "limits.bodySize",
    32,
    post("", "Content-Length: 100000000"),
    refused("413"),
    reads((request) => request.text()),
  ),
  judged(
    "body-continue",
    "and instead of 100 Continue",
    "limits.bodySize",
    32,
    post("", "Content-Length: 100000", "Expect: 100-continue"),
    // Bun's parser has answered 100 before anybody can look.
    oneOf(refused("413"), { status: "100", calls: 0 }),
    reads((request) => request.text()),
  ),
  judged(
    "body-exact",
    "a body of exactly that size is taken",
    "limits.bodySize",
    32,
    post("x".repeat(32), "Content-Length: 32"),
    TAKEN,
    reads((request) => request.text()),
  ),
  judged(
    "body-chunks-exact",
    "in chunks too",
    "limits.bodySize",
    32,
    post(`${chunk("x".repeat(32))}0\r\n\r\n`, CHUNKED),
    TAKEN,
    reads((request) => request.text()),
  ),
  exactInPieces("text", (request) => request.text()),
  exactInPieces("stream", (request) => request.body!.pipeTo(new WritableStream())),
  judged(
    "body-none",
    "limits.bodySize: 0 takes requests without a body",
    "limits.bodySize",
    0,
    post("", "Content-Length: 0"),
    TAKEN,
    reads((request) => request.text()),
  ),
  judged(
    "body-get",
    "the body of a GET, which nobody sees, does not count",
    "limits.bodySize",
    4,
    head("Content-Length: 5") + "hello",
    TAKEN,
  ),
  tooLong("text", "text()", (request) => request.text()),
  tooLong("json", "json()", (request) => request.json()),
  tooLong("buffer", "arrayBuffer()", (request) => request.arrayBuffer()),
  tooLong("form", "formData()", (request) => request.formData()),
  tooLong("clone", "text() of a clone", (request) => request.clone().text()),
  tooLong("new", "text() of a new Request", (request) => new Request(request).text()),
  tooLong("stream", "a reader of the stream", async ({ body }) => {
    const reader = body!.getReader();
    while (!(await reader.read()).done);
  }),
  tooLong("pipe", "pipeTo()", ({ body }) => body!.pipeTo(new WritableStream())),
  judged(
    "body-caught",
    "the answer is 413 whatever the handler makes of the error",
    "limits.bodySize",
    32,
    post(`${chunk("x".repeat(40))}0\r\n\r\n`, CHUNKED),
    LATE,
    async (request) => new Response(await request.text().catch(() => "caught")),
  ),
  judged(
    "body-onerror",
    "and whatever onError makes of it",
    "limits.bodySize",
    32,
    post(`${chunk("x".repeat(40))}0\r\n\r\n`, CHUNKED),
    LATE,
    reads((request) => request.text()),
    { onError: () => new Response("mine", { status: 500 }) },
  ),
  bounded({
    id: "E06.body-own",
    title: "a 413 of the handler's own is kept",
    member: "limits.bodySize",
    value: 32,
    run: (api, options) =>
      withClient(
        api,
        options,
        async (request) => {
          const text = await request.text().catch(() => "my own words");
          return new Response(text, { status: 413 });
        },
        async (client) => {
          client.send(post(`${chunk("x".repeat(40))}0\r\n\r\n`, CHUNKED));
          await client.until("my own words");
          return statuses(client.received());
        },
      ),
    expect: ["413"],
  }),
  bounded({
    id: "E06.body-next",
    title: "after a body that was refused the server answers the next client",
    member: "limits.bodySize",
    value: 32,
    run: (api, options) =>
      withClient(
        api,
        options,
        reads((request) => request.text()),
        async (client, server) => {
          client.send(post(`${chunk("x".repeat(40))}0\r\n\r\n`, CHUNKED));
          await settledWithin(client.closed, CEILING);
          const second = await api.tools!.connect(server.addr);
          second.send(post("short", "Content-Length: 5"));
          await second.until("read");
          second.reset();
          return statuses(second.received());
        },
      ),
    expect: ["200"],
  }),
  bounded({
    id: "E06.socket-buffer",
    title: "a peer for which more waits than limits.webSocketBuffer is cut",
    member: "limits.webSocketBuffer",
    value: 1_000_000,
    run: async (api, options) => {
      let heard = (_code: number): void => {};
      const closed = new Promise<number>((resolve) => (heard = resolve));
      const handler: Handler = (request) => {
        const { socket, response } = api.upgradeWebSocket(request);
        // More than the system takes at once, before the peer has read anything, and less than the
        // default beside that.
        socket.onopen = () => {
          for (let i = 0; i < 14; i++) socket.send(new Uint8Array(1_000_000));
        };
        socket.onclose = ({ code }) => heard(code);
        return response;
      };
      return withClient(api, options, handler, async (client) => {
        client.send(handshake("/"));
        return { closed: await settledWithin(closed, CEILING) };
      });
    },
    expect: { closed: "resolved" },
  }),
  ...(["unread", "cancelled", "get", "stream", "empty"] as const).map((how) =>
    bounded({
      id: `E06.discard-${how}`,
      title: {
        unread: "of an upload that nobody reads no more than limits.discard is taken",
        cancelled: "of an upload whose stream was cancelled no more is taken either",
        get: "nor of the endless body of a GET",
        stream: "nor where the answer is a stream",
        empty: "nor where it is empty",
      }[how],
      member: "limits.discard",
      value: 65_536,
      run: (api, options) => {
        const handler: Handler = async ({ body }) => {
          if (how === "cancelled") await body?.cancel();
          if (how === "stream") return new Response(new Blob(["hello"]).stream());
          return new Response(how === "empty" ? null : "hello");
        };
        return withClient(api, options, handler, async (client) => {
          const request = how === "get" ? head(CHUNKED) : post("", CHUNKED);
          client.send(request);
          await client.until(how === "empty" ? "\r\n\r\n" : "hello");
          return { end: await pour(client, 2_000_000) };
        });
      },
      expect: { end: "ended" },
    }),
  ),
];

/**
 * Sends chunks until the server takes none, or has taken that many bytes. That it has ended its own
 * half, which it does with the answer, is not enough.
 */
async function pour(client: RawClient, most: number): Promise<string> {
  const piece = chunk("z".repeat(16_384));
  let over = false;
  void client.gone.then(() => (over = true));
  for (let sent = 0; sent < most && !over; sent += piece.length) {
    client.send(piece);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return (await settledWithin(client.gone, 500)) === "resolved" ? "ended" : "took everything";
}
