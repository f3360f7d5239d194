/**
 * What happens to a connection on which something else than a request came in (R28, R43, R44).
 *
 * @module
 */
import type { Socket } from "node:net";
import { stateOf } from "../socket_state.ts";
import { endSoon, lingerBroken } from "./linger.ts";

/** The listener of 'clientError'. */
export function onClientError(error: Error & { code?: string }, socket: Socket): void {
  const state = stateOf(socket);
  if (state.broken) return; // what follows a refused request is not worth a second answer
  state.broken = true;
  const exchange = state.current;
  if (exchange !== undefined && !exchange.inputComplete) {
    // Its body cannot be read to its end, whoever reads it, also behind the response (R49).
    if (error.code === "HPE_INVALID_EOF_STATE") exchange.bodyCut(); // the client half-closed
    else if (error.code === "ECONNRESET") exchange.gone();
    else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") exchange.bodyTooLate();
    else {
      exchange.bodyInvalid(error);
      lingerBroken(socket);
    }
    // The response goes out (R43), and then the connection ends. A request has one answer: of one
    // that was answered before (R31) the client would take a 400 for the answer to its next.
    if (exchange.over) endSoon(socket);
    return;
  }
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy(); // nobody to tell
    return;
  }
  const answer = `HTTP/1.1 ${statusOf(error.code)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  const end = (): void => endSoon(socket, answer);
  // R57: not in the place of an answer that is still to come to a request before it.
  if (state.busy > 0) state.farewell = end;
  else end();
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
