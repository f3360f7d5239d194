/**
 * The wire rows over HTTP/2: what a row says of status, headers and body must not depend on the
 * version.
 *
 * @module
 */
import { WIRE_CASES } from "../../shared/cases/index.ts";
import type { Exchange, WireCase } from "../../shared/case.ts";
import { SERVERS } from "../../shared/servers.ts";
import { AppServer } from "../appserver.ts";
import { CEILING } from "../client.ts";
import type { HostSpec } from "../hosts.ts";
import type { Record } from "../record.ts";
import { playHttp2, translated, withoutHttp1, type Head } from "./play.ts";
import { Http2Client } from "./session.ts";

/** A row that means the same over HTTP/2. */
export interface Http2Row {
  readonly row: WireCase;
  readonly head: Head;
}

export const HTTP2_ROWS: readonly Http2Row[] = WIRE_CASES.flatMap((row) => {
  const head = translated(row);
  return head === undefined ? [] : [{ row: withoutHttp1(row), head }];
});

/** A part of the matrix: how its server is started, and spoken to. */
export interface Http2Part {
  readonly part: string;
  readonly more: readonly string[];
  readonly scheme: "http" | "https";
}

export const HTTP2_PARTS: readonly [cleartext: Http2Part, ...others: Http2Part[]] = [
  { part: "h2c", more: [], scheme: "http" },
  { part: "h2 tls", more: ["tls"], scheme: "https" },
  { part: "h2c strict", more: ["strict"], scheme: "http" },
];

/** One exchange. */
export interface Played {
  readonly exchange: Exchange;
  readonly port: number;
  /** Whether the connection outlived it. */
  readonly alive: boolean;
}

/** A host's server, and the connections to it. */
export class Http2Player {
  readonly #part: Http2Part;
  readonly #server: AppServer;
  readonly #clients = new Map<string, Http2Client>();

  constructor(host: HostSpec, stage: string, part: Http2Part) {
    this.#part = part;
    this.#server = new AppServer(host, stage, "app", Object.keys(SERVERS), [...part.more]);
  }

  async play({ row, head }: Http2Row): Promise<Played> {
    const { part, scheme } = this.#part;
    const port = await this.#server.port(row.server ?? "plain");
    const plain = await this.#server.port("plain");
    const client = this.#clientOf(port);
    const key = `${part.replace(" ", "-")}-${row.id}`;
    const path = head.path
      .replaceAll("{key}", key)
      .replaceAll("{port}", String(port))
      .replaceAll("{plain}", String(plain));
    const exchange = await playHttp2({ ...head, path }, client);
    // The rows name the URLs of a cleartext server.
    for (const message of exchange.responses) {
      message.body = message.body.replaceAll(`${scheme}://example.com`, "http://example.com");
    }
    if (row.log !== undefined) {
      exchange.log = await logOf(this.#clientOf(port), key, row.log.length);
    }
    return { exchange, port, alive: client.alive };
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    await this.#server.stop();
  }

  #clientOf(port: number): Http2Client {
    const origin = `${this.#part.scheme}://127.0.0.1:${port}`;
    const known = this.#clients.get(origin) ?? new Http2Client(origin);
    this.#clients.set(origin, known);
    return known;
  }
}

/** All of a host's exchanges of a part. */
export async function playAll(host: HostSpec, stage: string, part: Http2Part): Promise<Record> {
  const player = new Http2Player(host, stage, part);
  const record: Record = {};
  try {
    for (const one of HTTP2_ROWS) record[one.row.id] = (await player.play(one)).exchange;
  } finally {
    await player.stop();
  }
  return record;
}

/** As soon as it has so many entries: the last may come after the answer. */
async function logOf(client: Http2Client, key: string, count: number): Promise<string[]> {
  const deadline = performance.now() + CEILING;
  for (;;) {
    const { body } = await client.ask({ ":path": `/log?key=${key}` });
    const log = JSON.parse(body === "" ? "[]" : body) as string[];
    if (log.length >= count || performance.now() > deadline) return log;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
