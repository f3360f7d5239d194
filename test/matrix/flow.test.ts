/**
 * A body larger than any buffer, in both directions, at flat memory.
 */
import { readFileSync } from "node:fs";
import {
  connect as connectHttp2,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
} from "node:http2";
import { connect } from "node:net";
import { describe, inject, test } from "vitest";
import { SERVERS } from "../shared/servers.ts";
import { counted } from "./client.ts";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { launch } from "./launch.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");
const GIB = 2 ** 30;
/** What a runtime may use beside the body: its collector is in no hurry, but a GiB would show. */
const ALLOWANCE = 300 * 2 ** 20;
/** One of each runtime: the versions of one share their streams. */
const WANTED = new Set(["node20", "node24", "bun", "deno", "workerd"]);
/** Where the peak of a process's memory can be asked for. */
const MEASURED = process.platform === "linux";

for (const host of HOSTS.filter(({ id, binary }) => binary !== undefined && WANTED.has(id))) {
  describe.skipIf(!MEASURED)(`flow ${host.id}`, () => {
    for (const [id, title, transfer] of [
      ["P39.gibibyte", "a response of 1 GiB is streamed at flat memory", download],
      ["R36.gibibyte", "a request of 1 GiB is streamed at flat memory", upload],
      [
        "H15.gibibyte-down",
        "a response of 1 GiB over HTTP/2 is streamed at flat memory",
        downloadHttp2,
      ],
      ["H15.gibibyte-up", "a request of 1 GiB over HTTP/2 is streamed at flat memory", uploadHttp2],
    ] as const) {
      if (id.startsWith("H") && !gives(host, "h2c")) continue;
      test(`${id} ${title}`, { timeout: 60_000 }, async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "flow" });
        const running = await launch(host, stage, "app", Object.keys(SERVERS));
        const complaints: string[] = [];
        try {
          const before = memory(running.pid, "VmRSS");
          const moved = await transfer(running.ports.get("plain") ?? 0);
          const grown = memory(running.pid, "VmHWM") - before;
          if (moved !== GIB) complaints.push(`${moved} bytes were counted, not ${GIB}`);
          if (grown > ALLOWANCE)
            complaints.push(`memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
        } catch (error) {
          complaints.push(String(error));
        } finally {
          await running.stop();
        }
        judge(task, complaints, knownDifference(host, id, "case"));
      });
    }
  });
}

/** Bytes of the chunks of a response of that size. */
function download(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let received = 0;
    let tail = "";
    socket.on("error", reject);
    socket.on("data", (bytes: Buffer) => {
      received += bytes.byteLength;
      tail = (tail + bytes.subarray(-5).toString("latin1")).slice(-5);
    });
    // The head and the framing of the chunks come on top; the terminator tells that all is there.
    socket.on("close", () => {
      const framing = received - GIB;
      if (tail !== "0\r\n\r\n") reject(new Error(`${received} bytes, then no end`));
      else resolve(framing > 0 && framing < GIB / 100 ? GIB : received);
    });
    socket.write(`GET /source?size=${GIB} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  });
}

/** What the server counted of a request of that size. */
function upload(port: number): Promise<number> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.write(
    `POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${GIB}\r\n\r\n`,
  );
  const piece = Buffer.alloc(2 ** 20);
  let left = GIB;
  const more = (): void => {
    while (left > 0) {
      left -= piece.byteLength;
      if (!socket.write(piece)) break;
    }
    if (left > 0) socket.once("drain", more);
  };
  more();
  return counted(socket);
}

/** The same two over HTTP/2. */
function downloadHttp2(port: number): Promise<number> {
  return overHttp2(port, { ":path": `/source?size=${GIB}` }, (stream, resolve) => {
    let received = 0;
    stream.on("data", (bytes: Buffer) => void (received += bytes.byteLength));
    stream.on("end", () => resolve(received));
  });
}

function uploadHttp2(port: number): Promise<number> {
  return overHttp2(port, { ":path": "/count", ":method": "POST" }, (stream, resolve) => {
    const piece = Buffer.alloc(2 ** 20);
    let left = GIB;
    const more = (): void => {
      while (left > 0) {
        left -= piece.byteLength;
        if (!stream.write(piece)) break;
      }
      if (left > 0) stream.once("drain", more);
      else stream.end();
    };
    more();
    let answer = "";
    stream.setEncoding("utf8").on("data", (text: string) => void (answer += text));
    stream.on("end", () => resolve(Number(/"size":(\d+)/.exec(answer)?.[1])));
  });
}

function overHttp2(
  port: number,
  head: OutgoingHttpHeaders,
  use: (stream: ClientHttp2Stream, resolve: (moved: number) => void) => void,
): Promise<number> {
  const session = connectHttp2(`http://127.0.0.1:${port}`, {
    settings: { initialWindowSize: 2 ** 20 },
  });
  return new Promise<number>((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request(head, { endStream: head[":method"] === undefined });
    stream.on("error", reject);
    use(stream, resolve);
  }).finally(() => session.destroy());
}

/** A figure of `/proc/<pid>/status`, in bytes. */
function memory(pid: number, name: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}
