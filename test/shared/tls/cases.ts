/**
 * Rows about certificates: which one a client is given, and what becomes of the client's own.
 *
 * @module
 */
import type { Need } from "../inside/case.ts";
import { differences } from "../match.ts";
import type { TlsServerName } from "./servers.ts";

/** How a client goes to work. */
export interface Hello {
  /** The name that it asks for; none by default. */
  readonly name?: string;
  /** The certificate that it has. */
  readonly as?: "client" | "stranger";
  /** @default "http/1.1" */
  readonly protocol?: "h2" | "http/1.1";
  /** @default "/" */
  readonly path?: string;
  /** @default "TLSv1.3" */
  readonly version?: "TLSv1.2" | "TLSv1.3";
}

/** What it got. */
export interface Outcome {
  /** The common name of the server's certificate; undefined where there was no handshake. */
  readonly served: string | undefined;
  /** The body of a 200. */
  readonly body: string | undefined;
}

/** A client that keeps its connection. */
export interface Kept {
  ask(path: string): Promise<string | undefined>;
}

/** What a row has to its hand. */
export interface At {
  /** One request on a connection of its own. */
  ask(hello?: Hello): Promise<Outcome>;
  /** The same twice, the second time with the session of the first. */
  askAgain(hello?: Hello): Promise<{ resumed: boolean; body: string | undefined }>;
  open(hello?: Hello): Promise<Kept>;
  /** What a WebSocket over TLS answers to "hello"; or that there is none. */
  socket(hello?: Hello): Promise<string>;
}

/** One row. */
export interface CertificateCase {
  readonly id: string;
  readonly title: string;
  readonly server: TlsServerName;
  /** Beyond what its server needs. */
  readonly needs?: Need;
  readonly run: (at: At) => unknown;
  readonly expect: unknown;
}

/** The complaints about a row. */
export async function play(row: CertificateCase, at: At): Promise<string[]> {
  return differences(row.expect, await row.run(at));
}

const served = (
  id: string,
  title: string,
  server: TlsServerName,
  hello: Hello,
  name: string,
): CertificateCase => ({
  id,
  title,
  server,
  run: async ({ ask }) => {
    const { served: given, body } = await ask(hello);
    return [given, body !== undefined];
  },
  expect: [name, true],
});

/** The certificate of the server is seen before the client's is looked at, in TLS 1.3. */
const out = (id: string, title: string, hello: Hello): CertificateCase => ({
  id,
  title,
  server: "clients",
  run: async ({ ask }) => (await ask(hello)).body ?? "no answer",
  expect: "no answer",
});

const told = (id: string, title: string, hello: Hello, expect: object): CertificateCase => ({
  id,
  title,
  server: "asks",
  run: async ({ ask }) => JSON.parse((await ask(hello)).body ?? "null") as unknown,
  expect,
});

const ANONYMOUS = { authorized: false, authorizationError: "UNABLE_TO_GET_ISSUER_CERT" };
const CLIENT = {
  protocol: "TLSv1.3",
  serverName: "a.test",
  authorized: true,
  same: true,
  peer: {
    subject: { O: "everyserve tests", CN: "a client" },
    issuer: { O: "everyserve tests", CN: "Client CA" },
  },
};

export const CERTIFICATE_CASES: readonly CertificateCase[] = [
  served(
    "E13.passphrase",
    "an encrypted key is opened by the pass phrase",
    "locked",
    {},
    "localhost",
  ),
  served("E13.passphrase-old", "and one in OpenSSL's older form", "locked-old", {}, "localhost"),
  served("E13.sni", "a name has its own certificate", "names", { name: "a.test" }, "a.test"),
  served("E13.sni-case", "in whatever case it is asked for", "names", { name: "A.Test" }, "a.test"),
  served("E13.sni-h2", "over HTTP/2, too", "names", { name: "a.test", protocol: "h2" }, "a.test"),
  served(
    "E13.sni-1.2",
    "in TLS 1.2, too",
    "names",
    { name: "a.test", version: "TLSv1.2" },
    "a.test",
  ),
  served(
    "E13.wildcard",
    "a wildcard stands for a label",
    "names",
    { name: "x.b.test" },
    "*.b.test",
  ),
  served("E13.wildcard-deep", "but not for two", "names", { name: "x.y.b.test" }, "localhost"),
  served("E13.wildcard-none", "nor for none", "names", { name: "b.test" }, "localhost"),
  served(
    "E13.sni-other",
    "another name gets the certificate of all",
    "names",
    { name: "c.test" },
    "localhost",
  ),
  served("E13.sni-none", "as does a client that asks for none", "names", {}, "localhost"),

  served(
    "E13.client",
    "a client whose certificate is signed by ca is let in",
    "clients",
    { as: "client" },
    "localhost",
  ),
  served(
    "E13.client-h2",
    "over HTTP/2, too",
    "clients",
    { as: "client", protocol: "h2" },
    "localhost",
  ),
  served(
    "E13.client-1.2",
    "in TLS 1.2, too",
    "clients",
    { as: "client", version: "TLSv1.2" },
    "localhost",
  ),
  served(
    "E13.client-name",
    "by a name, too",
    "clients",
    { as: "client", name: "a.test" },
    "a.test",
  ),
  {
    id: "E13.client-resumed",
    title: "a client that takes up its session is let in again",
    server: "clients",
    run: async ({ askAgain }) => {
      const { resumed, body } = await askAgain({ as: "client" });
      return [resumed, body !== undefined];
    },
    expect: [true, true],
  },
  out("E13.stranger", "a client whose certificate another authority signed gets no answer", {
    as: "stranger",
  }),
  out("E13.stranger-h2", "nor over HTTP/2", { as: "stranger", protocol: "h2" }),
  out("E13.stranger-name", "nor by a name", { as: "stranger", name: "a.test" }),
  out("E13.stranger-1.2", "nor in TLS 1.2", { as: "stranger", version: "TLSv1.2" }),
  out("E13.anonymous", "a client without a certificate gets no answer", {}),
  out("E13.anonymous-h2", "nor over HTTP/2", { protocol: "h2" }),
  out("E13.anonymous-name", "nor by a name", { name: "x.b.test" }),
  out("E13.anonymous-1.2", "nor in TLS 1.2", { version: "TLSv1.2" }),
  {
    id: "E13.wss",
    title: "a WebSocket with the client's certificate opens, and none without",
    server: "clients",
    run: async ({ socket }) => [
      (await socket({ as: "client" })).slice(0, 10),
      await socket({ as: "stranger" }),
      await socket(),
    ],
    expect: ["hello from", "no socket", "no socket"],
  },
  {
    id: "E14.wss",
    title: "the handler of a WebSocket sees the client's certificate",
    server: "asks",
    run: ({ socket }) => socket({ as: "client" }),
    expect: "hello from a client",
  },

  told(
    "E14.client",
    "the handler sees the client's certificate",
    { as: "client", name: "a.test" },
    CLIENT,
  ),
  told(
    "E14.client-h2",
    "over HTTP/2, too",
    { as: "client", name: "a.test", protocol: "h2" },
    CLIENT,
  ),
  {
    id: "E14.raw",
    title: "raw is the certificate itself, of which fingerprint256 is the digest",
    server: "asks",
    run: async ({ ask }) => {
      const { peer } = JSON.parse((await ask({ as: "client" })).body ?? "{}") as {
        peer: Record<string, unknown>;
      };
      const { digest, fingerprint256, size, validFrom, validTo, serialNumber } = peer;
      const century = new Date(String(validTo)).getTime() - new Date(String(validFrom)).getTime();
      const days = century / 86_400_000;
      return [
        digest === fingerprint256,
        Number(size) > 300,
        days,
        /^[0-9A-F]{16,}$/.test(String(serialNumber)),
      ];
    },
    expect: [true, true, 36_500, true],
  },
  told(
    "E14.stranger",
    "one that another authority signed is not authorized",
    { as: "stranger" },
    {
      authorized: false,
      authorizationError: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      peer: { subject: { CN: "a stranger" } },
    },
  ),
  told("E14.anonymous", "a client without a certificate is not authorized", {}, ANONYMOUS),
  told(
    "E14.anonymous-1.2",
    "nor in TLS 1.2",
    { version: "TLSv1.2" },
    { ...ANONYMOUS, protocol: "TLSv1.2" },
  ),
  ...(["TLSv1.3", "TLSv1.2"] as const).flatMap((version): CertificateCase[] => [
    {
      id: `E14.resumed-${version.slice(4)}`,
      title: `a session that is taken up does not make a client authorized (${version})`,
      server: "asks",
      run: async ({ askAgain }) => {
        const { resumed, body } = await askAgain({ version });
        return { resumed, ...(JSON.parse(body ?? "{}") as object) };
      },
      expect: { resumed: true, ...ANONYMOUS },
    },
    {
      id: `E14.resumed-client-${version.slice(4)}`,
      title: `nor does it make one a stranger (${version})`,
      server: "asks",
      run: async ({ askAgain }) => {
        const { resumed, body } = await askAgain({ version, as: "client" });
        return { resumed, ...(JSON.parse(body ?? "{}") as object) };
      },
      expect: { resumed: true, authorized: true, peer: { subject: { CN: "a client" } } },
    },
  ]),
  {
    id: "E14.unasked",
    title: "where no certificate is asked for there is none, and no error",
    server: "names",
    needs: "tlsInfo",
    run: async ({ ask }) =>
      JSON.parse((await ask({ as: "client", name: "c.test" })).body ?? "null") as unknown,
    expect: { protocol: "TLSv1.3", serverName: "c.test", authorized: false, same: true },
  },
  {
    id: "E13.reload",
    title: "reload() renews the certificate of all and leaves the names alone",
    server: "reloads",
    run: async ({ ask }) => {
      await ask({ path: "/reload?to=first" });
      await ask({ path: "/reload?to=other" });
      const names = [undefined, "a.test", "x.b.test"];
      return Promise.all(
        names.map(async (name) => (await ask(name === undefined ? {} : { name })).served),
      );
    },
    expect: ["other.test", "a.test", "*.b.test"],
  },
  {
    id: "E13.reload-names",
    title: "reload() renews the names, and forgets those that it was not given",
    server: "reloads",
    run: async ({ ask }) => {
      await ask({ path: "/reload?to=first" });
      await ask({ path: "/reload?to=names" });
      const names = [undefined, "a.test", "x.b.test"];
      return Promise.all(
        names.map(async (name) => (await ask(name === undefined ? {} : { name })).served),
      );
    },
    expect: ["localhost", "other.test", "localhost"],
  },
  {
    id: "E13.reload-open",
    title: "connections that stand, and requests under way, live through reload()",
    server: "reloads",
    run: async ({ ask, open }) => {
      const kept = [await open(), await open({ protocol: "h2" })];
      const slow = kept.map((client) => client.ask("/slow"));
      await ask({ path: "/reload?to=other" });
      const first = await Promise.all(slow);
      const again = await Promise.all(kept.map((client) => client.ask("/slow")));
      await ask({ path: "/reload?to=first" });
      return [...first, ...again];
    },
    expect: ["slow", "slow", "slow", "slow"],
  },
];
