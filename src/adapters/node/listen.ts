/**
 * The listener on node:http.
 *
 * @module
 */
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ListenOptions, Listener, Responder } from "../../core/host.ts";
import { createInfo } from "../../core/info.ts";
import { internalServerError } from "../../core/respond.ts";
import { nameNetError } from "../../core/net_errors.ts";
import { fallbackAuthority, requestUrl } from "../../core/target.ts";
import type { Addr } from "../../core/types.ts";
import { bindAndListen } from "./bind.ts";
import { Connections } from "./connections.ts";
import { Exchange } from "./exchange.ts";
import { refuse } from "./refuse.ts";
import { nativeRequest } from "./request.ts";
import { LazyRequest } from "./lazy/request.ts";
import { installStandIns } from "./lazy/install.ts";
import { send } from "./send.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const connections = new Connections();
  const { strict } = options;
  if (!strict) installStandIns();
  // R04: node:http would refuse a missing Host by itself, but our policy also has HTTP/1.0.
  const server = http.createServer({ requireHostHeader: false });
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  const dispatch = (incoming: http.IncomingMessage, outgoing: http.ServerResponse): void => {
    if (connections.draining) {
      incoming.socket.destroy(); // X04
      return;
    }
    const url = urlOf(incoming, addr);
    if (url === undefined) {
      refuse(outgoing, 400);
      return;
    }
    connections.begin(incoming.socket);
    outgoing.once("close", () => connections.end(incoming.socket));
    answer(new Exchange(incoming, outgoing, addr), url);
  };

  const context = {
    get draining() {
      return connections.draining;
    },
    onBodyError: (error: unknown) => void responder.recover(error),
  };
  const answer = (exchange: Exchange, url: string): void => {
    const request = strict ? nativeRequest(exchange, url) : standIn(exchange, url);
    const response = responder.handle(request, createInfo(exchange, responder.tasks));
    if (response instanceof Promise) void response.then((settled) => deliver(exchange, settled));
    else deliver(exchange, response);
  };
  const deliver = (exchange: Exchange, response: Response): void => {
    try {
      send(exchange, response, context)?.catch((error: unknown) => rescue(exchange, error));
    } catch (error) {
      rescue(exchange, error);
    }
  };
  /** The response could not be sent at all: the boundary's takes its place. */
  const rescue = async (exchange: Exchange, error: unknown): Promise<void> => {
    try {
      await send(exchange, await responder.recover(error), context);
    } catch (again) {
      console.error(again); // onError's response cannot be sent either
      await send(exchange, internalServerError(), context);
    }
  };

  server.on("connection", (socket: Socket) => connections.add(socket));
  server.on("request", dispatch);
  server.on("checkContinue", (incoming, outgoing) => {
    // R53: at once, whether or not the handler reads; nothing where no body is coming.
    if (incoming.headers["content-length"] !== "0") outgoing.writeContinue();
    dispatch(incoming, outgoing);
  });
  server.on("checkExpectation", dispatch); // R53: other expectations are ignored
  bindAndListen(server, options);
  const bound = (): void => {
    const address = server.address() as AddressInfo | string | null;
    if (address !== null && typeof address === "object") {
      addr = { transport: "tcp", hostname: address.address, port: address.port };
    }
  };
  if (server.listening) bound();
  const ready = server.listening ? undefined : whenReady(server, bound);

  return {
    get addr() {
      return addr;
    },
    ready,
    drain() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      return connections.drain().then(() => closed);
    },
    abort() {
      server.close();
      connections.destroy();
    },
    ref() {
      server.ref();
      connections.setRef(true);
    },
    unref() {
      server.unref();
      connections.setRef(false);
    },
  };
}

function standIn(exchange: Exchange, url: string): Request {
  return new LazyRequest(exchange, url) as unknown as Request;
}

function urlOf(incoming: http.IncomingMessage, addr: Addr): string | undefined {
  const secure = "encrypted" in incoming.socket;
  const { host } = incoming.headers;
  if (host === undefined && incoming.httpVersion !== "1.0") return undefined; // R04
  return requestUrl({
    method: incoming.method ?? "GET",
    target: incoming.url ?? "",
    authority: host,
    scheme: addr.transport === "unix" ? "http+unix" : secure ? "https" : "http",
    fallback: fallbackAuthority(addr, secure),
  });
}

function whenReady(server: http.Server, bound: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(nameNetError(error)));
    server.once("listening", () => {
      bound();
      resolve();
    });
  });
}
