/**
 * Hostile clients of HTTP/2: streams that are reset, and connections that are lost, at every stage
 * of a request. What they began is cancelled, and the next client is served (R41, H14, H21).
 *
 * @module
 */
import { begin, data } from "../h2/case.ts";
import { CANCEL, END_STREAM, frame, get, head, HEADERS, reset } from "../h2/frames.ts";
import type { InsideCase, RawClient } from "../inside/case.ts";
import { sleep } from "../inside/case.ts";
import { over } from "../inside/over.ts";
import { many } from "./hostile.ts";
import { OPEN } from "./http2.ts";

/** How many streams a client has at once. */
const STREAMS = 5;

const ids = Array.from({ length: STREAMS }, (_, i) => 2 * i + 1);
const all = (make: (stream: number) => string): string => ids.map(make).join("");

/** How far a client goes before it leaves, and what it waits for. */
const STAGES: Readonly<
  Record<string, { title: string; frames: string; until?: string; cancelled?: boolean }>
> = {
  head: {
    title: "in the middle of a head",
    frames: frame(HEADERS, END_STREAM, 1, head("GET", "/ok")),
  },
  upload: {
    title: "in the middle of an upload",
    frames: all((stream) => begin(stream, head("POST", "/upload")) + data(stream, "begin")),
  },
  wait: {
    title: "before the answer",
    frames: all((stream) => get(stream, "/wait")),
  },
  stream: {
    title: "in the middle of a streamed answer",
    frames: all((stream) => get(stream, "/stream")),
    until: "begun",
    cancelled: true,
  },
};

const CLIENTS = 20;

const ROWS: readonly InsideCase[] = Object.entries(STAGES).flatMap(
  ([stage, { title, frames, until, cancelled }]) =>
    (["reset", "leave"] as const)
      .filter((how) => how === "leave" || stage !== "head")
      .map((how) =>
        many(
          `H14.${how}-${stage}`,
          how === "reset"
            ? `a hundred streams that are reset ${title} leave nothing under way`
            : `connections of HTTP/2 that are lost ${title} leave nothing under way`,
          async (client: RawClient) => {
            client.send(OPEN + frames);
            if (until === undefined) await sleep(20);
            else while (client.received().split(until).length <= STREAMS) await sleep(5);
            if (how === "reset") {
              client.send(all((stream) => reset(stream, CANCEL)));
              await sleep(50);
            }
            client.reset();
          },
          CLIENTS,
          {
            ...(stage === "head" ? { entered: 0 } : {}),
            ...(cancelled ? { entered: CLIENTS * STREAMS, cancelled: CLIENTS * STREAMS } : {}),
          },
          { needs: "h2c", http2: true },
        ),
      ),
);

/** Over TLS also before the preface. */
const SILENT = many(
  "H14.leave-silent",
  "connections that were to speak HTTP/2 and are lost before a word cost nothing",
  (client) => client.reset(),
  100,
  { entered: 0 },
  { needs: "h2c", http2: true },
);

export const hostileStreamCases: readonly InsideCase[] = [
  ...ROWS,
  ...over("h2", [...ROWS, SILENT]),
];
