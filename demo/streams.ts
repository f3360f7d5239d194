/** The live stream: a line every second until the client hangs up, and the memory of how it ended. */

/** What the server knows about one stream. */
export interface StreamRecord {
  readonly id: string;
  state: "open" | "cancelled";
  /** How many lines were sent. */
  lines: number;
  /** What `cancel` was called with; null while it was not, and where the runtime gives no reason. */
  reason: string | null;
  readonly startedAt: number;
  endedAt: number | null;
}

/** How many streams are remembered; the oldest is forgotten first. */
const REMEMBERED = 100;

const records = new Map<string, StreamRecord>();

/** Answers with a new stream of lines; its id is in the header `x-stream-id`. */
export function streamLines(from: string): Response {
  const record = remember(crypto.randomUUID());
  let timer: number | undefined;
  const body = new ReadableStream<string>({
    start(controller) {
      const line = (): void => {
        record.lines += 1;
        controller.enqueue(`Hello, World! Line ${record.lines} from ${from}\n`);
      };
      line();
      timer = setInterval(line, 1000);
    },
    // The client hung up: without this the timer would queue lines forever.
    cancel(reason) {
      clearInterval(timer);
      record.state = "cancelled";
      record.reason = reason === undefined ? null : String(reason);
      record.endedAt = Date.now();
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-stream-id": record.id,
    },
  });
}

/** Tells how a stream is doing, for whoever hung up and wants to know whether the server noticed. */
export function findStream(id: string): (StreamRecord & { openForMs: number }) | undefined {
  const record = records.get(id);
  return record && { ...record, openForMs: (record.endedAt ?? Date.now()) - record.startedAt };
}

function remember(id: string): StreamRecord {
  const record: StreamRecord = {
    id,
    state: "open",
    lines: 0,
    reason: null,
    startedAt: Date.now(),
    endedAt: null,
  };
  records.set(id, record);
  for (const oldest of records.keys()) {
    if (records.size <= REMEMBERED) break;
    records.delete(oldest);
  }
  return record;
}
