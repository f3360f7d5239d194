/**
 * HTTP/3 (RFC 9114), experimental: the option, and what comes through it. The client is the
 * platform's own; a browser's is in test/demo/secure.test.ts.
 *
 * @module
 */
import type { Handler, ServeOptions, Server } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import {
  gate,
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

const OPTIONS: ServeOptions = { ...LOCAL, ...TEST_CERTIFICATE, http3: true };

/** Asks in a version of HTTP that the platform's fetch knows by name (Bun 1.4.5). */
async function ask(
  { natives }: InsideApi,
  server: Server,
  path: string,
  protocol: string,
  init: RequestInit = {},
): Promise<Response> {
  const url = urlOf(server, path).replace("http:", "https:");
  const how = { ...init, protocol, tls: { rejectUnauthorized: false } };
  return natives.fetch(url, how as RequestInit);
}

const codeOf = (call: () => unknown): unknown => (thrown(call) as { code?: unknown }).code;

const echo: Handler = async (request) =>
  Response.json({
    method: request.method,
    path: new URL(request.url).pathname,
    scheme: new URL(request.url).protocol,
    body: await request.text(),
  });

export const http3Cases: readonly InsideCase[] = [
  {
    id: "H22.option",
    title: "the option http3 throws where the capability is missing",
    needs: "listen",
    run: async ({ serve }) => {
      const plain = serve(LOCAL, hello);
      await plain.shutdown();
      // The rows below are about the others.
      return plain.capabilities.http3
        ? "ERR_OPTION_UNSUPPORTED"
        : codeOf(() => serve(OPTIONS, hello));
    },
    expect: "ERR_OPTION_UNSUPPORTED",
  },
  {
    id: "H22.cleartext",
    title: "http3 without cert and key throws: QUIC is never in cleartext",
    needs: "listen",
    run: ({ serve }) => codeOf(() => serve({ ...LOCAL, http3: true }, hello)),
    expect: "ERR_TLS_INCOMPLETE",
  },
  {
    id: "H22.path",
    title: "http3 beside path throws: QUIC needs UDP",
    needs: "listen",
    run: (api) => {
      const path = toolsOf(api).path("h3.sock");
      return codeOf(() => api.serve({ ...OPTIONS, path }, hello));
    },
    expect: "ERR_OPTION_UNSUPPORTED",
  },
  {
    id: "H22.alt-svc",
    title: "responses of the other versions say by Alt-Svc where HTTP/3 is spoken",
    needs: "http3",
    run: (api) =>
      withServer(api.serve(OPTIONS, hello), async (server) => {
        const port = server.addr.transport === "tcp" ? server.addr.port : 0;
        const said = await Promise.all(
          ["http1.1", "http2"].map(async (protocol) => {
            const response = await ask(api, server, "/", protocol);
            await response.text();
            return response.headers.get("alt-svc")?.startsWith(`h3=":${port}"`);
          }),
        );
        return said;
      }),
    expect: [true, true],
  },
  {
    id: "H22.exchange",
    title: "requests and responses are what they are in the other versions",
    needs: "http3",
    run: (api) =>
      withServer(api.serve(OPTIONS, echo), async (server) => {
        const posted = await ask(api, server, "/a", "http3", { method: "POST", body: "héllo" });
        const head = await ask(api, server, "/b", "http3", { method: "HEAD" });
        return {
          posted: await posted.json(),
          type: posted.headers.get("content-type"),
          head: [head.status, await head.text()],
        };
      }),
    expect: {
      posted: { method: "POST", path: "/a", scheme: "https:", body: "héllo" },
      type: "application/json",
      head: [200, ""],
    },
  },
  {
    id: "H22.hang-up",
    title: "a client that leaves a stream cancels it, and aborts the signal",
    needs: "http3",
    run: async (api) => {
      const log: string[] = [];
      const ticks: Handler = (request) => {
        request.signal.addEventListener("abort", () => log.push("abort"));
        let timer: ReturnType<typeof setInterval>;
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            timer = setInterval(() => controller.enqueue(new TextEncoder().encode("tick")), 10);
          },
          cancel() {
            clearInterval(timer);
            log.push("cancel");
          },
        });
        return new Response(body);
      };
      return withServer(api.serve(OPTIONS, ticks), async (server) => {
        const leave = new AbortController();
        const response = await ask(api, server, "/", "http3", { signal: leave.signal });
        await response.body?.getReader().read();
        leave.abort();
        for (let i = 0; i < 500 && log.length < 2; i++) await sleep(10);
        return log.toSorted();
      });
    },
    expect: ["abort", "cancel"],
  },
  {
    id: "H22.certificate",
    title: "a client without the certificate that tls asks for does not get in by HTTP/3",
    needs: "http3",
    run: async (api) => {
      let calls = 0;
      const counting: Handler = () => {
        calls++;
        return new Response("in");
      };
      const tls = { requestCert: true, ca: TEST_CERTIFICATE.cert };
      return withServer(api.serve({ ...OPTIONS, tls }, counting), async (server) => {
        const asked = ask(api, server, "/", "http3");
        return { asked: (await settledWithin(asked, 2000)) === "resolved", calls };
      });
    },
    expect: { asked: false, calls: 0 },
  },
  {
    id: "H22.drain",
    title: "shutdown() lets a request of HTTP/3 finish, and takes no other",
    needs: "http3",
    run: async (api) => {
      const entered = gate();
      const slow: Handler = async () => {
        entered.open();
        await sleep(200);
        return new Response("slow");
      };
      const server = api.serve(OPTIONS, slow);
      const asked = ask(api, server, "/", "http3").then((response) => response.text());
      await entered.promise;
      const ended = server.shutdown();
      const body = await asked;
      const shutdown = await settledWithin(ended, 2000);
      const next = await settledWithin(ask(api, server, "/", "http3"), 500);
      return { body, shutdown, another: next === "resolved" };
    },
    expect: { body: "slow", shutdown: "resolved", another: false },
  },
];
