/**
 * Sections 1 and 10 of the contract: options of the wrong shape, and options that a host lacks.
 *
 * @module
 */
import type { Capabilities, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { oneOf } from "../match.ts";
import {
  answerOf,
  ask,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  settledWithin,
  sleep,
  thrown,
  toolsOf,
  withServer,
} from "./case.ts";

/** Options that the types forbid. */
const wrong = (options: object): ServeOptions => ({ ...LOCAL, ...options });

const refused = (id: string, title: string, options: object, expect: object): InsideCase => ({
  id,
  title,
  run: ({ serve }) => thrown(() => serve(wrong(options), hello)),
  expect: { name: "TypeError", instanceOf: "TypeError", ...expect },
});

/** TLS by `cert` and `key`: on Workers any of them is refused by name (E02, E04). */
const incomplete = (id: string, what: string, options: object): InsideCase => ({
  ...refused(`S30.${id}`, `${what} is refused: both are needed`, options, {
    message: "Both 'cert' and 'key' must be provided to enable HTTPS",
    code: "ERR_TLS_INCOMPLETE",
  }),
  needs: "listen",
});

const FILES = {
  message: "Unsupported 'certFile' / 'keyFile' options provided: use 'cert' / 'key' instead.",
  code: "ERR_TLS_FILES_UNSUPPORTED",
};
const ALPN = {
  message:
    "Unsupported 'alpnProtocols' option provided. 'h2' and 'http/1.1' are automatically supported.",
  code: "ERR_ALPN_UNSUPPORTED",
};

const ignored = (id: string, title: string, options: object): InsideCase => ({
  id,
  title,
  run: (api) =>
    answerOf(api, api.serve({ ...(api.listens ? LOCAL : {}), ...options } as ServeOptions, hello)),
  expect: { status: 200, body: "hello" },
});

const capabilitiesOf = ({ serve, listens }: InsideApi): Capabilities => {
  const server = serve(listens ? LOCAL : {}, hello);
  void server.shutdown();
  return server.capabilities;
};

/** Capabilities that are lists of names. */
const LISTS: ReadonlySet<string> = new Set(["compression", "limits", "timeouts", "tlsOptions"]);

/** Options whose honouring depends on a capability. */
const PROBES: readonly [capability: keyof Capabilities, options: object][] = [
  ["unix", { path: "/no/such/folder/x.sock" }],
  ["reusePort", { reusePort: true }],
  ["tcpBacklog", { tcpBacklog: 16 }],
  ["tls", TEST_CERTIFICATE],
  ["http2WebSockets", { http2WebSockets: true }],
  ["http3", { http3: true, ...TEST_CERTIFICATE }],
];

export const optionCases: readonly InsideCase[] = [
  refused(
    "S24.object",
    "an onListen that is an object is refused",
    { onListen: {} },
    { code: "ERR_ON_LISTEN_INVALID" },
  ),
  refused(
    "S24.string",
    "an onListen that is a string is refused",
    { onListen: "x" },
    { code: "ERR_ON_LISTEN_INVALID" },
  ),
  refused("S28.certFile", "certFile is refused", { certFile: "x" }, FILES),
  refused("S28.keyFile", "keyFile is refused", { keyFile: "x" }, FILES),
  refused("S28.both", "certFile and keyFile are refused", { certFile: "x", keyFile: "x" }, FILES),
  refused("S29.list", "alpnProtocols are refused", { alpnProtocols: ["h2"] }, ALPN),
  refused("S29.empty", "empty alpnProtocols are refused", { alpnProtocols: [] }, ALPN),
  incomplete("cert", "a cert alone", { cert: "x" }),
  incomplete("key", "a key alone", { key: "x" }),
  incomplete("empty-cert", "an empty cert", { cert: "", key: "x" }),
  incomplete("empty-key", "an empty key", { cert: "x", key: "" }),
  incomplete("null-cert", "a null cert", { cert: null, key: "x" }),
  incomplete("null-key", "a null key", { cert: "x", key: null }),
  incomplete("both-empty", "two empty strings", { cert: "", key: "" }),
  incomplete("both-null", "null for both", { cert: null, key: null }),
  ignored("S31.undefined", "cert and key that are undefined mean plain HTTP", {
    cert: undefined,
    key: undefined,
  }),
  refused(
    "S33.object",
    "a signal that is none is refused",
    { signal: {} },
    { code: "ERR_SIGNAL_INVALID" },
  ),
  refused(
    "S33.string",
    "a signal that is a string is refused",
    { signal: "x" },
    { code: "ERR_SIGNAL_INVALID" },
  ),
  {
    id: "S34.aborted",
    title: "a signal that is aborted already yields a server that finishes at once",
    needs: "listen",
    run: async ({ serve }) => {
      const server = serve({ ...LOCAL, signal: AbortSignal.abort() }, hello);
      return {
        finished: await settledWithin(server.finished, 1000),
        shutdown: await settledWithin(server.shutdown(), 1000),
      };
    },
    expect: { finished: "resolved", shutdown: "resolved" },
  },
  {
    id: "S34.closed",
    title: "nobody listens on its address",
    needs: "listen",
    run: async (api) => {
      const server = api.serve({ ...LOCAL, signal: AbortSignal.abort() }, hello);
      const { addr } = server;
      await server.finished;
      await sleep(20); // X10
      return toolsOf(api)
        .connect(addr)
        .then(
          () => "connected",
          () => "refused",
        );
    },
    expect: "refused",
  },
  ignored("S35.unknown", "unknown options are ignored", { nothing: 1, onListening: "x" }),
  ignored("S35.transport", "a bogus transport is ignored", { transport: "carrier pigeon" }),
  ignored("S36.true", "automaticCompression: true is accepted", { automaticCompression: true }),
  ignored("S36.false", "automaticCompression: false is accepted", { automaticCompression: false }),
  refused(
    "S43.onerror",
    "an onError that is no function is refused",
    { onError: "x" },
    { code: "ERR_ON_ERROR_INVALID" },
  ),
  ignored("S43.null", "onError: null counts as absent", { onError: null }),
  {
    id: "E03.frozen",
    title: "capabilities are frozen, and so are their lists",
    run: (api) => {
      const capabilities = capabilitiesOf(api);
      const { compression, timeouts, limits } = capabilities;
      return [capabilities, compression, timeouts, limits].map((data) => Object.isFrozen(data));
    },
    expect: [true, true, true, true],
  },
  {
    id: "E03.types",
    title: "every capability is a boolean or a list of names",
    run: (api) => {
      const entries = Object.entries(capabilitiesOf(api) as unknown as Record<string, unknown>);
      return entries.filter(
        ([name, value]) => typeof value !== "boolean" && !(LISTS.has(name) && Array.isArray(value)),
      );
    },
    expect: [],
  },
  {
    id: "E03.require",
    title: "require of what is there serves, of what is missing throws ERR_CAPABILITY_MISSING",
    run: async (api) => {
      const wrongly: unknown[] = [];
      for (const [name, value] of Object.entries(capabilitiesOf(api))) {
        const there = Array.isArray(value) ? value.length > 0 : value === true;
        const options = { ...(api.listens ? LOCAL : {}), require: [name as keyof Capabilities] };
        let code: unknown = "served";
        try {
          await api.serve(options, hello).shutdown();
        } catch (error) {
          code = (error as { code: unknown }).code;
        }
        if (code !== (there ? "served" : "ERR_CAPABILITY_MISSING"))
          wrongly.push([name, value, code]);
      }
      return wrongly;
    },
    expect: [],
  },
  {
    id: "E03.unknown",
    title: "require of an unknown capability, or of no list, is refused",
    run: ({ serve }) =>
      [["teleport"], "h2c", ["toString"]].map((require) =>
        thrown(() => serve(wrong({ require }), hello)),
      ),
    expect: [1, 2, 3].map(() => ({ name: "TypeError", code: "ERR_REQUIRE_INVALID" })),
  },
  {
    id: "E03.options",
    title:
      "an option is honoured where its capability is true, else refused by its name and the host's",
    run: (api) => {
      const capabilities = capabilitiesOf(api) as unknown as Record<string, unknown>;
      const wrongly: unknown[] = [];
      for (const [capability, options] of PROBES) {
        const error = thrown(() => void api.serve(wrong(options), hello).shutdown()) as {
          code?: string;
          message?: string;
        };
        const unsupported = error.code === "ERR_OPTION_UNSUPPORTED";
        const [, option = ""] =
          /'(.+)'.* (?:node|bun|deno|workers)$/.exec(error.message ?? "") ?? [];
        const named = !unsupported || Object.hasOwn(options, option);
        if (unsupported === capabilities[capability] || !named) wrongly.push([capability, error]);
      }
      return wrongly;
    },
    expect: [],
  },
  {
    id: "E03.websocket",
    title: "upgradeWebSocket is refused by its own code where the capability is false",
    run: (api) => {
      const code = (
        thrown(() => api.upgradeWebSocket(new Request("http://localhost/"))) as { code?: string }
      ).code;
      return (code === "ERR_UPGRADE_UNSUPPORTED") === !capabilitiesOf(api).websocket;
    },
    expect: true,
  },
  {
    id: "E04.reload",
    title: "reload() throws by the name of its option where the capability is false",
    run: (api) =>
      withServer(api.serve(api.listens ? LOCAL : {}, hello), (server) => {
        const error = thrown(() => server.reload(TEST_CERTIFICATE)) as {
          code: string;
          message: string;
        };
        const { code, message } = error;
        if (server.capabilities.tlsReload) return code !== "ERR_OPTION_UNSUPPORTED";
        return code === "ERR_OPTION_UNSUPPORTED" && message.includes("'cert'");
      }),
    expect: true,
  },
  {
    id: "E04.upgrade",
    title:
      "so does upgradeWebSocket() where the platform answers, which has neither of its options",
    run: async (api) => {
      if (api.listens) return "listens"; // W11.option, W45
      const codes: unknown[] = [];
      const server = api.serve({}, (request) => {
        for (const options of [{ idleTimeout: 5 }, { perMessageDeflate: true }]) {
          codes.push(thrown(() => api.upgradeWebSocket(request, options)));
        }
        return new Response("seen");
      });
      const headers = {
        upgrade: "websocket",
        connection: "upgrade",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      await server.fetch(new Request("http://localhost/", { headers }));
      return (codes as { code: string; message: string }[]).map(({ code, message }, i) => {
        const option = ["idleTimeout", "perMessageDeflate"][i]!;
        return code === "ERR_OPTION_UNSUPPORTED" && message.includes(`'${option}'`);
      });
    },
    expect: oneOf([true, true], "listens"),
  },
  {
    id: "E04.portable",
    title: "port and hostname are accepted everywhere: the portable module names them",
    run: (api) => ask(api, hello, { port: 0, hostname: "127.0.0.1" }),
    expect: { status: 200, body: "hello" },
  },
  {
    id: "E04.false",
    title: "reusePort: false asks for nothing, and is accepted everywhere",
    run: (api) => ask(api, hello, { reusePort: false }),
    expect: oneOf({ status: 200, body: "hello" }),
  },
];
