/**
 * Section 1 of the contract: addresses that can be bound, and those that cannot.
 *
 * @module
 */
import type { ServeOptions } from "../../../src/core/types.ts";
import { between, oneOf } from "../match.ts";
import {
  addrOf,
  answer,
  described,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  portOf,
  sleep,
  thrown,
  toolsOf,
  urlOf,
  withServer,
} from "./case.ts";

const IN_USE = { name: "AddrInUse", code: "EADDRINUSE", instanceOf: "Error" };

/** Whether an option is honoured or refused by name (E04): which of the two, its capability tells. */
const honoured = (
  id: string,
  title: string,
  capability: "reusePort" | "tcpBacklog",
  options: ServeOptions,
): InsideCase => ({
  id,
  title,
  needs: "listen",
  run: async (api) => {
    let outcome: unknown;
    try {
      outcome = await withServer(
        api.serve({ ...LOCAL, ...options }, hello),
        async (server) => (await fetch(urlOf(server)).then(answer)).body,
      );
    } catch (error) {
      outcome = (described(error) as { code: unknown }).code;
    }
    const given = await withServer(
      api.serve(LOCAL, hello),
      ({ capabilities }) => capabilities[capability],
    );
    return outcome === (given ? "hello" : "ERR_OPTION_UNSUPPORTED")
      ? "as the capability says"
      : { outcome, given };
  },
  expect: "as the capability says",
});

const busy = async (api: InsideApi, first: ServeOptions, second: ServeOptions): Promise<unknown> =>
  withServer(api.serve({ ...LOCAL, ...first }, hello), async (server) => {
    const error = thrown(() => api.serve({ ...LOCAL, ...second, port: portOf(server) }, hello));
    await sleep(20); // What rejects later, unhandled, ends the process.
    return { error, first: await fetch(urlOf(server)).then(answer) };
  });

/** Whether somebody listens on a port of the loopback. */
const connects = (api: InsideApi, port: number): Promise<string> =>
  toolsOf(api)
    .connect({ transport: "tcp", hostname: "127.0.0.1", port })
    .then(
      () => "connected",
      () => "refused",
    );

const canReuse = (api: InsideApi): Promise<boolean> =>
  withServer(api.serve(LOCAL, hello), ({ capabilities }) => capabilities.reusePort);

const oneSided = (
  id: string,
  title: string,
  first: ServeOptions,
  second: ServeOptions,
): InsideCase => ({
  id,
  title,
  needs: "listen",
  run: async (api) => ((await canReuse(api)) ? busy(api, first, second) : "no reusePort"),
  expect: oneOf({ error: IN_USE }, "no reusePort"),
});

export const listeningCases: readonly InsideCase[] = [
  ...["::1", "[::1]"].map((hostname): InsideCase => ({
    id: hostname === "::1" ? "S13.plain" : "S13.brackets",
    title: `${hostname} binds IPv6 and is reported as ::1`,
    needs: "listen",
    run: (api) =>
      withServer(api.serve({ ...LOCAL, hostname }, hello), async (server) => ({
        addr: { ...server.addr },
        answer: await fetch(urlOf(server)).then(answer),
      })),
    expect: {
      addr: { transport: "tcp", hostname: "::1", port: between(1, 65_535) },
      answer: { status: 200, body: "hello" },
    },
  })),
  {
    id: "S13.remote",
    title: "over IPv6 remoteAddr is the peer's address without brackets",
    needs: "listen",
    run: async (api) => {
      const server = api.serve({ ...LOCAL, hostname: "::1" }, (_request, info) =>
        Response.json({ ...info.remoteAddr }),
      );
      return withServer(
        server,
        async () => JSON.parse((await fetch(urlOf(server)).then(answer)).body) as unknown,
      );
    },
    expect: { transport: "tcp", hostname: "::1", port: between(1, 65_535) },
  },
  {
    id: "S14.empty",
    title: "an empty hostname is a URIError",
    run: ({ serve }) => thrown(() => serve({ port: 0, hostname: "" }, hello)),
    expect: {
      name: "URIError",
      message: "invalid empty host: ''",
      code: "ERR_HOSTNAME_EMPTY",
      instanceOf: "URIError",
    },
  },
  {
    id: "S15.elsewhere",
    title: "an address of another machine throws EADDRNOTAVAIL",
    needs: "listen",
    // RFC 5737: 192.0.2.0/24 belongs to nobody.
    run: ({ serve }) => thrown(() => serve({ ...LOCAL, hostname: "192.0.2.1" }, hello)),
    expect: { name: "AddrNotAvailable", code: "EADDRNOTAVAIL" },
  },
  {
    id: "S15.unresolvable",
    title: "a name that does not resolve throws, or rejects finished",
    needs: "listen",
    run: async ({ serve }) => {
      try {
        const server = serve({ ...LOCAL, hostname: "nowhere.invalid" }, hello);
        return await server.finished.then(
          () => "finished",
          () => "rejected",
        );
      } catch {
        return "thrown";
      }
    },
    expect: oneOf("thrown", "rejected"),
  },
  {
    id: "S16.busy",
    title: "a busy port throws AddrInUse at once, and the first server goes on",
    needs: "listen",
    run: (api) => busy(api, {}, {}),
    expect: { error: IN_USE, first: { status: 200, body: "hello" } },
  },
  {
    id: "S16.unspecified",
    title: "a port that is busy on 0.0.0.0 throws AddrInUse",
    needs: "listen",
    run: (api) => busy(api, { hostname: "0.0.0.0" }, { hostname: "0.0.0.0" }),
    expect: { error: IN_USE },
  },
  {
    id: "S16.silent",
    title: "a serve() that threw AddrInUse has not called onListen",
    needs: "listen",
    run: (api) =>
      withServer(api.serve(LOCAL, hello), (server) => {
        let told = 0;
        const error = thrown(() =>
          api.serve({ ...LOCAL, port: portOf(server), onListen: () => told++ }, hello),
        );
        return { error, told };
      }),
    expect: { error: IN_USE, told: 0 },
  },
  {
    id: "S17.both",
    title: "two servers share a port when both pass reusePort",
    needs: "listen",
    run: async (api) => {
      if (!(await canReuse(api))) return "no reusePort";
      return withServer(api.serve({ ...LOCAL, reusePort: true }, hello), async (first) => {
        const second = api.serve({ ...LOCAL, reusePort: true, port: portOf(first) }, hello);
        return withServer(second, async () => [
          portOf(first) === portOf(second),
          (await fetch(urlOf(second)).then(answer)).body,
        ]);
      });
    },
    expect: oneOf([true, "hello"], "no reusePort"),
  },
  oneSided(
    "S17.first",
    "reusePort of the first server alone does not share its port",
    { reusePort: true },
    {},
  ),
  oneSided(
    "S17.second",
    "reusePort of the second server alone does not share the port",
    {},
    { reusePort: true },
  ),
  honoured("S17.capability", "reusePort is honoured or refused by name", "reusePort", {
    reusePort: true,
  }),
  ...[1, 0, -1, 511].map((tcpBacklog) =>
    honoured(
      `S27.${tcpBacklog}`,
      `tcpBacklog ${tcpBacklog} is honoured or refused by name`,
      "tcpBacklog",
      { tcpBacklog },
    ),
  ),
  {
    id: "S27.string",
    title: "a tcpBacklog that is a string is refused",
    run: ({ serve }) =>
      thrown(() => serve({ ...LOCAL, tcpBacklog: "5" as unknown as number }, hello)),
    expect: oneOf(
      { name: "TypeError", code: "ERR_BACKLOG_INVALID", message: /expected i32/ },
      { code: "ERR_OPTION_UNSUPPORTED" },
    ),
  },
  {
    id: "S18.undefined",
    title: "path: undefined counts as absent",
    run: (api) => (api.listens ? addrOf(api, { ...LOCAL, path: undefined }) : { transport: "tcp" }),
    expect: { transport: "tcp" },
  },
  {
    id: "S25.throws",
    title: "what onListen throws serve() throws, and the listener is closed",
    needs: "listen",
    run: async (api) => {
      let port = 0;
      const failure = new RangeError("not today");
      const onListen = (addr: { port?: number }): void => {
        port = addr.port ?? 0;
        throw failure;
      };
      let same = false;
      try {
        api.serve({ ...LOCAL, onListen } as ServeOptions, hello);
      } catch (error) {
        same = error === failure;
      }
      await sleep(10);
      return { same, client: await connects(api, port) };
    },
    expect: { same: true, client: "refused" },
  },
  {
    id: "S25.unix",
    title: "so is one on a unix socket, and its file is gone",
    needs: "listen",
    run: async (api) => {
      const { path, exists } = toolsOf(api);
      const at = path("throws.sock");
      const onListen = (): void => {
        throw new RangeError("not today");
      };
      const error = thrown(() => api.serve({ path: at, onListen }, hello));
      await sleep(10);
      return { error, there: exists(at) };
    },
    expect: { error: { name: "RangeError", message: "not today" }, there: false },
  },
  {
    id: "S25.nothing",
    title: "also when what it throws is no error",
    needs: "listen",
    run: async (api) => {
      let port = 0;
      const onListen = (addr: { port?: number }): void => {
        port = addr.port ?? 0;
        throw undefined;
      };
      let threw = false;
      try {
        api.serve({ ...LOCAL, onListen } as ServeOptions, hello);
      } catch {
        threw = true;
      }
      await sleep(10);
      return [threw, await connects(api, port)];
    },
    expect: [true, "refused"],
  },
  {
    id: "S15.resolved",
    title: "a name is resolved, and addr tells the address then",
    needs: "listen",
    run: async (api) => {
      // The old form of an address with parts left out is a name that no resolver has to be asked for.
      const server = api.serve({ ...LOCAL, hostname: "127.1" }, hello);
      return withServer(server, async () => {
        for (let tries = 0; tries < 50 && portOf(server) === 0; tries++) await sleep(10);
        const { hostname } = server.addr as { hostname: string };
        return { hostname, answer: (await fetch(urlOf(server)).then(answer)).body };
      });
    },
    expect: { hostname: "127.0.0.1", answer: "hello" },
  },
];
