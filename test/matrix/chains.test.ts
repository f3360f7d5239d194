/**
 * One of our servers in front of another on a different host, for every pair (E09): what
 * `(request) => fetch(request)` brings through must not depend on who is in front and who behind.
 */
import { connect } from "node:net";
import { afterAll, describe, inject, test } from "vitest";
import type { WireCase } from "../shared/case.ts";
import { WIRE_CASES } from "../shared/cases/index.ts";
import { check } from "../shared/check.ts";
import { AppServer } from "./appserver.ts";
import { counted } from "./client.ts";
import { play } from "./exchange.ts";
import { differenceWithin, type KnownDifference } from "./expectations.ts";
import { HOSTS, type HostSpec } from "./hosts.ts";
import { judge, listedLast, ONE_BY_ONE } from "./outcome.ts";

const stage = inject("stage");
const part = "chains";
/** One of each runtime, each with each. */
const EACH = new Set(["node26", "bun", "deno", "workerd"]);
/** The other versions of Node.js: each once in front and once behind. */
const OTHERS: Readonly<Record<string, string>> = {
  node20: "node22",
  node22: "node24",
  node24: "node20",
};
const hosts = HOSTS.filter(
  ({ id, binary }) => binary !== undefined && (EACH.has(id) || id in OTHERS),
);
const isPair = (front: HostSpec, behind: HostSpec): boolean =>
  front !== behind &&
  ((EACH.has(front.id) && EACH.has(behind.id)) || OTHERS[front.id] === behind.id);
const rows = WIRE_CASES.filter(({ server }) => server === "proxy");
const MIB = 2 ** 20;
const SIZE = 16 * MIB;

const servers = new Map(hosts.map((host) => [host, new AppServer(host, stage)]));
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
});

test.skipIf(hosts.some((front) => hosts.some((behind) => isPair(front, behind))))(
  "no two hosts were chosen",
  () => {},
);

for (const front of hosts) {
  // EVERYSERVE_HOSTS may name none for it: a suite without a test would be a failure.
  if (!hosts.some((host) => isPair(front, host))) continue;
  describe.concurrent(`${part} ${front.id}`, () => {
    for (const behind of hosts.filter((host) => isPair(front, host))) {
      const listed = ({ id }: WireCase): KnownDifference | undefined =>
        differenceOf(front, behind, id);
      for (const { row, difference, ceiling } of listedLast(rows, listed)) {
        test(`${row.id} before ${behind.id}: ${row.title}`, ONE_BY_ONE, async ({ task }) => {
          Object.assign(task.meta, { host: front.id, part });
          const { proxy, plain } = await ports(front, behind);
          const exchange = await play(row, proxy, plain, ceiling, plain);
          judge(task, check(row, exchange, proxy), difference);
        });
      }
      for (const [id, title, transfer] of [
        ["E09.chain-down", "16 MiB come through", download],
        ["E09.chain-up", "16 MiB go through", upload],
      ] as const) {
        test(`${id} before ${behind.id}: ${title}`, ONE_BY_ONE, async ({ task, expect }) => {
          Object.assign(task.meta, { host: front.id, part });
          const { proxy, plain } = await ports(front, behind);
          expect(await transfer(proxy, plain)).toBe(SIZE);
        });
      }
    }
  });
}

/** What either of the two cannot do, the two together cannot. */
function differenceOf(front: HostSpec, behind: HostSpec, id: string): KnownDifference | undefined {
  return (
    differenceWithin(front, id, part) ??
    differenceWithin(behind, id, `${part} behind ${front.host}`)
  );
}

async function ports(front: HostSpec, behind: HostSpec): Promise<{ proxy: number; plain: number }> {
  return {
    proxy: await servers.get(front)!.port("proxy"),
    plain: await servers.get(behind)!.port("plain"),
  };
}

/** Bytes of a response of that size; its framing comes on top. */
function download(proxy: number, plain: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: proxy, host: "127.0.0.1" });
    let received = 0;
    let zeros = 0;
    socket.on("error", reject);
    socket.on("data", (bytes: Buffer) => {
      received += bytes.byteLength;
      for (const byte of bytes) if (byte === 0) zeros++;
    });
    // Every byte of the source is a zero, and none of the framing is.
    socket.on("close", () => resolve(received < SIZE * 1.01 ? zeros : received));
    socket.write(
      `GET /source?size=${SIZE} HTTP/1.1\r\nHost: 127.0.0.1:${plain}\r\nConnection: close\r\n\r\n`,
    );
  });
}

/** What the server behind counted of a request of that size. */
function upload(proxy: number, plain: number): Promise<number> {
  const socket = connect({ port: proxy, host: "127.0.0.1" });
  const head = `POST /count HTTP/1.1\r\nHost: 127.0.0.1:${plain}\r\nConnection: close\r\n`;
  socket.write(`${head}Content-Length: ${SIZE}\r\n\r\n`);
  socket.write(Buffer.alloc(SIZE));
  return counted(socket);
}
