/**
 * Rows about HTTPS: what the handshake agrees on.
 *
 * @module
 */
import { complain, same } from "./case.ts";
import { DATA, frame, get, PREFACE, readFrames, SETTINGS } from "./frames.ts";

/** How a client begins the handshake. */
export interface Hello {
  /** The versions of TLS that it offers, as node:tls calls them. */
  readonly versions?: readonly [min: string, max: string];
  readonly protocols?: readonly string[];
}

/** A connection whose handshake is through. */
export interface SecureClient {
  readonly version: string;
  /** What ALPN agreed on. */
  readonly protocol: string | undefined;
  send(bytes: string): void;
  /** Resolves with all that came when the condition holds, or the connection has ended. */
  until(condition: (received: string) => boolean): Promise<string>;
}

/** What a row has to its hand. */
export interface TlsAt {
  /** Rejects with an error that has a `code` when there is no handshake. */
  secure(hello?: Hello): Promise<SecureClient>;
  /** What a plain connection is told before it ends. */
  plain(bytes: string): Promise<{ received: string; closed: boolean }>;
}

/** A row: the complaints, none where it holds. */
export interface TlsCase {
  readonly id: string;
  readonly title: string;
  readonly run: (at: TlsAt) => Promise<readonly string[]>;
}

const REQUEST = "GET /echo HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

/** Asks in HTTP/1; the complaints when there is no answer with an https URL. */
async function asks1(client: SecureClient): Promise<string[]> {
  client.send(REQUEST);
  const text = await client.until((received) => received.includes('"remote"'));
  return complain(!text.includes('"url":"https://a.test/echo"'), `answered "${text}"`);
}

/** The same in HTTP/2, where the URL has the scheme that was sent. */
async function asks2(client: SecureClient): Promise<string[]> {
  client.send(PREFACE + frame(SETTINGS, 0, 0) + get(1, "/ok"));
  const isAnswered = (received: string): boolean =>
    readFrames(received).frames.some(({ type, payload }) => type === DATA && payload === "ok");
  const text = await client.until(isAnswered);
  return complain(!isAnswered(text), `answered ${text.length} bytes`);
}

const agreed = (
  id: string,
  title: string,
  protocols: readonly string[] | undefined,
  wanted: string | undefined,
  ask: (client: SecureClient) => Promise<string[]>,
): TlsCase => ({
  id,
  title,
  async run({ secure }) {
    const client = await secure(protocols === undefined ? {} : { protocols });
    return [...same("the protocol", client.protocol, wanted), ...(await ask(client))];
  },
});

const version = (name: string): TlsCase => ({
  id: `H05.${name.slice(4)}`,
  title: `${name} is spoken`,
  async run({ secure }) {
    const client = await secure({ versions: [name, name] });
    return [...same("the version", client.version, name), ...(await asks1(client))];
  },
});

const failing = (id: string, title: string, hello: Hello, codes: RegExp): TlsCase => ({
  id,
  title,
  async run({ secure }) {
    const code = await secure(hello).then(
      ({ protocol }) => `a handshake for ${String(protocol)}`,
      (error: { code?: string }) => String(error.code),
    );
    return complain(!codes.test(code), code);
  },
});

export const TLS_CASES: readonly TlsCase[] = [
  agreed("H03.order", "the server prefers h2, in whatever order", ["http/1.1", "h2"], "h2", asks2),
  agreed(
    "H03.http1",
    "a client that offers http/1.1 alone gets it",
    ["http/1.1"],
    "http/1.1",
    asks1,
  ),
  agreed("R01.https", "the URL says https", ["http/1.1"], "http/1.1", asks1),
  agreed("H04.none-1", "without ALPN HTTP/1 is spoken", undefined, undefined, asks1),
  agreed("H04.none-2", "without ALPN the preface makes it HTTP/2", undefined, undefined, asks2),
  failing(
    "H04.alert",
    "without a protocol in common the client gets an alert that says so",
    { protocols: ["spdy/3"] },
    /NO_APPLICATION_PROTOCOL/,
  ),
  version("TLSv1.2"),
  version("TLSv1.3"),
  failing("H05.old", "TLS 1.1 is refused", { versions: ["TLSv1", "TLSv1.1"] }, /^E/),
  {
    id: "H06.plain",
    title: "plain HTTP on a TLS port gets no HTTP answer, and its end",
    async run({ plain }) {
      const { received, closed } = await plain(REQUEST);
      return [
        ...complain(received.includes("HTTP"), `answered "${received}"`),
        ...complain(!closed, "the connection stays open"),
      ];
    },
  },
];
