/**
 * Ending a connection whose request is still arriving (R49 to R51).
 *
 * Closing a socket with unread bytes resets it, and a reset may take the response away that the
 * client has not read yet (RFC 9112 9.6). So the writing side is closed first, and what still
 * comes is given to whoever reads it, or thrown away up to a bound.
 *
 * @module
 */
import type { Socket } from "node:net";
import { stateOf } from "../socket_state.ts";
import type { Http1Exchange } from "./exchange.ts";

/** Takes the place of node:http's way of ending the connection after this response. */
export function lingerAfter(exchange: Http1Exchange): void {
  const { incoming } = exchange;
  const { socket } = incoming;
  // Else node:http throws away, with the response, what nobody has begun to read: uncounted (R51).
  if (!incoming.complete) incoming.read(0);
  const end = (): void => {
    socket.end();
    if (incoming.complete) {
      destroyAfterWrites(socket);
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    let discarded = 0;
    const done = (): void => {
      clearTimeout(timer);
      destroyAfterWrites(socket);
    };
    incoming.once("end", done);
    incoming.once("close", done);
    socket.once("end", done);
    const discard = (): void => {
      exchange.bodyDiscarded();
      const { limits, timeouts } = exchange.bounds;
      const { close } = timeouts;
      if (close !== Infinity) timer = setTimeout(done, close).unref();
      incoming.on("data", (chunk: Buffer) => {
        discarded += chunk.byteLength;
        if (discarded > limits.discard) done();
      });
      incoming.resume();
    };
    // R49: whoever still reads, or keeps a promise of it in waitUntil(), hears that no more comes.
    socket.once("close", () => {
      if (!incoming.complete) exchange.bodyCut();
    });
    // R49: its reader sets the pace, and `timeouts.request` is the bound.
    if (exchange.bodyTaken) exchange.onBodyDropped(discard);
    else discard();
  };
  socket.destroySoon = end; // node:http calls it when the last response has been written
}

/**
 * R31: the body that came with a GET is read and not shown, so that the connection can go on after
 * it, unless it does not end. node:http would read for ever.
 */
export function discardUnseen(exchange: Http1Exchange): void {
  const { incoming, outgoing } = exchange;
  const { socket } = incoming;
  incoming.on("data", (chunk: Buffer) => {
    if (exchange.dropped(chunk.byteLength)) return;
    incoming.pause();
    incoming.removeAllListeners("data");
    stateOf(socket).closing = true;
    outgoing.shouldKeepAlive = false;
    lingerAfter(exchange);
    if (exchange.over) socket.destroySoon();
  });
  // Begin in this turn: what nobody has begun to read is thrown away unseen with the response.
  incoming.read(0);
}

/** How long a client is listened to that has sent no request, in milliseconds. */
const PATIENCE = 1000;

/**
 * Ends a connection on which nothing more is read as a request, and on which its client may go on
 * sending: it still gets what it was answered (R28), but not for longer than a while.
 */
export function endSoon(socket: Socket, answer = ""): void {
  socket.end(answer);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), PATIENCE).unref();
  socket.once("end", () => destroyAfterWrites(socket));
  socket.once("close", () => clearTimeout(timer));
}

/** The same when the last answer has been written, which is when node:http calls this. */
export function lingerBroken(socket: Socket): void {
  socket.destroySoon = endThis;
}

function endThis(this: Socket): void {
  endSoon(this);
}

/** Over TLS the end of a response may still be on its way to the system when its stream has finished. */
function destroyAfterWrites(socket: Socket): void {
  if (socket.writableFinished) socket.destroy();
  else socket.once("finish", () => void socket.destroy());
}
