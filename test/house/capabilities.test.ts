/** A capability that a host claims is exercised by rows, each member of a list by its own. */
import { expect, test } from "vitest";
import type { LimitName, TimeoutName } from "../../src/core/bound_types.ts";
import type { ContentCoding } from "../../src/core/codings.ts";
import type { TlsOptionName } from "../../src/core/tls_types.ts";
import type { Capabilities } from "../../src/core/types.ts";
import { ROWS } from "../../scripts/differences/rows.ts";

/** Complete, or it does not compile. */
interface Lists {
  tlsOptions: Record<TlsOptionName, string>;
  timeouts: Record<TimeoutName, string>;
  limits: Record<LimitName, string>;
  compression: Record<ContentCoding, string>;
}

/** Rows that ask for it; E03 and E04 ask what happens where it is missing. */
const EXERCISED: Record<Exclude<keyof Capabilities, keyof Lists>, readonly string[]> & Lists = {
  listen: ["S07.ephemeral", "X02.released"],
  tls: ["H03.http1", "X03.fin-tls"],
  tlsOptions: {
    passphrase: "E04.tls-passphrase",
    ca: "E13.client",
    requestCert: "E13.anonymous",
    sni: "E13.sni",
    rejectUnauthorized: "E14.anonymous",
  },
  tlsInfo: ["E14.client"],
  tlsReload: ["E13.reload"],
  http2: ["H03.order"],
  h2c: ["H17.announced"],
  unix: ["S18.serves", "X03.fin-unix"],
  reusePort: ["S17.both", "S17.capability"],
  tcpBacklog: ["S27.511"],
  websocket: ["W01.head"],
  http2WebSockets: ["W54.opened"],
  perMessageDeflate: ["W11.option"],
  http3: ["H22.exchange"],
  requestSignal: ["R60.reset"],
  completed: ["I06.vanished"],
  timeouts: {
    headers: "R59.head-half",
    request: "R59.body-text",
    idle: "R59.idle",
    close: "R59.close",
  },
  limits: {
    headerSize: "E06.head-size",
    headerCount: "E06.head-lines",
    bodySize: "E06.body-text",
    discard: "E06.discard-unread",
    webSocketMessage: "W33.large",
    webSocketBuffer: "E06.socket-buffer",
  },
  compression: { br: "C03.br", gzip: "C03.gzip", zstd: "E05.zstd" },
};

test("every capability, and every member of one, has a row that exercises it (E03)", () => {
  const ids = new Set(ROWS.map(({ id }) => id));
  const wrong = Object.entries(EXERCISED).flatMap(([name, rows]) => {
    const asked: string[] = Object.values(rows);
    if (asked.length === 0) return [name];
    return asked.filter((id) => !ids.has(id)).map((id) => `${name}: ${id}`);
  });
  expect(wrong).toEqual([]);
});
