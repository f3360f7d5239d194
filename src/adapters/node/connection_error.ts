/**
 * What happens to a connection on which something else than a request came in (R28, R43, R44).
 *
 * @module
 */
import type { Socket } from "node:net";
import type { Exchange } from "./exchange.ts";

/** The exchange under way on a socket, for the error that may follow on it. */
const current = new WeakMap<Socket, Exchange>();

/** Sockets whose parser has given up: nothing that follows is read as a request. */
const broken = new WeakSet<Socket>();

/** Remembers what is under way on a socket. */
export function setCurrent(socket: Socket, exchange: Exchange): void {
  current.set(socket, exchange);
}

/** Nothing that follows on a socket is read as a request. */
export function setBroken(socket: Socket): void {
  broken.add(socket);
}

/** Whether the bytes of a socket have become unreadable. */
export function isBroken(socket: Socket): boolean {
  return broken.has(socket);
}

/** The listener of 'clientError'. */
export function onClientError(error: Error & { code?: string }, socket: Socket): void {
  if (broken.has(socket)) return; // what follows a refused request is not worth a second answer
  broken.add(socket);
  const exchange = current.get(socket);
  if (exchange !== undefined && !exchange.outgoing.writableFinished) {
    // The request before it is still being answered: its body cannot be read to its end, but its
    // response goes out (R43), and then the connection ends.
    if (error.code === "HPE_INVALID_EOF_STATE") exchange.bodyCut(); // the client half-closed
    else if (error.code === "ECONNRESET") exchange.gone();
    else exchange.bodyInvalid(error);
    return;
  }
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy(); // nobody to tell
    return;
  }
  socket.end(`HTTP/1.1 ${statusOf(error.code)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  // A client that goes on sending must not keep the socket.
  socket.resume();
  socket.setTimeout(1000, () => socket.destroy());
}

function statusOf(code: string | undefined): string {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "431 Request Header Fields Too Large"; // RFC 6585 5
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return "413 Payload Too Large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout"; // RFC 9110 15.5.9
    default:
      return "400 Bad Request";
  }
}
