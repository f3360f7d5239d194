/**
 * The way in from servers that are not ours: a fetch-style handler as a listener for Express,
 * Fastify, Koa or a bare `http.Server`, by @whatwg-node/server, which knows how these hand over a
 * body that they have read already. See decisions/002-whatwg-node-server.md for why it does not
 * write the bytes of `serve()`.
 *
 * @module
 */
import { createServerAdapter } from "@whatwg-node/server";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readArguments } from "../../core/arguments.ts";
import { createInfo } from "../../core/info.ts";
import { createResponder } from "../../core/respond.ts";
import { createTasks } from "../../core/tasks.ts";
import type { App, Handler, ServeOptions } from "../../core/types.ts";

/** A listener of `node:http`, as these frameworks take it. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes a listener of a handler or an app. The handler runs inside the same error boundary as with
 * `serve()`, with genuine platform objects; framing, compression and the life of the connection are
 * the host's. `info.completed` resolves at once, since the host does not tell.
 *
 * Node.js only; needs the optional peer dependency @whatwg-node/server.
 *
 * @param options `onError`, as for `serve()`.
 * @throws ERR_HANDLER_INVALID for what is no handler.
 */
export function toNodeListener(
  handler: Handler | App,
  options: Pick<ServeOptions, "onError"> = {},
): NodeListener {
  const tasks = createTasks();
  const responder = createResponder({
    handler: readArguments({}, handler).handler,
    onError: options.onError ?? undefined,
    tasks,
  });
  const adapter = createServerAdapter<{ req: IncomingMessage }>(
    (request, { req }) => {
      const { remoteAddress = "", remotePort = 0 } = req.socket;
      const source = {
        remoteAddr: () =>
          ({ transport: "tcp", hostname: remoteAddress, port: remotePort }) as const,
        completed: () => Promise.resolve(),
      };
      return responder.handle(request, createInfo(source, tasks));
    },
    { fetchAPI: platform() },
  );
  return (request, response) => void adapter.requestListener(request, response);
}

/** Named one by one: the globals are not enumerable, and `fetchAPI: globalThis` would copy none. */
function platform(): Record<string, unknown> {
  return {
    fetch,
    Request,
    Response,
    Headers,
    FormData,
    Blob,
    ReadableStream,
    WritableStream,
    TransformStream,
    TextEncoder,
    TextDecoder,
    URL,
    URLSearchParams,
    AbortController,
    AbortSignal,
  };
}
