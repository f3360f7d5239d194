/**
 * E09: code that took the platform's `fetch`, `Request` or `Response` before everyserve was loaded
 * works, or gets a TypeError that says what to do.
 *
 * @module
 */
import {
  type InsideApi,
  type InsideCase,
  sleep,
  toolsOf,
  urlOf,
  withServer,
} from "../inside/case.ts";
import { oneOf } from "../match.ts";
import { exchange, optionsOf, sees, within } from "./within.ts";

/** The value, or "told": a TypeError that says what to do. */
async function worksOrTells(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (
      error instanceof TypeError &&
      /everyserve/.test(error.message) &&
      /strict|globalThis/.test(error.message) &&
      (error as { code?: string }).code === "ERR_FETCH_CAPTURED"
    )
      return "told";
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

const either = (value: unknown): { says: string; matches(seen: unknown): boolean } => ({
  says: `${JSON.stringify(value)}, or a TypeError that says what to do`,
  matches: (seen) => seen === "told" || JSON.stringify(seen) === JSON.stringify(value),
});

const POST = { body: "hello", headers: { "x-sent": "yes" } } as const;

/** A request through a server of ours that sends it on to another one of ours. */
const proxied = (
  id: string,
  title: string,
  send: (request: Request, upstream: string, api: InsideApi) => Promise<Response>,
  expect: unknown,
): InsideCase => ({
  id: `E09.${id}`,
  title,
  needs: "listen",
  run: (api) => {
    const upstream = api.serve(optionsOf(api), async (request) =>
      Response.json([
        request.method,
        new URL(request.url).pathname,
        request.headers.get("x-sent"),
        await request.text(),
      ]),
    );
    return withServer(upstream, () =>
      within(
        api,
        (request) =>
          worksOrTells(async () => (await send(request, urlOf(upstream, "/up"), api)).json()),
        POST,
      ),
    );
  },
  expect,
});

const UP = ["POST", "/up", "yes", "hello"];

export const capturedNatives: readonly InsideCase[] = [
  sees(
    "captured-request",
    "the Request that was taken before takes the handler's request",
    (request, { natives }) =>
      worksOrTells(async () => {
        const made = new natives.Request(request);
        return [made.method, made.headers.get("x-sent"), await made.text()];
      }),
    either(["POST", "yes", "hello"]),
    POST,
  ),
  sees(
    "captured-clone",
    "the clone of a request is fit for the Request that was taken before",
    (request, { natives }) => worksOrTells(async () => new natives.Request(request.clone()).text()),
    either("hello"),
    POST,
  ),
  sees(
    "captured-new",
    "what the global Request makes is fit for the Request that was taken before",
    (request, { natives }) =>
      worksOrTells(async () => new natives.Request(new Request(request)).text()),
    "hello",
    POST,
  ),
  sees(
    "captured-init",
    "the Request that was taken before takes the request as its init",
    (request, { natives }) =>
      worksOrTells(async () => {
        const made = new natives.Request("http://other.test/", request);
        return [made.url, made.method, made.headers.get("x-sent"), await made.text()];
      }),
    ["http://other.test/", "POST", "yes", "hello"],
    POST,
  ),
  sees(
    "captured-response",
    "the Response that was taken before takes the body and headers of the request",
    (request, { natives }) =>
      worksOrTells(async () => {
        const made = new natives.Response(request.body, { headers: request.headers });
        return [made.headers.get("x-sent"), await made.text()];
      }),
    ["yes", "hello"],
    POST,
  ),
  sees(
    "captured-response-copy",
    "the Response that was taken before copies a Response",
    (_request, { natives }) =>
      worksOrTells(async () => {
        const given = new Response("x", { status: 201, headers: { "x-own": "1" } });
        const made = new natives.Response(given.body, given);
        return [made.status, made.headers.get("x-own"), await made.text()];
      }),
    [201, "1", "x"],
  ),
  proxied(
    "proxy-new",
    "fetch(new Request(url, request)) sends it on, body included",
    (request, upstream) => fetch(new Request(upstream, request)),
    UP,
  ),
  proxied(
    "proxy-init",
    "fetch(url, request) sends it on, body included",
    (request, upstream) => fetch(upstream, request),
    UP,
  ),
  proxied(
    "proxy-parts",
    "fetch(url, { method, headers, body }) sends it on",
    (request, upstream) => {
      const headers = new Headers(request.headers);
      for (const name of ["host", "connection", "content-length", "transfer-encoding"])
        headers.delete(name);
      return fetch(upstream, {
        method: request.method,
        headers,
        body: request.body,
        duplex: "half",
      } as RequestInit);
    },
    UP,
  ),
  proxied(
    "proxy-captured",
    "the fetch that was taken before sends on what the global Request made of it",
    (request, upstream, { natives }) => natives.fetch(new Request(upstream, request)),
    UP,
  ),
  {
    id: "E09.captured-fetch",
    title: "the fetch that was taken before, given the request itself, works or says what to do",
    needs: "listen",
    run: async (api) => {
      // The request's own URL leads back here.
      let calls = 0;
      const response = await exchange(
        api,
        async (request) => {
          if (calls++ > 0) return Response.json(await request.text());
          const told = await worksOrTells(async () => (await api.natives.fetch(request)).json());
          return Response.json(told);
        },
        POST,
      );
      return response.json() as unknown;
    },
    expect: either("hello"),
  },
  {
    id: "E09.fetch-itself",
    title: "fetch(request) sends the request on to its own URL, body included",
    needs: "listen",
    run: async (api) => {
      let calls = 0;
      const response = await exchange(
        api,
        async (request) => (calls++ > 0 ? Response.json(await request.text()) : fetch(request)),
        POST,
      );
      return response.json() as unknown;
    },
    expect: "hello",
  },
  ...["TRACE", "CONNECT"].map((method): InsideCase => ({
    id: `E09.fetch-${method.toLowerCase()}`,
    title: `fetch(request) of a ${method} sends a ${method}, or rejects with a TypeError that says why`,
    needs: "listen",
    run: async (api) => {
      const told: string[] = [];
      const upstream = api.serve(optionsOf(api), (request) => {
        told.push(request.method);
        return new Response("here");
      });
      const front = api.serve(optionsOf(api), async (request) => {
        // The target of a CONNECT is an authority, and so the server itself.
        const outcome = await Promise.race([fetch(request).then(sent, refused), sleep(1000)]);
        told.push(String(outcome));
        return new Response("done");
      });
      const sent = (): string => "sent";
      const refused = (error: unknown): string => {
        if (!(error instanceof TypeError)) return String(error);
        // Where the platform's fetch() is left alone, what refuses is its cause.
        const { message, code } = (error.cause ?? error) as Error & { code?: string };
        const says = message.includes(method) || /method/i.test(message);
        return `${code ?? "by the platform"}: ${says ? "the method" : message}`;
      };
      return withServer(upstream, () =>
        withServer(front, async () => {
          const { host } = new URL(urlOf(upstream));
          const client = await toolsOf(api).connect(front.addr);
          const target = method === "CONNECT" ? host : "/x";
          client.send(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
          await client.closed;
          return told;
        }),
      );
    },
    expect: oneOf(
      [method, "sent"],
      ["by the platform: the method"],
      ["ERR_FETCH_METHOD: the method"],
    ),
  })),
  {
    id: "E09.captured-type",
    title:
      "a text of the platform's own Response keeps its type, also when the handler has copied what it fetched",
    run: async (api) => {
      const response = await exchange(api, async () => {
        const upstream = await fetch("data:text/plain,fetched");
        await new Response(upstream.body, upstream).text();
        return new api.natives.Response("hello", { headers: { etag: '"a"' } });
      });
      return [response.headers.get("content-type"), await response.text()];
    },
    expect: [/^text\/plain; ?charset=utf-8$/i, "hello"],
  },
];
