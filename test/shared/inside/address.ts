/**
 * Section 1 of the contract: hostnames, and how the address is told.
 *
 * @module
 */
import type { ServeOptions } from "../../../src/core/types.ts";
import { between } from "../match.ts";
import { addrOf, hello, type InsideCase, LOCAL, portOf, toolsOf, withServer } from "./case.ts";

export const addressCases: readonly InsideCase[] = [
  {
    id: "S12.default",
    title: "the default hostname is 0.0.0.0",
    needs: "listen",
    run: (api) => addrOf(api, { port: 0 }),
    expect: { transport: "tcp", hostname: "0.0.0.0" },
  },
  {
    id: "S12.null",
    title: "a null hostname is 0.0.0.0",
    needs: "listen",
    run: (api) => addrOf(api, { port: 0, hostname: null }),
    expect: { transport: "tcp", hostname: "0.0.0.0" },
  },
  {
    id: "S12.localhost",
    title: "localhost is 127.0.0.1 in addr",
    needs: "listen",
    run: (api) => addrOf(api, { port: 0, hostname: "localhost" }),
    expect: { transport: "tcp", hostname: "127.0.0.1" },
  },
  ...(
    [
      ["localhost", "localhost", "127.0.0.1"],
      // All of 127.0.0.0/8 is the loopback.
      ["any", undefined, "127.0.0.2"],
      ["null-any", null, "127.0.0.2"],
    ] as const
  ).map(([id, hostname, at]): InsideCase => ({
    id: `S12.bound-${id}`,
    title: `with the hostname ${String(hostname)} it listens on ${at}`,
    needs: "listen",
    run: async (api) =>
      withServer(api.serve({ ...LOCAL, hostname }, hello), async (server) => {
        const to = { transport: "tcp", hostname: at, port: portOf(server) } as const;
        const client = await toolsOf(api).connect(to);
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return (await client.closed).endsWith("hello");
      }),
    expect: true,
  })),
  {
    id: "S20.tcp",
    title: "addr is transport, hostname and port, the same object at each read",
    needs: "listen",
    run: (api) =>
      withServer(api.serve(LOCAL, hello), (server) => ({
        keys: Object.keys(server.addr).sort(),
        addr: { ...server.addr },
        same: server.addr === server.addr,
      })),
    expect: {
      keys: ["hostname", "port", "transport"],
      addr: { transport: "tcp", hostname: "127.0.0.1", port: between(1, 65535) },
      same: true,
    },
  },
  {
    id: "S21.once",
    title: "onListen is called once with addr, before serve() returns",
    needs: "listen",
    run: async (api) => {
      const calls: unknown[][] = [];
      const server = api.serve(
        { ...LOCAL, onListen: (...values: unknown[]) => calls.push(values) },
        hello,
      );
      const before = calls.length;
      await withServer(server, () => new Promise((resolve) => setTimeout(resolve, 20)));
      const [values = []] = calls;
      return {
        before,
        after: calls.length,
        values: values.length,
        same: values[0] === server.addr,
      };
    },
    expect: { before: 1, after: 1, values: 1, same: true },
  },
  line(
    "S22.address",
    "without onListen the address is logged",
    { port: 0, hostname: "127.0.0.1" },
    /^Listening on http:\/\/127\.0\.0\.1:\d+\/\s*$/,
  ),
  line(
    "S22.unspecified",
    "for 0.0.0.0 the line also names localhost",
    { port: 0 },
    /^Listening on http:\/\/0\.0\.0\.0:(\d+)\/ \(http:\/\/localhost:\1\/\)\s*$/,
  ),
  {
    ...line(
      "S22.ipv6",
      "an IPv6 address is logged in brackets",
      { port: 0, hostname: "::1" },
      /^Listening on http:\/\/\[::1\]:\d+\/\s*$/,
    ),
  },
  line(
    "S22.unspecified-6",
    "for :: the line also names localhost",
    { port: 0, hostname: "::" },
    /^Listening on http:\/\/\[::\]:(\d+)\/ \(http:\/\/localhost:\1\/\)\s*$/,
  ),
  line(
    "S23.null",
    "onListen: null does not suppress the line",
    { port: 0, hostname: "127.0.0.1", onListen: null },
    /^Listening on http:\/\/127\.0\.0\.1:\d+\/\s*$/,
  ),
  {
    id: "S23.silent",
    title: "onListen suppresses the line",
    needs: "listen",
    run: (api) => withServer(api.serve(LOCAL, hello), () => "silent"),
    expect: "silent",
    stderr: [],
  },
];

function line(id: string, title: string, options: ServeOptions, pattern: RegExp): InsideCase {
  return {
    id,
    title,
    needs: "listen",
    run: (api) => withServer(api.serve(options, hello), () => "logged"),
    expect: "logged",
    stderr: [pattern],
  };
}
