/**
 * What a server makes of some bytes: the answers it gave, and whether it is alive.
 *
 * @module
 */
import { listenTo } from "./listen.ts";
import { connect, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { ResponseReader } from "../../test/matrix/parse.ts";
import type { Delivery } from "./mutate.ts";

/** One server's view. */
export interface Verdict {
  readonly answers: readonly Answer[];
  /** The server has ended the connection; else it waits for more. */
  readonly closed: boolean;
  /** Bytes that are no response. */
  readonly garbage: string | undefined;
}

/** One answer. */
export interface Answer {
  /** Taken by the handler, taken until its body broke, or refused before. */
  readonly kind: "taken" | "failed" | "refused";
  /** What the handler saw: method, target, body. */
  readonly seen: string;
}

/** How two servers differ, the first of it. */
export type Difference = "sees another" | "sees more" | "takes" | "silent" | undefined;

/** Where a server listens. */
export interface Door {
  readonly port: number;
  readonly secure: boolean;
}

/** Sends the bytes, and reads until the server has ended or has said nothing more for `patience` ms. */
export async function ask(door: Door, delivery: Delivery, patience: number): Promise<Verdict> {
  const reader = new ResponseReader([], methodSeen);
  const socket = open(door);
  const listening = listenTo(socket, patience);
  void deliver(socket, delivery);
  const { received, closed } = await listening;
  // At the end: what follows a refusal tells whether it has a body.
  reader.push(received);
  if (closed) reader.end();
  return { answers: reader.messages.map(describe), closed, garbage: reader.garbage };
}

/** Sends the bytes and leaves by RST; over TLS without a word. */
export async function leave(door: Door, delivery: Delivery): Promise<void> {
  const socket = open(door);
  socket.on("error", () => {});
  await deliver(socket, delivery);
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (door.secure) socket.destroy();
  else socket.resetAndDestroy();
}

function open({ port, secure }: Door): Socket {
  const to = { port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true };
  return secure
    ? connectSecurely({ ...to, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] })
    : connect(to);
}

/** Sends the bytes in their pieces, and ends as it is told to. */
async function deliver(socket: Socket, { bytes, cuts, end }: Delivery): Promise<void> {
  const ends = [...cuts, bytes.length];
  for (const [i, to] of ends.entries()) {
    if (i > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    if (socket.destroyed) return;
    socket.write(bytes.slice(ends[i - 1] ?? 0, to), "latin1");
  }
  if (end === "half") socket.end();
}

/** The handler says which method it saw; of a refusal only what follows tells if it has a body. */
function methodSeen(headers: readonly (readonly [string, string])[], rest: string): string {
  const seen = field(headers);
  if (seen !== undefined) return seen.startsWith("HEAD ") ? "HEAD" : "GET";
  return rest === "" || rest.startsWith("HTTP/1.") ? "HEAD" : "GET";
}

function field(headers: readonly (readonly [string, string])[]): string | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === "x-seen")?.[1];
  return value === undefined ? undefined : decodeURIComponent(value);
}

function describe({ headers }: { headers: readonly (readonly [string, string])[] }): Answer {
  const seen = field(headers);
  if (seen === undefined) return { kind: "refused", seen: "" };
  return seen === "failed" ? { kind: "failed", seen: "" } : { kind: "taken", seen };
}

/** A word for what a server made of the message at a place, or of there being none. */
export type Word = Answer["kind"] | "end" | "waits";

/** The word. */
export function wordAt({ answers, closed }: Verdict, at: number): Word {
  return answers[at]?.kind ?? (closed ? "end" : "waits");
}

/** Whether two answers to one message are the same; none is as good as a refusal. */
export function sameAnswer(one: Answer | undefined, two: Answer | undefined): boolean {
  if (one?.kind !== "taken" && two?.kind !== "taken") return true;
  return one?.kind === two?.kind && one?.seen === two?.seen;
}

/** Compares two views of the same bytes. */
export function compare(a: Verdict, b: Verdict): Difference {
  for (let i = 0; i < Math.max(a.answers.length, b.answers.length); i++) {
    const [one, two] = [a.answers[i], b.answers[i]];
    if (one?.kind === "taken" && two?.kind === "taken") {
      if (one.seen !== two.seen) return "sees another";
      continue;
    }
    if (one?.kind === "taken" || two?.kind === "taken") {
      const other = one?.kind === "taken" ? two : one;
      const waits = other === undefined && !(one?.kind === "taken" ? b : a).closed;
      return waits ? "sees more" : "takes";
    }
    // No handler's word any more: refused, broken off, or waited for.
    return one === undefined || two === undefined ? "silent" : undefined;
  }
  return undefined;
}

/** Whether something was taken behind what had been refused (R28). */
export function goesOn({ answers }: Verdict): boolean {
  const first = answers.findIndex(({ kind }) => kind !== "taken");
  return first >= 0 && answers.slice(first).some(({ kind }) => kind === "taken");
}

/** A word for each answer. */
export function shape({ answers, closed }: Verdict): string {
  const words = answers.map(({ kind, seen }) =>
    kind === "taken" && seen.includes("?smuggled") ? "taken the inner" : kind,
  );
  return [...words, closed ? "end" : "waits"].join(", ");
}
