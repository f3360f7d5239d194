/**
 * What a server of HTTP/2 makes of some frames: the answer to each stream.
 *
 * @module
 */
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
export function askFrames(
  port: number,
  frames: readonly string[],
  streams: readonly number[],
  patience: number,
): Promise<FramesVerdict> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let received = "";
    let timer = setTimeout(done, patience * 3, false);
    function done(closed: boolean): void {
      clearTimeout(timer);
      socket.destroy();
      const seen = readFrames(received).frames;
      // Some stay for a while behind a GOAWAY that tells of an error.
      const over =
        closed || seen.some(({ type, payload }) => type === GOAWAY && wordAt(payload, 4) > 0);
      const answers = streams.map((id) => [id, answer(received, seen, id, over)] as const);
      resolve({ streams: new Map(answers), closed: over });
    }
    socket.setEncoding("latin1");
    socket.on("data", (text: unknown) => {
      received += String(text);
      clearTimeout(timer);
      timer = setTimeout(done, patience, false);
    });
    socket.on("end", () => done(true));
    socket.on("error", () => done(true));
    socket.on("close", () => done(true));
    socket.write(frames.join(""), "latin1");
  });
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
