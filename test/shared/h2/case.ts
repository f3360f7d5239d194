/**
 * Rows about HTTP/2 itself: what is sent frame by frame, and what must come of it.
 *
 * @module
 */
import { DATA, END_HEADERS, frame, type Frame, get, HEADERS, wordAt } from "./frames.ts";

/** A connection that sends frames and keeps those that come. */
export interface FrameClient {
  readonly seen: readonly Frame[];
  /** All that came, for rows that expect no frames. */
  readonly received: string;
  readonly closed: boolean;
  /** The preface and empty SETTINGS, and whatever follows. */
  open(...bytes: string[]): void;
  send(...bytes: string[]): void;
  /** FIN, and reading goes on. */
  half(): void;
  /** Ends without a word: FIN, or RST. */
  leave(how: "close" | "reset"): void;
  reading(on: boolean): void;
  /** Waits until the condition holds, or the connection was closed, or it takes too long. */
  when(condition: () => boolean, milliseconds?: number): Promise<boolean>;
  /** The first frame of the type, for which it waits. */
  until(type: number, stream?: number): Promise<Frame | undefined>;
  /** Waits for the end of the connection. */
  ended(milliseconds?: number): Promise<boolean>;
  /** All that came of a stream's body, and whether it ended. */
  body(stream: number): { text: string; ended: boolean };
}

/** A response as Node's own client saw it. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly interims: readonly number[];
  readonly body: string;
  /** The code that the stream was closed with. */
  readonly code: number;
}

/** What a row has to its hand. */
export interface At {
  /** A fresh connection. */
  readonly frames: FrameClient;
  /** Another one, as often as it is asked for. */
  readonly another: () => FrameClient;
  /** Asks by a connection of its own, with a client that can decode headers. */
  readonly ask: (
    headers: Readonly<Record<string, string | readonly string[]>>,
    body?: string,
  ) => Promise<Answer>;
  /** The log of the exchange `key`; waits until it has entries that begin so, whatever their order. */
  readonly log: (...entries: readonly string[]) => Promise<readonly string[]>;
  readonly key: string;
  /** Tells the app's stream of this exchange what to do next. */
  readonly push: (order: string) => Promise<void>;
}

/** A row: the complaints, none where it holds. */
export interface FrameCase {
  readonly id: string;
  readonly title: string;
  /** A host may take seconds for it, and do nothing: rows beside it are played meanwhile. */
  readonly waits?: true;
  readonly run: (at: At) => Promise<readonly string[]>;
}

/** The complaint, where there is reason for it. */
export const complain = (wrong: boolean, text: string): string[] => (wrong ? [text] : []);

/** Compares two values that are no objects. */
export const same = (what: string, seen: unknown, wanted: unknown): string[] =>
  complain(seen !== wanted, `${what} is ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);

/** The code of RST_STREAM. */
export const codeOf = (seen: Frame | undefined): number | undefined =>
  seen === undefined ? undefined : wordAt(seen.payload);

/** Whether another request on the connection is answered. */
export async function livesOn(frames: FrameClient, stream = 99_999): Promise<string[]> {
  frames.send(get(stream, "/ok"));
  await frames.when(() => frames.body(stream).ended);
  return complain(frames.body(stream).text !== "ok", "the connection did not live on");
}

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether an entry begins so. */
export const has = (log: readonly string[], entry: string): string[] =>
  complain(!log.some((line) => line.startsWith(entry)), `no "${entry}" in [${log.join(", ")}]`);

/** DATA of a stream. */
export const data = (stream: number, text: string, flags = 0): string =>
  frame(DATA, flags, stream, text);

/** HEADERS of a request with a body to come. */
export const begin = (stream: number, block: string): string =>
  frame(HEADERS, END_HEADERS, stream, block);
