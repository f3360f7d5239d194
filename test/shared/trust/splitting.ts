/**
 * Responses that a handler makes of what a client sent: nothing of it becomes a line of the head, nor
 * another response (P28, P30, P31).
 *
 * @module
 */
import type { Handler } from "../../../src/core/types.ts";
import { handshake } from "../frames.ts";
import type { InsideApi, InsideCase } from "../inside/case.ts";
import { LOCAL, toolsOf } from "../inside/case.ts";
import { over } from "../inside/over.ts";
import { statuses } from "./bounded.ts";

/** What an attacker wants to see in the head, or behind it. */
const LINES: Readonly<Record<string, string>> = {
  crlf: "a\r\nx-injected: yes",
  lf: "a\nx-injected: yes",
  cr: "a\rx-injected: yes",
  folded: "a\r\n x-injected: yes",
  response: "a\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nx-injected: yes\r\n\r\n",
  nul: "a\0\r\nx-injected: yes",
  // What becomes CR and LF where only the low byte of a unit is kept.
  wide: "a\u010d\u010ax-injected: yes",
  utf8: "a\u{560d}\u{560a}x-injected: yes",
};

/** By which way it goes out. */
const WAYS: Readonly<Record<string, { what: string; make(line: string): Response }>> = {
  value: {
    what: "the value of a field",
    make: (line) => new Response("body", { headers: { "x-a": line } }),
  },
  set: {
    what: "a value that is set later",
    make: (line) => {
      const response = new Response("body");
      response.headers.set("x-a", line);
      return response;
    },
  },
  name: {
    what: "the name of a field",
    make: (line) => new Response("body", { headers: [[line, "a"]] }),
  },
  reason: {
    what: "the statusText",
    make: (line) => new Response("body", { statusText: line }),
  },
  location: {
    what: "the target of a redirect",
    make: (line) => Response.redirect(`http://example.com/${line}`),
  },
  "location-field": {
    what: "a Location",
    make: (line) => new Response(null, { status: 302, headers: { location: `/${line}` } }),
  },
  cookie: {
    what: "a Set-Cookie",
    make: (line) => {
      const response = new Response("body", { headers: { "set-cookie": "a=1" } });
      response.headers.append("set-cookie", `b=${line}`);
      return response;
    },
  },
  type: {
    what: "the type of a Blob",
    make: (line) => new Response(new Blob(["body"], { type: `text/${line}` })),
  },
  foreign: {
    what: "a response that only looks like one",
    make: (line) =>
      ({
        status: 200,
        statusText: line,
        headers: new Map([["x-a", line]]),
        body: null,
        bodyUsed: false,
        arrayBuffer: async () => new ArrayBuffer(0),
        text: async () => "",
        [Symbol.toStringTag]: "Response",
      }) as unknown as Response,
  },
};

/** Everything of one way at one server: each line on a connection of its own, and what was wrong. */
async function injected(api: InsideApi, make: (line: string) => Response): Promise<string[]> {
  const wrong: string[] = [];
  const handler: Handler = ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname === "/ok") return new Response("fine");
    return make(LINES[pathname.slice(1)]!);
  };
  const failing = { onError: () => new Response("failed", { status: 500 }) };
  const server = api.serve({ ...LOCAL, ...failing }, handler);
  for (const name of Object.keys(LINES)) {
    const client = await toolsOf(api).connect(server.addr);
    client.send(`GET /${name} HTTP/1.1\r\nHost: a\r\n\r\nGET /ok HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.until("fine");
    const received = client.received();
    const count = statuses(received).length;
    if (/[\r\n]\s*x-injected/i.test(received)) wrong.push(`${name} became a line`);
    if (count !== 2) wrong.push(`${name} was answered ${count} times`);
    client.reset();
  }
  await server.shutdown();
  return wrong;
}

const ROWS: readonly InsideCase[] = [
  ...Object.entries(WAYS).map(([id, { what, make }]): InsideCase => ({
    id: `P30.inject-${id}`,
    title: `line ends in ${what} make no line of the head and no response`,
    needs: "listen",
    run: (api) => injected(api, make),
    expect: [],
  })),
  {
    id: "P30.inject-upgrade",
    title: "nor do line ends in the fields and the protocol of a handshake",
    needs: "listen",
    run: async (api) => {
      const wrong: string[] = [];
      const server = api.serve(
        { ...LOCAL, onError: () => new Response("failed", { status: 500 }) },
        (request) => {
          const line = LINES[new URL(request.url).pathname.slice(1)]!;
          const protocol = new URL(request.url).searchParams.has("protocol");
          const { response } = api.upgradeWebSocket(request, protocol ? { protocol: line } : {});
          if (!protocol) response.headers.set("x-a", line);
          return response;
        },
      );
      for (const name of Object.keys(LINES)) {
        for (const path of [`/${name}`, `/${name}?protocol`]) {
          const client = await toolsOf(api).connect(server.addr);
          client.send(handshake(path));
          await client.until("\r\n\r\n");
          const received = client.received();
          if (/[\r\n]\s*x-injected/i.test(received)) wrong.push(`${path} became a line`);
          if (statuses(received).length !== 1) wrong.push(`${path} was answered twice`);
          client.reset();
        }
      }
      await server.shutdown();
      return wrong;
    },
    expect: [],
  },
];

export const splittingCases: readonly InsideCase[] = [...ROWS, ...over("tls", ROWS)];
