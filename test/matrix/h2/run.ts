/**
 * Plays a row about HTTP/2 itself against a server that runs the app.
 *
 * @module
 */
import type { FrameCase } from "../../shared/h2/case.ts";
import { call, CEILING } from "../client.ts";
import type { HostSpec } from "../hosts.ts";
import { Frames } from "./frames.ts";
import { Http2Client } from "./session.ts";

/** Plays it on a fresh connection; gives its complaints. */
export async function runFrameCase(
  { id, run: play }: FrameCase,
  port: number,
  host: HostSpec,
  ceiling: number = CEILING,
): Promise<readonly string[]> {
  const key = `frames-${id}`;
  const client = new Http2Client(`http://127.0.0.1:${port}`);
  const all = [new Frames(port, ceiling)];
  const log = async (...entries: readonly string[]): Promise<string[]> => {
    const deadline = performance.now() + ceiling;
    for (;;) {
      const seen = JSON.parse((await call(port, `/log?key=${key}`)) ?? "[]") as string[];
      const isThere = (entry: string): boolean => seen.some((line) => line.startsWith(entry));
      if (entries.every(isThere) || performance.now() > deadline) return seen;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  try {
    const complaints = await play({
      frames: all[0]!,
      another: () => {
        const more = new Frames(port, ceiling);
        all.push(more);
        return more;
      },
      key,
      log,
      ask: (headers, body) => client.ask({ ":method": "GET", ...headers }, body),
      push: async (order) => void (await call(port, `/push?key=${key}&do=${order}`)),
    });
    // Whatever was done to it, the server answers the next one.
    const next = await call(port, "/ok");
    return next === "ok" ? complaints : [...complaints, `${host.id} does not answer any more`];
  } finally {
    for (const frames of all) frames.leave("reset");
    client.close();
  }
}
