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
import { fallbackAuthority } from "../../core/target.ts";
import type { Addr } from "../../core/types.ts";
import type { VetContext } from "../../core/vet.ts";
import { bindAndListen } from "./bind.ts";

import { onClientError } from "./connection_error.ts";
import { Connections } from "./connections.ts";
import { Exchange, type Common } from "./exchange.ts";
import { hasBody } from "./has_body.ts";
import { refuse } from "./refuse.ts";
import { nativeRequest } from "./request.ts";
import { LazyRequest } from "./lazy/request.ts";
import { installStandIns } from "./lazy/install.ts";
import { send } from "./send.ts";
import { stateOf } from "./socket_state.ts";
import { vetIncoming } from "./vet.ts";

/** Starts listening; see the port. */
export function listen(options: ListenOptions, responder: Responder): Listener {
  const connections = new Connections();
  const { strict } = options;
  if (!strict) installStandIns();
  // R04: node:http would refuse a missing Host by itself, but our policy also has HTTP/1.0.
  const server = http.createServer({
    requireHostHeader: false,
    keepAliveTimeout: 0, // see Connections
    // Node 24.10 and newer: no stream machinery for a request without a body; -1.5 to -7 µs.
    optimizeEmptyRequests: true,
  } as http.ServerOptions);
  let addr: Addr =
    options.path === undefined
      ? { transport: "tcp", hostname: options.hostname, port: options.port }
      : { transport: "unix", path: options.path };

  const common: Common = {
    connections,
    get addr() {
      return addr;
    },
  };
  let origin: VetContext | undefined;
  const accept = (incoming: http.IncomingMessage, outgoing: http.ServerResponse): void => {
    const { socket } = incoming;
    const state = stateOf(socket);
    if (connections.draining || state.broken || state.closing) {
      connections.refuse(socket); // X04
      return;
    }
    origin ??= {
      scheme: addr.transport === "unix" ? "http+unix" : "http",
      fallback: fallbackAuthority(addr, false),
    };
    const url = vetIncoming(incoming, origin);
    if (url === undefined) {
      refuse(outgoing, 400);
      return;
    }
    connections.begin(socket);
    if (!hasBody(incoming)) {
      answer(new Exchange(incoming, outgoing, common), url);
      return;
    }
    // Node gives the rest of this very packet to the parser before these run: by then it is known
    // whether the body in it is complete (R50), or no body at all (R44). Chunks take the longer way.
    const later =
      incoming.headers["content-length"] === undefined ? setImmediate : process.nextTick;
    later(() => {
      if (state.broken) return;
      const exchange = new Exchange(incoming, outgoing, common);
      exchange.expectBody();
      state.current = exchange;
      answer(exchange, url);
    });
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
    if (response instanceof Promise) {
      exchange.watch();
      void response.then((settled) => deliver(exchange, settled));
    } else deliver(exchange, response);
  };
  const deliver = (exchange: Exchange, response: Response): void => {
    try {
      const sending = send(exchange, response, context);
      if (sending === undefined) return;
      exchange.watch();
      sending.catch((error: unknown) => rescue(exchange, error));
    } catch (error) {
      rescue(exchange, error);
    }
  };
  /** The response could not be sent at all: the boundary's takes its place. */
  const rescue = async (exchange: Exchange, error: unknown): Promise<void> => {
    exchange.watch();
    try {
      await send(exchange, await responder.recover(error), context);
    } catch (again) {
      console.error(again); // onError's response cannot be sent either
      await send(exchange, internalServerError(), context);
    }
  };

  server.on("connection", (socket: Socket) => connections.add(socket));
  server.on("request", accept);
  server.on("checkContinue", (incoming, outgoing) => {
    // R53: at once, whether or not the handler reads; nothing where no body is coming.
    if (hasBody(incoming)) outgoing.writeContinue();
    // Else node:http ends the connection, which waits for no body.
    else (outgoing as { _expect_continue?: boolean })._expect_continue = false;
    accept(incoming, outgoing);
  });
  server.on("checkExpectation", accept); // R53: other expectations are ignored
  server.on("connect", (incoming: http.IncomingMessage, socket: Socket) => {
    // R11: a tunnel is not offered; the answer is an ordinary one, and the last.
    const outgoing = new http.ServerResponse(incoming);
    outgoing.shouldKeepAlive = false;
    outgoing.assignSocket(socket);
    outgoing.once("finish", () => socket.end());
    accept(incoming, outgoing);
  });
  server.on("clientError", onClientError);
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

function whenReady(server: http.Server, bound: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(nameNetError(error)));
    server.once("listening", () => {
      bound();
      resolve();
    });
  });
}
