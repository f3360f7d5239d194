/**
 * The one app of the shared cases: one route per behaviour, an echo for every other path.
 *
 * @module
 */
import type { Handler, ServeInfo, UpgradeWebSocket } from "../../src/core/types.ts";
import { logOf, watch, type At, type Route } from "./routes/at.ts";
import { compressRoutes } from "./routes/compress.ts";
import { bodyRoutes } from "./routes/body.ts";
import { failureRoutes } from "./routes/failure.ts";
import { flowRoutes } from "./routes/flow.ts";
import { echo, requestRoutes } from "./routes/request.ts";
import { COPIES } from "./routes/copies.ts";
import { responseRoutes } from "./routes/response.ts";
import { socketRoutes } from "./routes/socket.ts";
import { streamRoutes } from "./routes/stream.ts";

/** What the app needs of the server it runs on. */
export interface AppParts {
  upgradeWebSocket: UpgradeWebSocket;
}

const ROUTES: ReadonlyMap<string, Route> = new Map(
  Object.entries({
    ...requestRoutes,
    ...bodyRoutes,
    ...responseRoutes,
    ...failureRoutes,
    ...streamRoutes,
    ...flowRoutes,
    ...compressRoutes,
    ...socketRoutes,
  }),
);

/**
 * The reverse proxy in one line, or by a copy of what it got, as `X-Copy` says; what has another Host
 * is for the app itself.
 */
export function proxyTo(app: Handler): Handler {
  return (request, info) => {
    if (new URL(request.url).hostname !== "127.0.0.1") return app(request, info);
    const copy = COPIES[request.headers.get("x-copy") ?? ""];
    return copy === undefined ? fetch(request) : fetch(request).then(copy);
  };
}

/** The handler. */
export function createApp({ upgradeWebSocket }: AppParts): Handler {
  return function (this: unknown, request: Request, info: ServeInfo, ...rest: unknown[]) {
    // S41, S42: what no row could tell over the wire if it were wrong for one route only.
    if (this !== undefined || rest.length > 0 || info === undefined) {
      throw new Error("The handler was called with the wrong `this` or arguments");
    }
    const url = new URL(request.url);
    const key = url.searchParams.get("key") ?? "";
    const at: At = {
      url,
      key,
      query: (name, fallback = "") => url.searchParams.get(name) ?? fallback,
      log: (entry) => void logOf(key).push(entry),
      upgradeWebSocket,
    };
    // For rows whose request must not reach the handler, whatever its target.
    const mark = request.headers.get("x-mark");
    if (mark !== null) logOf(mark).push("called");
    watch(request, info, at);
    const route = ROUTES.get(url.pathname) ?? echo;
    return route(request, info, at) as Response | Promise<Response>;
  };
}
