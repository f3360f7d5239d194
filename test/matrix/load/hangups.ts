/**
 * Clients that hang up by the thousand: what is left of them afterwards (R37, P36, R60).
 *
 * @module
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { begin, data } from "../../shared/h2/case.ts";
import {
  CANCEL,
  END_STREAM,
  frame,
  get,
  head,
  HEADERS,
  PREFACE,
  reset,
  SETTINGS,
} from "../../shared/h2/frames.ts";
import { call } from "../client.ts";
import type { Running } from "../launch.ts";
import { heapOf } from "./heap.ts";
import { sleep } from "./traffic.ts";
import { type Speech, visit } from "./visit.ts";

/** What is known of a server from outside and from inside. */
export interface Sample {
  readonly rss: number;
  /** 0 where the host does not tell. */
  readonly heapUsed: number;
  readonly requests: number;
  readonly open: number;
  /** Descriptors of the process, and those that are sockets; 0 where there is no /proc. */
  readonly descriptors: number;
  readonly sockets: number;
}

/** Looks at a server, after a collection of garbage where it can be asked for one. */
export async function sample(running: Running): Promise<Sample> {
  const told = JSON.parse(
    (await call(running.ports.get("plain") ?? 0, "/stats", 5000)) ?? "{}",
  ) as {
    [name: string]: number | undefined;
  };
  const descriptors = descriptorsOf(running.pid);
  const inspector = running.ports.get("inspector");
  return {
    rss: told["rss"] ?? rssOf(running.pid),
    heapUsed: told["heapUsed"] ?? (inspector === undefined ? 0 : await heapOf(inspector)),
    requests: told["requests"] ?? 0,
    open: told["open"] ?? 0,
    descriptors: descriptors.length,
    sockets: descriptors.filter((target) => target.startsWith("socket:")).length,
  };
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => {
      try {
        return readlinkSync(`${folder}/${name}`);
      } catch {
        return ""; // closed meanwhile
      }
    });
  } catch {
    return [];
  }
}

function rssOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const HANGUPS: readonly string[] = [
  "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n",
  "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbegin",
  "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n",
  "GET /signal HTTP/1.1\r\nHost: a\r\n\r\n",
  "GET /slow?ms=50 HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
  "GET /large?size=2000000 HTTP/1.1\r\nHost: a\r\n\r\n",
  "GET / HTTP/1.1\r\nHos",
];

const OPEN = PREFACE + frame(SETTINGS, 0, 0);

/** The same over HTTP/2, where some reset their streams before. */
const HTTP2_HANGUPS: readonly string[] = [
  OPEN + get(1, "/endless") + get(3, "/signal") + get(5, "/slow?ms=50"),
  OPEN + begin(1, head("POST", "/upload")) + data(1, "begin"),
  OPEN + begin(1, head("POST", "/echo")) + data(1, "begin") + reset(1, CANCEL),
  OPEN + get(1, "/signal") + reset(1, CANCEL) + get(3, "/endless") + reset(3, CANCEL),
  OPEN + get(1, "/large?size=2000000"),
  OPEN + frame(HEADERS, END_STREAM, 1, head("GET", "/endless")),
  // What a flood of resets may cost until it is stopped.
  OPEN +
    Array.from(
      { length: 200 },
      (_, i) => get(2 * i + 1, "/stream") + reset(2 * i + 1, CANCEL),
    ).join(""),
];

const OF_HTTP1 = HANGUPS.map((sent): Speech => ({ sent }));
const OF_BOTH = [...OF_HTTP1, ...HTTP2_HANGUPS.map((sent): Speech => ({ sent, http2: true }))];

/**
 * So many clients, some at a time, each of which leaves in the middle. workerd tells a handler that
 * waits of an RST only (R60.close): there `resets` are asked for.
 */
export async function hangUp(
  port: number,
  count: number,
  {
    http2 = false,
    atOnce = 50,
    resets = false,
    secure = false,
  }: { http2?: boolean; atOnce?: number; resets?: boolean; secure?: boolean } = {},
): Promise<void> {
  const kinds = http2 ? OF_BOTH : OF_HTTP1;
  for (let done = 0; done < count; done += atOnce) {
    const some = Math.min(atOnce, count - done);
    await Promise.all(
      Array.from({ length: some }, (_, i) =>
        visit(port, kinds[(done + i) % kinds.length]!, {
          // Some leave before, some after the server has answered.
          after: 4 + (i % 5) * 3,
          reset: resets || i % 2 === 0,
          secure,
          early: i % 9 === 8,
        }),
      ),
    );
  }
}

/** Waits until nothing is open any more but what will stay, and that many sockets; gives what is. */
export async function quiet(
  running: Running,
  ceiling: number,
  stays: () => number = () => 0,
  sockets: number = Infinity,
): Promise<Sample> {
  const deadline = performance.now() + ceiling;
  for (;;) {
    const seen = await sample(running);
    const isQuiet = seen.open <= stays() && seen.sockets <= sockets;
    if (isQuiet || performance.now() > deadline) return seen;
    await sleep(50);
  }
}
