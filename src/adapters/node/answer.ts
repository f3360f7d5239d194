/**
 * From an exchange to its response: the handler, and what takes the place of a response that
 * cannot be sent.
 *
 * @module
 */
import type { Responder } from "../../core/host.ts";
import { discardBody } from "../../core/head.ts";
import { createInfo } from "../../core/info.ts";
import { internalServerError } from "../../core/respond.ts";
import type { Connections } from "./connections.ts";
import type { Exchange, SendContext } from "./exchange.ts";
import { LazyRequest } from "./lazy/request.ts";
import { nativeRequest } from "./request.ts";
import { send } from "./send.ts";

/** Answers an exchange whose URL is known. */
export type Answer = (exchange: Exchange, url: string) => void;

/** Makes the function that answers the exchanges of a listener. */
export function createAnswer(
  responder: Responder,
  connections: Connections,
  strict: boolean,
): Answer {
  const context: SendContext = {
    get draining() {
      return connections.draining;
    },
    compression: responder.compression,
    onBodyError: (error) => void responder.recover(error),
  };
  const deliver = (exchange: Exchange, response: Response): void => {
    try {
      const sending = send(exchange, instead(exchange, response), context);
      if (sending === undefined) return;
      exchange.watch();
      sending.catch((error: unknown) => rescue(exchange, error, response));
    } catch (error) {
      void rescue(exchange, error, response);
    }
  };
  /** The response could not be sent at all: the boundary's takes its place. */
  const rescue = async (exchange: Exchange, error: unknown, unsent: Response): Promise<void> => {
    exchange.watch();
    try {
      await send(exchange, await responder.recover(error, unsent), context);
    } catch (again) {
      console.error(again); // onError's response cannot be sent either
      try {
        await send(exchange, internalServerError(), context);
      } catch (last) {
        console.error(last); // nothing can be sent
        exchange.abandon();
      }
    }
  };
  return (exchange, url) => {
    const request = strict ? nativeRequest(exchange, url) : standIn(exchange, url);
    const response = responder.handle(request, createInfo(exchange, responder.tasks));
    if (response instanceof Promise) {
      exchange.watch();
      void response.then((settled) => deliver(exchange, settled));
    } else deliver(exchange, response);
  };
}

/** E06: whose body was refused while it was read gets the status of that, and nothing else. */
function instead({ refusal }: Exchange, response: Response): Response {
  if (refusal === undefined || response.status === refusal) return response;
  discardBody(response.body);
  return new Response(null, { status: refusal });
}

function standIn(exchange: Exchange, url: string): Request {
  return new LazyRequest(exchange, url) as unknown as Request;
}
