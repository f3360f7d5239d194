/**
 * Connections of HTTP/2 with mistakes, each by its name: in the fields of requests, in the frames that
 * carry them, and in frames between them (RFC 9113 4 to 8).
 *
 * @module
 */
import {
  ACK,
  block,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  frame,
  GOAWAY,
  HEADERS,
  PING,
  PREFACE,
  PRIORITY,
  reset,
  setting,
  SETTINGS,
  WINDOW_UPDATE,
  word,
} from "../../test/shared/h2/frames.ts";
import { mistakeOf } from "./h2_byte.ts";
import type { Random } from "./random.ts";

/** A connection. */
export interface Frames {
  /** What is sent, frame by frame. */
  readonly frames: readonly string[];
  /** What is wrong with it. */
  readonly flaws: readonly string[];
  readonly streams: readonly number[];
}

type Field = readonly [name: string, value: string];
const PADDED = 8;
const PUSH_PROMISE = 5;

/** What can be wrong with the fields of a request. */
const FIELDS: Readonly<Record<string, (fields: Field[]) => Field[]>> = {
  "no method": (fields) => fields.filter(([name]) => name !== ":method"),
  "no path": (fields) => fields.filter(([name]) => name !== ":path"),
  "no scheme": (fields) => fields.filter(([name]) => name !== ":scheme"),
  "no authority": (fields) => fields.filter(([name]) => name !== ":authority"),
  "empty path": (fields) => change(fields, ":path", ""),
  "path without a slash": (fields) => change(fields, ":path", "seen"),
  "absolute path": (fields) => change(fields, ":path", "http://b.test/seen"),
  "blank in the path": (fields) => change(fields, ":path", "/seen x"),
  "fragment in the path": (fields) => change(fields, ":path", "/seen#x"),
  "control byte in the path": (fields) => change(fields, ":path", "/seen\x01"),
  "line end in the path": (fields) => change(fields, ":path", "/seen HTTP/1.1\r\nx: y"),
  "another method": (fields) => change(fields, ":method", "BREW"),
  "method that is no token": (fields) => change(fields, ":method", "GE T"),
  "line end in the method": (fields) => change(fields, ":method", "GET / HTTP/1.1\r\nx: y"),
  "scheme https": (fields) => change(fields, ":scheme", "https"),
  "another scheme": (fields) => change(fields, ":scheme", "ftp"),
  "authority that is none": (fields) => change(fields, ":authority", "a b"),
  "authority with a path": (fields) => change(fields, ":authority", "a.test/x"),
  "authority with userinfo": (fields) => change(fields, ":authority", "u:p@a.test"),
  "two paths": (fields) => [[":path", "/other"], ...fields],
  "pseudo field behind": (fields) => [
    ...fields.filter(([name]) => name !== ":path"),
    ["x", "y"],
    [":path", "/seen"],
  ],
  "unknown pseudo field": (fields) => [[":x", "y"], ...fields],
  ":status": (fields) => [[":status", "200"], ...fields],
  "another Host": (fields) => [...fields, ["host", "b.test"]],
  "two Hosts": (fields) => [...fields, ["host", "a.test"], ["host", "b.test"]],
  "upper case": (fields) => [...fields, ["X-A", "b"]],
  "empty name": (fields) => [...fields, ["", "b"]],
  "blank in a name": (fields) => [...fields, ["x a", "b"]],
  "colon in a name": (fields) => [...fields, ["x:a", "b"]],
  "NUL in a value": (fields) => [...fields, ["x", "a\0b"]],
  "line end in a value": (fields) => [...fields, ["x", "a\r\nb: c"]],
  "LF in a value": (fields) => [...fields, ["x", "a\nb: c"]],
  "DEL in a value": (fields) => [...fields, ["x", "a\x7fb"]],
  "blank around a value": (fields) => [...fields, ["x", " a "]],
  connection: (fields) => [...fields, ["connection", "close"]],
  "transfer-encoding": (fields) => [...fields, ["transfer-encoding", "chunked"]],
  upgrade: (fields) => [...fields, ["upgrade", "h2c"]],
  te: (fields) => [...fields, ["te", "gzip"]],
  "te trailers": (fields) => [...fields, ["te", "trailers"]],
  "length too short": (fields) => [...fields, ["content-length", "4"]],
  "length too long": (fields) => [...fields, ["content-length", "6"]],
  "length that is none": (fields) => [...fields, ["content-length", "+5"]],
  "two lengths": (fields) => [...fields, ["content-length", "5"], ["content-length", "6"]],
};

function change(fields: readonly Field[], name: string, value: string): Field[] {
  return fields.map((field) => (field[0] === name ? [name, value] : field));
}

/** Frames between others: what is wrong with them, where it is something. */
const BETWEEN: Readonly<Record<string, (stream: number) => string>> = {
  ping: () => frame(PING, 0, 0, "12345678"),
  "short ping": () => frame(PING, 0, 0, "1234"),
  "ping on a stream": (stream) => frame(PING, 0, stream, "12345678"),
  settings: () => frame(SETTINGS, 0, 0, setting(3, 100)),
  "odd settings": () => frame(SETTINGS, 0, 0, "12345"),
  "settings on a stream": (stream) => frame(SETTINGS, 0, stream, setting(3, 100)),
  "settings with an impossible window": () => frame(SETTINGS, 0, 0, setting(4, 0x80000000)),
  "settings with an impossible frame size": () => frame(SETTINGS, 0, 0, setting(5, 1)),
  "push enabled beyond a flag": () => frame(SETTINGS, 0, 0, setting(2, 2)),
  "ACK with a payload": () => frame(SETTINGS, ACK, 0, setting(3, 100)),
  priority: (stream) => frame(PRIORITY, 0, stream, `${word(0)}\x10`),
  "short priority": (stream) => frame(PRIORITY, 0, stream, word(0)),
  "priority on itself": (stream) => frame(PRIORITY, 0, stream, `${word(stream)}\x10`),
  window: (stream) => frame(WINDOW_UPDATE, 0, stream, word(1000)),
  "window of the connection": () => frame(WINDOW_UPDATE, 0, 0, word(1000)),
  "empty window": (stream) => frame(WINDOW_UPDATE, 0, stream, word(0)),
  "empty window of the connection": () => frame(WINDOW_UPDATE, 0, 0, word(0)),
  "window beyond all": (stream) => frame(WINDOW_UPDATE, 0, stream, word(0x7fffffff)),
  "unknown frame": (stream) => frame(0x42, 0xff, stream, "whatever"),
  "reserved bit": (stream) => frame(WINDOW_UPDATE, 0, stream + 0x80000000, word(10)),
  "push promise": (stream) => frame(PUSH_PROMISE, END_HEADERS, stream, word(2) + block(["x", "y"])),
  "data on no stream": () => frame(DATA, 0, 0, "hello"),
  "data of an idle stream": () => frame(DATA, END_STREAM, 101, "hello"),
  "reset of an idle stream": () => reset(101, 8),
  "continuation of nothing": (stream) =>
    frame(CONTINUATION, END_HEADERS, stream, block(["x", "y"])),
  "frame that is too large": (stream) => frame(0x42, 0, stream, "z".repeat(16_385)),
  goaway: () => frame(GOAWAY, 0, 0, word(0) + word(0)),
};

/** Those of them with which nothing is wrong. */
const RIGHT = new Set([
  "ping",
  "settings",
  "priority",
  "window",
  "window of the connection",
  "goaway",
]);

/** One connection with one to three requests, and one mistake at most: it is what tells classes apart. */
export function connectionOf(random: Random): Frames {
  const flaws: string[] = [];
  const frames = [PREFACE + frame(SETTINGS, 0, 0)];
  const streams: number[] = [];
  const count = 1 + random.below(3);
  let next = 1;
  for (let i = 0; i < count; i++) {
    if (random.chance(0.3)) between(random, 1, frames, flaws);
    const id = streamOf(random, next, flaws);
    next = (id > next && id % 2 === 1 ? id : next) + 2;
    streams.push(id);
    frames.push(...request(random, id, flaws));
    if (random.chance(0.2)) between(random, id, frames, flaws);
  }
  if (flaws.length === 0 && random.chance(0.3)) frames.push(spoilt(random, frames, flaws));
  return { frames, flaws, streams };
}

function between(random: Random, stream: number, frames: string[], flaws: string[]): void {
  const name = random.pick(Object.keys(BETWEEN));
  const wrong = !RIGHT.has(name);
  if (wrong && flaws.length > 0) return;
  frames.push(BETWEEN[name]!(stream));
  if (wrong) flaws.push(name);
}

function streamOf(random: Random, next: number, flaws: string[]): number {
  if (flaws.length > 0 || random.chance(0.96)) return next;
  const id = random.pick([2, 0, 1, next + 2]); // some may be left out
  if (id !== next + 2) flaws.push(`stream ${id}`);
  return id;
}

function request(random: Random, id: number, flaws: string[]): string[] {
  const method = random.pick(["GET", "POST", "POST", "HEAD"]);
  const own = method === "POST";
  let fields: Field[] = [
    [":method", method],
    [":path", `/seen?${id}`],
    [":scheme", "http"],
    [":authority", "a.test"],
  ];
  if (flaws.length === 0 && random.chance(0.45)) {
    const name = random.pick(Object.keys(FIELDS));
    fields = FIELDS[name]!(fields);
    flaws.push(name);
  }
  const whole = block(...fields);
  const end = own ? 0 : END_STREAM;
  const frames = random.chance(0.85)
    ? [frame(HEADERS, END_HEADERS + end, id, whole)]
    : pieces(random, id, whole, end, flaws);
  return own ? [...frames, ...body(random, id, flaws)] : frames;
}

/** A head in pieces, between which nothing may stand (RFC 9113 6.10). */
function pieces(random: Random, id: number, whole: string, end: number, flaws: string[]): string[] {
  const at = random.below(whole.length);
  const first = frame(HEADERS, end, id, whole.slice(0, at));
  const last = frame(CONTINUATION, END_HEADERS, id, whole.slice(at));
  if (flaws.length > 0 || random.chance(0.8)) return [first, last];
  flaws.push("frame within a head");
  return [first, frame(PING, 0, 0, "12345678"), last];
}

function body(random: Random, id: number, flaws: string[]): string[] {
  const kind = flaws.length > 0 ? 1 + random.below(3) : random.below(14);
  if (kind === 0) {
    flaws.push("padding beyond the frame");
    return [frame(DATA, END_STREAM + PADDED, id, "\x20hello")];
  }
  if (kind === 1) return [frame(DATA, END_STREAM + PADDED, id, "\x03hello\0\0\0")];
  if (kind === 2) return [frame(DATA, 0, id, "he"), frame(DATA, END_STREAM, id, "llo")];
  if (kind === 3) {
    return [frame(DATA, 0, id, "hello"), frame(HEADERS, GET_END, id, block(["x-trailer", "y"]))];
  }
  if (kind === 4) {
    flaws.push("pseudo field in trailers");
    return [frame(DATA, 0, id, "hello"), frame(HEADERS, GET_END, id, block([":path", "/other"]))];
  }
  if (kind === 5) {
    flaws.push("trailers that do not end");
    return [frame(DATA, 0, id, "hello"), frame(HEADERS, END_HEADERS, id, block(["x", "y"]))];
  }
  if (kind === 6) {
    flaws.push("data behind the end");
    return [frame(DATA, END_STREAM, id, "hello"), frame(DATA, END_STREAM, id, "again")];
  }
  if (kind === 7) {
    flaws.push("reset in the body");
    return [frame(DATA, 0, id, "hel"), reset(id, 8)];
  }
  return [frame(DATA, END_STREAM, id, "hello")];
}

const GET_END = END_STREAM | END_HEADERS;

/** A byte of a frame is another one. */
function spoilt(random: Random, frames: string[], flaws: string[]): string {
  const bytes = frames.pop()!;
  const at = random.below(bytes.length);
  const other = bytes.slice(0, at) + String.fromCharCode(random.below(256)) + bytes.slice(at + 1);
  flaws.push(mistakeOf(other, frames.at(-1)));
  return other;
}
