/**
 * Rows about sockets: a handshake, frames in, frames out.
 *
 * @module
 */
import type { Loose, Matcher, Step, WireCase } from "../case.ts";
import { CLOSE, closing, frame, handshake, reply } from "../frames.ts";

/** One row. */
export interface SocketRow {
  /** The query of `/ws`; the key of the exchange is added. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Bytes in the packet of the handshake. */
  readonly early?: string;
  /** What the client does after the head of the 101. */
  readonly steps: readonly Step[];
  /** All frames that the server sends. */
  readonly sent: string | RegExp | Matcher;
  readonly log?: readonly (string | RegExp)[];
  readonly loose?: readonly Loose[];
}

/** Bytes that begin so: the reason of a close frame is each host's own. */
export function startsWith(bytes: string): Matcher {
  return {
    says: `bytes that begin with ${JSON.stringify(bytes)}`,
    matches: (value) => typeof value === "string" && value.startsWith(bytes),
  };
}

/** A close frame of the server with this code, whatever its reason, is all that it sends last. */
export function closedWith(code: number, before = ""): Matcher {
  return {
    says: `${JSON.stringify(before)} and a close frame of ${code}`,
    matches: (value) => {
      if (typeof value !== "string" || !value.startsWith(before)) return false;
      const rest = value.slice(before.length);
      const size = rest.charCodeAt(1);
      return (
        rest.charCodeAt(0) === 0x88 &&
        rest.length === 2 + size &&
        rest.slice(2, 4) === closing(code)
      );
    },
  };
}

/** Makes a row of it: the server ends the connection. */
export function socketRow(id: string, title: string, row: SocketRow): WireCase {
  const { query = "", headers, early = "", steps, sent, log, loose } = row;
  return {
    id,
    title,
    send: [
      {
        send:
          handshake(
            `/ws?key={key}${query === "" ? "" : `&${query.replaceAll(" ", "+")}`}`,
            headers,
          ) + early,
      },
      { heads: 1 },
      ...steps,
      { closed: true },
      ...(log === undefined ? [] : [{ log: "close" }]),
    ],
    expect: { status: 101, framing: "close", body: sent },
    ...(log === undefined ? {} : { log }),
    ...(loose === undefined ? {} : { loose }),
  };
}

/**
 * The same, and the client says goodbye when it has seen all that is sent; the log gets the lines
 * of an opening and an end.
 */
export function chatRow(
  id: string,
  title: string,
  row: SocketRow & { readonly sent: string },
): WireCase {
  const { steps, sent, log } = row;
  return socketRow(id, title, {
    ...row,
    steps: [
      ...steps,
      ...(sent === "" ? [] : [{ body: sent }]),
      { send: frame(CLOSE, closing(1000)) },
    ],
    sent: sent + reply(CLOSE, closing(1000)),
    ...(log === undefined ? {} : { log: [/^open 1/, ...log, 'close 1000 "" clean 3'] }),
  });
}
