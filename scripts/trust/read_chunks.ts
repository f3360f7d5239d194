/**
 * A body in chunks, read as leniently as any host does it, and what is wrong with it (RFC 9112 7.1).
 *
 * @module
 */
import type { Flaw } from "./read.ts";

/** A body, where it ends, and what is wrong with it. */
export interface Chunks {
  readonly body: string;
  readonly end: number;
  readonly flaws: ReadonlySet<Flaw>;
}

/** Reads from `start` on; at a bad chunk all that is left belongs to it. */
export function readChunks(bytes: string, start: number): Chunks {
  const flaws = new Set<Flaw>();
  let body = "";
  let at = start;
  const over = (flaw: Flaw): Chunks => ({ body, end: bytes.length, flaws: flaws.add(flaw) });
  for (;;) {
    const rest = bytes.slice(at);
    const line = /^([^\r\n]*)(\r?\n)/.exec(rest);
    if (line === null)
      return over(/^[\da-f]*(?:[ \t;][^\n]*)?\r?$/i.test(rest) ? "cut off" : "bad chunk");
    const [whole, text = "", ended] = line;
    const size = /^[ \t]*([\da-f]{1,13})[ \t]*(;.*)?$/i.exec(text);
    if (size === null) return over("bad chunk");
    if (ended === "\n") flaws.add("bare LF in chunks");
    if (/[ \t]/.test(text.split(";")[0]!)) flaws.add("chunk size with a blank");
    if (size[2] !== undefined) flaws.add(extension(size[2]));
    at += whole.length;
    const length = Number.parseInt(size[1]!, 16);
    if (length === 0) break;
    if (at + length > bytes.length) return over("cut off");
    body += bytes.slice(at, at + length);
    at += length;
    const end = /^\r?\n/.exec(bytes.slice(at, at + 2))?.[0];
    if (end === undefined)
      return over(
        bytes.length - at < 2 && "\r\n".startsWith(bytes.slice(at)) ? "cut off" : "bad chunk",
      );
    if (end === "\n") flaws.add("bare LF in chunks");
    at += end.length;
  }
  return { body, ...trailers(bytes, at, flaws) };
}

/** RFC 9112 7.1.1: `;name` or `;name=value`. */
function extension(text: string): Flaw {
  return /^(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+(?:=(?:[!#$%&'*+.^_`|~\w-]+|"[\t\x20-\x7e]*"))?)+$/.test(
    text,
  )
    ? "chunk extension"
    : "bad chunk";
}

function trailers(
  bytes: string,
  start: number,
  flaws: Set<Flaw>,
): { end: number; flaws: Set<Flaw> } {
  let at = start;
  for (;;) {
    const line = /^([^\r\n]*)(\r?\n)/.exec(bytes.slice(at));
    if (line === null) {
      // The head of another request is no trailer: then the line behind the last chunk is missing.
      flaws.add("last chunk without its line");
      return { end: start, flaws };
    }
    const [whole, text = "", ended] = line;
    if (text !== "" && !/^[!#$%&'*+.^_`|~\w-]+:[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      flaws.add("last chunk without its line");
      return { end: start, flaws };
    }
    if (ended === "\n") flaws.add("bare LF in chunks");
    at += whole.length;
    if (text === "") return { end: at, flaws };
    flaws.add("trailers");
  }
}
