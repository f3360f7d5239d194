/**
 * A response whose body is known whole: its head and its body go out in one write.
 *
 * `ServerResponse.end()` builds the head by way of a header store, corks the socket for the tick
 * and tells of the end in a later one; 4 to 9 µs of a hello on Node 26, 15 on Node 24. The order of
 * pipelined responses and the end of the connection stay node:http's: they hang on 'finish'.
 *
 * @module
 */
import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Http1Exchange } from "./exchange.ts";
import { whenItsTurn } from "./turn.ts";

/** What node:http keeps of a response's progress, the same on Node 20 to 26. */
export type Progress = ServerResponse & {
  _header: string | null;
  _headerSent: boolean;
  _last: boolean;
  finished: boolean;
};

/** Up to here copying a body behind its head is cheaper than a second piece of the write. */
const COPIED = 16_384;

/**
 * Writes the response; `head` is names and values in turn. The exchange is over when the system has
 * taken all of it; true when that was at once.
 */
export function writeWhole(
  exchange: Http1Exchange,
  status: number,
  head: readonly string[],
  body: string | Uint8Array | null,
): boolean {
  const { outgoing } = exchange;
  const { socket } = outgoing;
  if (socket === null) {
    whenItsTurn(outgoing, writeWhole, exchange, status, head, body); // R57
    return false;
  }
  if (socket.destroyed) return false; // 'close' tells
  const text = headText(status, head);
  const progress = outgoing as Progress;
  progress._header = text;
  progress._headerSent = true;
  progress._last = !outgoing.shouldKeepAlive;
  progress.finished = true;
  put(socket, text, body);
  return finish(exchange, socket);
}

/** Ends the exchange when the system has taken all of the response; true when that is now. */
export function finish(exchange: Http1Exchange, socket: Socket): boolean {
  if (socket.writableLength > 0) {
    finishLater(exchange, socket);
    return false;
  }
  return finishNow(exchange, socket);
}

function finishLater(exchange: Http1Exchange, socket: Socket): void {
  socket.write("", (error) => {
    if (!error) finishNow(exchange, socket);
  });
}

function finishNow(exchange: Http1Exchange, socket: Socket): boolean {
  if (socket.errored) return false; // it is being destroyed
  exchange.outgoing.emit("finish");
  exchange.closed(true);
  return true;
}

function put(socket: Socket, head: string, body: string | Uint8Array | null): void {
  if (body === null) socket.write(head, "latin1");
  else if (typeof body === "string") {
    // As many bytes as characters: ASCII, the same in latin-1, in which heads are (P30).
    if (Buffer.byteLength(body) === body.length) socket.write(head + body, "latin1");
    else put(socket, head, Buffer.from(body));
  } else if (body.byteLength <= COPIED) {
    const all = Buffer.allocUnsafe(head.length + body.byteLength);
    all.write(head, "latin1");
    all.set(body, head.length);
    socket.write(all);
  } else {
    socket.cork();
    socket.write(head, "latin1");
    socket.write(body);
    socket.uncork();
  }
}

/** Status line and header lines (RFC 9112 4, 5); a date unless there is one (P17). */
export function headText(status: number, head: readonly string[]): string {
  let text = statusLine(status);
  let dated = false;
  for (let i = 0; i < head.length; i += 2) {
    const name = head[i]!;
    if (name.length === 4 && name.toLowerCase() === "date") dated = true;
    text += `${name}: ${head[i + 1]!}\r\n`;
  }
  return dated ? `${text}\r\n` : `${text}date: ${date()}\r\n\r\n`;
}

const statusLines: string[] = [];

/** P28: the canonical reason, empty for a status that has none. */
function statusLine(status: number): string {
  return (statusLines[status] ??= `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`);
}

let second = 0;
let dateOfSecond = "";

/** RFC 9110 5.6.7; made once a second. */
function date(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    dateOfSecond = new Date(now * 1000).toUTCString();
  }
  return dateOfSecond;
}
