/**
 * One reading of nearly-requests, as lenient as any host's, that tells what is wrong with them.
 *
 * What a host takes that others refuse has to be what is read here, and all that is wrong with it has
 * to be known of the host (known.ts). So the list of flaws must be whole: whatever is not the grammar
 * of RFC 9110 and 9112 and has no name of its own is "other".
 *
 * @module
 */
import { readChunks } from "./read_chunks.ts";

export const FLAWS = [
  "bare LF",
  "empty lines before",
  "no Host",
  "empty Host",
  "another Host behind an empty one",
  "Content-Length and Transfer-Encoding",
  "unknown method",
  "blanks before the target",
  "DEL in a field",
  "byte beyond ASCII in the target",
  "target that is no path",
  "absolute target",
  "character that no URL has",
  "OPTIONS *",
  "HTTP/1.0",
  "another version",
  "form of Content-Length",
  "coding in HTTP/1.0",
  "other coding",
  "chunk size with a blank",
  "bare LF in chunks",
  "chunk extension",
  "trailers",
  "last chunk without its line",
  "bad chunk",
  "cut off",
  "slow handler",
  "body in packets",
  "other",
] as const;

export type Flaw = (typeof FLAWS)[number];

/** Those that RFC 9110 and 9112 allow: no host needs a reason to take them. */
export const LEGAL: ReadonlySet<Flaw> = new Set<Flaw>([
  "empty lines before",
  "empty Host",
  "unknown method",
  "blanks before the target",
  "HTTP/1.0",
  "character that no URL has",
  "absolute target",
  "OPTIONS *",
  "chunk extension",
  "trailers",
  "slow handler",
  "body in packets",
]);

/** One request, or what stands where one should. */
export interface Message {
  /** What the handler for load would say of it, with the target read as Latin-1, as UTF-8, as none. */
  readonly seen: readonly string[];
  readonly method: string;
  readonly flaws: ReadonlySet<Flaw>;
}

const METHODS = /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE)$/;
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
/** RFC 9110 5.5: visible bytes, obs-text, blanks between them. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const HOST = /^(?:[\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/** The messages in some bytes, one behind the other; `cuts` are where packets end. */
export function read(bytes: string, cuts: readonly number[] = []): Message[] {
  const messages: Message[] = [];
  for (let at = 0; at < bytes.length && messages.length < 20;) {
    const { message, flaws, start, end } = readOne(bytes.slice(at));
    const from = at;
    if (cuts.some((cut) => cut >= from + start && cut < from + end)) flaws.add("body in packets");
    messages.push(message);
    at += end;
  }
  return messages;
}

function readOne(bytes: string) {
  const flaws = new Set<Flaw>();
  const before = /^[\r\n]*/.exec(bytes)![0].length;
  if (before > 0) flaws.add("empty lines before");
  const head = /^([^]*?)\r?\n\r?\n/.exec(bytes.slice(before));
  if (head === null) flaws.add("cut off");
  const text = head?.[1] ?? bytes.slice(before);
  if (/(?:^|[^\r])\n/.test(head?.[0] ?? text)) flaws.add("bare LF");
  const [line = "", ...fields] = text.split(/\r?\n/);
  const { method, target, version } = readLine(line, flaws);
  const { lengths, codings } = readFields(fields, flaws);
  const start = before + (head?.[0].length ?? text.length);
  if (codings.length > 0) {
    if (lengths.length > 0) flaws.add("Content-Length and Transfer-Encoding");
    if (version === "1.0") flaws.add("coding in HTTP/1.0");
    if (codings.length > 1 || !/^chunked$/i.test(codings[0]!)) flaws.add("other coding");
  }
  const { body, end } = readBody(bytes, start, lengths, codings.length > 0, flaws);
  // workerd has "/" for a target that has no slash.
  const seen = [target, decode(target), "/"]
    .slice(0, target.includes("/") ? 2 : 3)
    .map((one) => describe(method, one, body));
  const message: Message = { seen, method, flaws };
  return { message, flaws, start, end };
}

function readLine(line: string, flaws: Set<Flaw>) {
  const [, method = "", blanks = "", target = "", version = ""] =
    /^([^ ]*)( +)(.*) HTTP\/(\S*)$/i.exec(line) ?? [];
  if (blanks.length > 1) flaws.add("blanks before the target");
  if (!TOKEN.test(method) || / HTTP\/\d\.\d$/.test(line) === false) flaws.add("other");
  else if (!METHODS.test(method)) flaws.add("unknown method");
  if (version === "1.0") flaws.add("HTTP/1.0");
  else if (version !== "1.1") flaws.add("another version");
  if (method === "OPTIONS" && target === "*") flaws.add("OPTIONS *");
  else if (/^https?:\/\/[\w.]+(?:\/|$)/.test(target)) flaws.add("absolute target");
  else if (!target.startsWith("/")) flaws.add("target that is no path");
  if (/[\x80-\xff]/.test(target)) flaws.add("byte beyond ASCII in the target");
  if (!/^[\x21-\x7e\x80-\xff]*$/.test(target)) flaws.add("other");
  if (/["<>\\^`{|}]/.test(target)) flaws.add("character that no URL has");
  if (/\?wait=[1-9]/.test(target)) flaws.add("slow handler");
  return { method, target, version };
}

function readFields(fields: readonly string[], flaws: Set<Flaw>) {
  const lengths: string[] = [];
  const codings: string[] = [];
  const hosts: string[] = [];
  for (const field of fields) {
    const colon = field.indexOf(":");
    const name = field.slice(0, Math.max(0, colon));
    const value = field.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
    if (field.includes("\x7f")) flaws.add("DEL in a field");
    if (!TOKEN.test(name) || !VALUE.test(value.replaceAll("\x7f", ""))) flaws.add("other");
    if (/^content-length$/i.test(name)) lengths.push(value);
    if (/^transfer-encoding$/i.test(name)) codings.push(value);
    if (/^host$/i.test(name)) hosts.push(value);
  }
  if (hosts.length === 0) flaws.add("no Host");
  else if (hosts[0] === "") flaws.add("empty Host");
  else if (!HOST.test(hosts[0]!)) flaws.add("other");
  if (hosts.length > 1) {
    flaws.add(hosts[0] === "" && hosts.length === 2 ? "another Host behind an empty one" : "other");
  }
  if (lengths.length > 1 || lengths.some((one) => !/^\d{1,15}$/.test(one))) {
    flaws.add("form of Content-Length");
  }
  return { lengths, codings };
}

function readBody(
  bytes: string,
  start: number,
  lengths: readonly string[],
  chunked: boolean,
  flaws: Set<Flaw>,
): { body: string; end: number } {
  if (chunked) {
    const read = readChunks(bytes, start);
    for (const flaw of read.flaws) flaws.add(flaw);
    return read;
  }
  const length = Number.parseInt(lengths[0] ?? "0", 10) || 0;
  const end = Math.min(bytes.length, start + Math.max(0, length));
  if (end < start + length) flaws.add("cut off");
  return { body: bytes.slice(start, end), end };
}

const utf8 = new TextDecoder();
const decode = (bytes: string): string =>
  utf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));

/** As the handler for load puts it. */
function describe(method: string, target: string, body: string): string {
  const none = method === "GET" || method === "HEAD" ? "" : body;
  return `${method} ${pathOf(target)} <${decode(none)}>`;
}

function pathOf(target: string): string {
  try {
    const path = target.startsWith("/") ? target : `/${target}`;
    const { pathname, search } = new URL(/^[a-z]+:\/\//i.test(target) ? target : `http://a${path}`);
    return pathname + search;
  } catch {
    return target;
  }
}
