/**
 * A capability that a host claims is exercised by a row that passes there, each member of a list by its
 * own; one that it lacks is refused there.
 */
import { expect, test } from "vitest";
import type { LimitName, TimeoutName } from "../../src/core/bound_types.ts";
import type { ContentCoding } from "../../src/core/codings.ts";
import type { TlsOptionName } from "../../src/core/tls_types.ts";
import type { Capabilities } from "../../src/core/types.ts";
import { givenBy } from "../../scripts/differences/capabilities.ts";
import { DIFFERENCES, kindOf, ROWS, RUNTIMES } from "../../scripts/differences/rows.ts";
import type { HostName } from "../../src/core/host.ts";

/** Complete, or it does not compile. */
interface Lists {
  tlsOptions: Record<TlsOptionName, string>;
  timeouts: Record<TimeoutName, string>;
  limits: Record<LimitName, string | readonly string[]>;
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
  h2c: ["H01.prior"],
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
    request: "R59.body-anywhere",
    idle: "R59.idle",
    close: "R59.close",
  },
  limits: {
    headerSize: "E06.size-anywhere",
    headerCount: "E06.head-anywhere",
    bodySize: "E06.body-anywhere",
    discard: "E06.discard-unread",
    webSocketMessage: ["W44.limit", "W33.large"],
    webSocketBuffer: "E06.socket-buffer",
  },
  compression: { br: "C03.br", gzip: "C03.gzip", zstd: "E05.zstd" },
};

/** Rows that ask on every host that lacks it, by the option that it is about. */
const REFUSED: Partial<Record<keyof Capabilities, string>> & { require: string } = {
  require: "E03.require",
  tls: "E03.options",
  unix: "E03.options",
  reusePort: "E03.options",
  tcpBacklog: "E03.options",
  http2WebSockets: "E03.options",
  http3: "E03.options",
  tlsReload: "E04.reload",
  websocket: "E03.websocket",
  timeouts: "E03.timeouts",
  limits: "E03.limits",
};
const refusedPart = (list: string, member: string): string | undefined =>
  ({ tlsOptions: `E04.tls-${member}`, compression: `E05.${member}` })[list] ??
  REFUSED[list as keyof Capabilities];

/** Whether a host is asked a row, and passes it. */
function passes(host: HostName, id: string): boolean {
  const asked = ROWS.some((row) => row.id === id && row.hosts.includes(host));
  const listed = DIFFERENCES.some(
    (one) => one.runtime === host && one.rows.includes(id) && kindOf(one) === "listed",
  );
  return asked && !listed;
}

for (const host of RUNTIMES) {
  const given = givenBy(host);

  test(`what ${host} says that it can has a row that passes there (E03)`, () => {
    const wrong = Object.entries(EXERCISED).flatMap(([name, rows]) => {
      const value = given.get(name);
      if (value === undefined) return [`${name} is not told`];
      if (value === false) return [];
      if (Array.isArray(rows)) return rows.some((id) => passes(host, id)) ? [] : [name];
      const members = rows as Readonly<Record<string, string | readonly string[]>>;
      return (value as readonly string[])
        .filter((member) => ![members[member] ?? []].flat().some((id) => passes(host, id)))
        .map((member) => `${name}.${member}`);
    });
    expect(wrong).toEqual([]);
  });

  test(`what ${host} says that it cannot is refused there, by require and by its option (E03, E04)`, () => {
    const asked = [...given].flatMap(([name, value]) => {
      const parts = EXERCISED[name as keyof typeof EXERCISED];
      if (!Array.isArray(parts)) {
        const has: readonly string[] = typeof value === "boolean" ? [] : value;
        const lacks = Object.keys(parts).filter((one) => !has.includes(one));
        return lacks.map((member) => [`${name}.${member}`, refusedPart(name, member)] as const);
      }
      return value === false ? [[name, REFUSED[name as keyof Capabilities]] as const] : [];
    });
    const rows = [...asked, ["require", REFUSED.require] as const];
    const wrong = rows.filter(([name, id]) =>
      id === undefined ? !WITHOUT_OPTION.has(name) : !passes(host, id),
    );
    expect(wrong).toEqual([]);
  });
}

/** Nothing of serve() asks for these but `require`. */
const WITHOUT_OPTION: ReadonlySet<string> = new Set([
  "listen",
  "http2",
  "h2c",
  "tlsInfo",
  "perMessageDeflate",
]);
