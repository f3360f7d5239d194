/** Streams for tests: sources, and a watched stream with what its watcher has heard. */
import { watchBody } from "../../src/core/body.ts";

export type Controller = ReadableStreamDefaultController<Uint8Array>;

export const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
export const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A watched stream, and what its watcher has heard. */
export function watched(
  source: UnderlyingDefaultSource<Uint8Array>,
  length?: number,
): {
  reader: ReadableStreamDefaultReader<Uint8Array>;
  heard: unknown[];
} {
  const heard: unknown[] = [];
  const watcher = {
    done: () => heard.push("done"),
    cancelled: () => heard.push("cancelled"),
    failed: (error: unknown) => heard.push(error),
  };
  const body = watchBody(new ReadableStream(source, { highWaterMark: 0 }), watcher, length);
  return { reader: body.getReader(), heard };
}

/** A source that gives these chunks, then ends. */
export function chunks(...all: unknown[]): UnderlyingDefaultSource<Uint8Array> {
  const left = [...all];
  return {
    pull(controller) {
      if (left.length > 0) controller.enqueue(left.shift() as Uint8Array);
      else controller.close();
    },
  };
}
