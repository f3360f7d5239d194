/**
 * Connections that turn out to speak HTTP/2 (H01).
 *
 * Every connection without ALPN begins with node:http: llhttp knows the preface, and pauses behind
 * it. Looking at the first bytes in JavaScript, and putting them back, would cost each connection of
 * HTTP/1 30 µs, a sixth of a connection with one request (Node 20 to 26); so it costs none anything.
 *
 * @module
 */
import type { Socket } from "node:net";

/** RFC 9113 3.4: what a client of HTTP/2 sends first. No request of HTTP/1 begins like this. */
const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** An error of the parser, as 'clientError' has it. */
export interface ParserError extends Error {
  code?: string;
  /** How much of the packet came before it. */
  bytesParsed?: number;
  rawPacket?: Buffer;
}

/** What node:http keeps of a connection: undocumented, the same on Node 20 to 26. */
interface Parsed {
  parser?: {
    /** Gives the bytes that come back to the socket. */
    unconsume(): void;
    /** Takes the parser off the list of those whose time is watched. */
    remove(): void;
    close(): void;
    _consumed: boolean;
  } | null;
}

/**
 * Takes a connection that began with the preface from node:http; the preface lies in it again, as
 * HTTP/2 is to read it. False where the error is another, or the preface is not what came first.
 */
export function beganWithPreface(error: ParserError, socket: Socket & Parsed): boolean {
  if (error.code !== "HPE_PAUSED_H2_UPGRADE") return false;
  const { bytesParsed = 0, rawPacket } = error;
  const { parser } = socket;
  if (rawPacket === undefined || parser === undefined || parser === null) return false;
  const before = socket.bytesRead - rawPacket.length;
  // llhttp looks at the method and at the last lines: here is looked at all that is still there.
  if (before + bytesParsed !== PREFACE.length) return false;
  if (rawPacket.compare(PREFACE, before, PREFACE.length, 0, bytesParsed) !== 0) return false;

  if (parser._consumed) parser.unconsume();
  parser._consumed = false;
  parser.remove();
  socket.parser = null;
  setImmediate(() => parser.close()); // it is still at work
  for (const event of ["data", "drain", "error", "timeout", "pause", "resume"]) {
    socket.removeAllListeners(event);
  }
  // The first is the socket's own, which notices a client that leaves.
  for (const listener of socket.listeners("end").slice(1)) {
    socket.removeListener("end", listener as () => void);
  }
  // As node:http does at an upgrade: nobody has read from it.
  (socket as { readableFlowing: boolean | null }).readableFlowing = null;
  socket.unshift(Buffer.concat([PREFACE, rawPacket.subarray(bytesParsed)]));
  return true;
}
