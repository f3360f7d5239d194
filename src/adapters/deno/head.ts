/**
 * What is looked at of every request's head on Deno, by one walk through its lines: they have to be
 * taken before the response is out anyway (R48), and each field asked for singly costs 0.3 µs more.
 *
 * @module
 */
import { header, headerList } from "./inner.ts";

/** A head, as far as it is looked at. */
export interface Head {
  /** All lines as they came; undefined where only `request.headers` has them. */
  readonly list: [string, string][] | undefined;
  /** The Host field; null where there is none. Two lines are joined, and no authority then (R05). */
  readonly host: string | null;
  /** Whether it names a transfer coding. */
  readonly coded: boolean;
  /** Its Host is in lower case, as every name of HTTP/2 is (RFC 9113 8.2), and few of HTTP/1. */
  readonly lower: boolean;
  /** Whether it names a length. */
  readonly sized: boolean;
}

/** Whether a body comes with it, where the head tells: over HTTP/1. */
export function announcesBody({ sized, coded }: Head): boolean {
  return sized || coded;
}

/** Looks at the head of a request. */
export function headOf(native: Request): Head {
  const list = headerList(native);
  if (list === undefined) {
    return { list, host: header(native, "host"), coded: true, sized: true, lower: true };
  }
  let host: string | null = null;
  let coded = false;
  let sized = false;
  let lower = false;
  for (const [name, value] of list) {
    // In the case that the client wrote; most names are told apart by their length.
    if (name.length === 4) {
      if (name.toLowerCase() === "host") {
        host = host === null ? value : `${host}, ${value}`;
        lower = name === "host";
      }
    } else if (name.length === 17) coded ||= name.toLowerCase() === "transfer-encoding";
    else if (name.length === 14) sized ||= name.toLowerCase() === "content-length";
  }
  return { list, host, coded, sized, lower };
}

/** One field of a head, joined as `Headers` would join it; but for cookies, which nobody asks for. */
export function fieldOf(list: readonly [string, string][], name: string): string | null {
  let found: string | null = null;
  for (const [line, value] of list) {
    if (line.length !== name.length || line.toLowerCase() !== name) continue;
    found = found === null ? value : `${found}, ${value}`;
  }
  return found;
}
