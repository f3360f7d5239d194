/**
 * The demo: one source, served unchanged by every runtime.
 *
 *     npm start                                       all of them at once
 *     node demo/app.ts                                Node 22.18 and newer
 *     bun demo/app.ts
 *     deno run --allow-net --allow-env demo/app.ts
 */
import { type Server, serve } from "everyserve";

import { echo } from "./echo.ts";
import { findFile, renderPage } from "./page.ts";
import { setting, thisRuntime } from "./runtime.ts";
import { socket } from "./socket.ts";
import { findStream, streamLines } from "./streams.ts";

const runtime = thisRuntime();
const title = `${runtime.name} ${runtime.version}`.trimEnd();
let requests = 0;

const server: Server = serve(
  {
    port: setting("PORT"),
    // This machine only, unless told otherwise: a demo should not greet the whole network.
    hostname: setting("DEMO_HOSTNAME") ?? "127.0.0.1",
    // HTTPS, and with it HTTP/2 in a browser, where there is a certificate.
    cert: setting("DEMO_CERT"),
    key: setting("DEMO_KEY"),
    // And HTTP/3 where it was asked for and the runtime speaks it.
    http3: setting("DEMO_HTTP3") === "on",
  },
  async (request) => {
    requests += 1;
    const response = await route(request, new URL(request.url).pathname);
    response.headers.set("x-served-by", title);
    return response;
  },
);

export default server;

function route(request: Request, path: string): Response | Promise<Response> {
  if (path === "/api/echo" || path.startsWith("/api/echo/")) return echo(request);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return json({ message: "METHOD NOT ALLOWED" }, 405, { allow: "GET, HEAD" });
  }
  if (path === "/") return renderPage(request, runtime);
  if (path === "/api/runtime") return describe();
  if (path === "/api/socket") return socket(request, title);
  if (path === "/api/stream") return streamLines(title);
  if (path.startsWith("/api/streams/")) {
    const stream = findStream(path.slice("/api/streams/".length));
    if (stream) return json(stream);
  }
  return findFile(path) ?? json({ message: "NOT FOUND" }, 404);
}

function describe(): Response {
  return json({
    runtime: runtime.name,
    version: runtime.version,
    requests,
    time: new Date().toISOString(),
    capabilities: server.capabilities,
  });
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(value, null, 2)}\n`, {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
  });
}
