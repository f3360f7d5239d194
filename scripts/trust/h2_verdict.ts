/**
 * What a server of HTTP/2 makes of some frames: the answer to each stream.
 *
 * @module
 */
import { listenTo } from "./listen.ts";
import { connect } from "node:net";
import {
  DATA,
  END_STREAM,
  type Frame,
  GOAWAY,
  HEADERS,
  readFrames,
  RST_STREAM,
  wordAt,
} from "../../test/shared/h2/frames.ts";
import { statusOf } from "../../test/shared/h2/status.ts";

/** One server's view. */
export interface FramesVerdict {
  /** By stream: "taken POST /seen <hello>", "status 400", "reset", "waits", or "lost" with the connection. */
  readonly streams: ReadonlyMap<number, string>;
  readonly closed: boolean;
}

/** Sends the frames, and reads until all streams are answered, or it has been silent for `patience` ms. */
export async function askFrames(
  port: number,
  frames: readonly string[],
  streams: readonly number[],
  patience: number,
): Promise<FramesVerdict> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const listening = listenTo(socket, patience);
  socket.write(frames.join(""), "latin1");
  const { received, closed } = await listening;
  const seen = readFrames(received).frames;
  // Some stay for a while behind a GOAWAY that tells of an error.
  const over =
    closed || seen.some(({ type, payload }) => type === GOAWAY && wordAt(payload, 4) > 0);
  const answers = streams.map((id) => [id, answer(received, seen, id, over)] as const);
  return { streams: new Map(answers), closed: over };
}

function answer(received: string, seen: readonly Frame[], id: number, closed: boolean): string {
  const own = seen.filter(({ stream }) => stream === id);
  const status = id === 0 ? undefined : statusOf(received, id);
  const ended = own.some(({ type, flags }) => type <= HEADERS && (flags & END_STREAM) !== 0);
  if (status === "200" && ended) {
    const body = own.filter(({ type }) => type === DATA).map(({ payload }) => payload);
    return `taken ${body.join("")}`;
  }
  // What failed in the handler: the request was seen, and was no whole one.
  if (status !== undefined) return status === "500" ? "reset" : `status ${status}`;
  if (own.some(({ type }) => type === RST_STREAM)) return "reset";
  return closed ? "lost" : "waits";
}
