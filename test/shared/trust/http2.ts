/**
 * The bounds of a client over HTTP/2 (E06, R27, R59): what is too much costs its stream, and the
 * connection lives.
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { begin, data } from "../h2/case.ts";
import {
  block,
  CONTINUATION,
  END_STREAM,
  frame,
  get,
  head,
  HEADERS,
  PREFACE,
  SETTINGS,
} from "../h2/frames.ts";
import { statusOf } from "../h2/status.ts";
import { type InsideCase, type RawClient, settledWithin, sleep } from "../inside/case.ts";
import { bounded, withClient } from "./bounded.ts";

export const OPEN: string = PREFACE + frame(SETTINGS, 0, 0);

const CEILING = 2000;
type Field = readonly [name: string, value: string];
const fields = (count: number): Field[] => Array.from({ length: count }, (_, i) => [`x-${i}`, "a"]);

/** Waits for the answer to a stream. */
async function answered(client: RawClient, stream: number): Promise<string> {
  const deadline = performance.now() + CEILING;
  for (;;) {
    const status = statusOf(client.received(), stream);
    if (status !== undefined || performance.now() > deadline) return status ?? "none";
    await sleep(10);
  }
}

/** What came of one stream, and whether the next one on the connection is answered. */
const judged = (
  id: string,
  title: string,
  member: `limits.${string}` | `timeouts.${string}`,
  value: number,
  frames: string,
  expect: { status: string; calls: number; code?: string },
  more: ServeOptions = {},
): InsideCase =>
  bounded({
    id,
    title,
    member,
    value,
    more,
    run: (api, options) => {
      let calls = 0;
      let code: unknown;
      const handler: Handler = async (request) => {
        if (new URL(request.url).pathname === "/next") return new Response("next");
        calls++;
        try {
          return new Response(await request.text());
        } catch (error) {
          ({ code } = error as { code?: unknown });
          throw error;
        }
      };
      return withClient(api, options, handler, async (client) => {
        client.send(OPEN + frames);
        const status = await answered(client, 1);
        client.send(get(3, "/next"));
        await client.until("next");
        return { status, calls, ...(code === undefined ? {} : { code }) };
      });
    },
    expect,
  });

const upload = (...more: Field[]): string => begin(1, head("POST", "/", ...more));

export const http2BoundCases: readonly InsideCase[] = [
  judged(
    "E06.h2-declared",
    "over HTTP/2 a body whose Content-Length is above limits.bodySize is answered 413, unasked",
    "limits.bodySize",
    32,
    upload(["content-length", "33"]) + data(1, "x".repeat(33), END_STREAM),
    { status: "413", calls: 0 },
  ),
  judged(
    "E06.h2-exact",
    "over HTTP/2 a body of exactly that size is taken",
    "limits.bodySize",
    32,
    upload(["content-length", "32"]) + data(1, "x".repeat(32), END_STREAM),
    { status: "200", calls: 1 },
  ),
  judged(
    "E06.h2-undeclared",
    "over HTTP/2 the reader of a body without a length rejects beyond it, and the answer is 413",
    "limits.bodySize",
    32,
    upload() + data(1, "x".repeat(20)) + data(1, "y".repeat(20)),
    { status: "413", calls: 1, code: "ERR_BODY_TOO_LARGE" },
  ),
  judged(
    "E06.h2-head-size",
    "over HTTP/2 a head above limits.headerSize is answered 431, unasked",
    "limits.headerSize",
    2000,
    frame(HEADERS, 5, 1, head("GET", "/", ["x-long", "a".repeat(3000)])),
    { status: "431", calls: 0 },
  ),
  judged(
    "E06.h2-head-count",
    "over HTTP/2 more fields than limits.headerCount are answered 431, unasked",
    "limits.headerCount",
    20,
    frame(HEADERS, 5, 1, head("GET", "/", ...fields(30))),
    { status: "431", calls: 0 },
  ),
  judged(
    "E06.h2-head-below",
    "over HTTP/2 fewer are served",
    "limits.headerCount",
    20,
    frame(HEADERS, 5, 1, head("GET", "/", ...fields(15))),
    { status: "200", calls: 1 },
  ),
  judged(
    "R59.h2-body",
    "over HTTP/2 the reader of a body that stops rejects, and the answer is 408",
    "timeouts.request",
    300,
    upload() + data(1, "half"),
    { status: "408", calls: 1, code: "ERR_REQUEST_TIMEOUT" },
  ),
  bounded({
    id: "R59.h2-head",
    title: "a connection of HTTP/2 whose head does not come to its end is closed",
    member: "timeouts.headers",
    value: 250,
    ceiling: 6000,
    run: (api, options) => {
      const both = { ...options, timeouts: { headers: 250, idle: 300 } };
      return withClient(
        api,
        both,
        () => new Response("never"),
        async (client) => {
          client.send(OPEN + frame(HEADERS, END_STREAM, 1, head("GET", "/")));
          let over = false;
          void client.closed.then(() => (over = true));
          // A byte now and then, as if it went on.
          for (let i = 0; i < 100 && !over; i++) {
            client.send(frame(CONTINUATION, 0, 1, block(["x-a", "a"])));
            await sleep(30);
          }
          return over;
        },
      );
    },
    expect: true,
  }),
  bounded({
    id: "R59.h2-silent",
    title: "so is one on which no request comes at all",
    member: "timeouts.headers",
    value: 250,
    run: (api, options) =>
      withClient(
        api,
        options,
        () => new Response("never"),
        (client) => {
          client.send(OPEN);
          return settledWithin(client.closed, CEILING);
        },
      ),
    expect: "resolved",
  }),
  bounded({
    id: "R59.h2-idle",
    title:
      "an idle connection of HTTP/2 ends after timeouts.idle, one with a quiet stream does not",
    member: "timeouts.idle",
    value: 1000,
    ceiling: 24_000,
    run: (api, options) => {
      const handler: Handler = ({ url }) =>
        new URL(url).pathname === "/quiet" ? new Promise(() => {}) : new Response("hello");
      return withClient(api, options, handler, async (idle, server) => {
        const quiet = await api.tools!.connect(server.addr);
        idle.send(OPEN + get(1, "/"));
        quiet.send(OPEN + get(1, "/quiet"));
        await idle.until("hello");
        const seen = await settledWithin(idle.closed, 10_000);
        const kept = await settledWithin(quiet.closed, 0);
        quiet.reset();
        return { idle: seen, quiet: kept };
      });
    },
    expect: { idle: "resolved", quiet: "pending" },
  }),
];
