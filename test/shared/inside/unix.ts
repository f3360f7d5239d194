/**
 * Sections 1 to 3 of the contract: unix sockets.
 *
 * @module
 */
import type { Server, UnixAddr } from "../../../src/core/types.ts";
import {
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  thrown,
  toolsOf,
  withServer,
} from "./case.ts";

const QUIET = { onListen: () => {} };
const IN_USE = { name: "AddrInUse", code: "EADDRINUSE" };

/** The answer of a server on a unix socket to these bytes. */
async function exchange(api: InsideApi, path: string, bytes: string): Promise<string> {
  const client = await toolsOf(api).connect({ transport: "unix", path });
  client.send(bytes);
  return client.closed;
}

/** What the handler sees of a request over a unix socket. */
const sees = (
  id: string,
  title: string,
  head: string,
  url: (path: string) => string,
): InsideCase => ({
  id: `R13.${id}`,
  title,
  needs: "listen",
  run: async (api) => {
    const path = toolsOf(api).path("target.sock");
    const server = api.serve({ ...QUIET, path }, (request) => new Response(`<${request.url}>`));
    return withServer(server, async () => {
      const got = /<(.*)>/.exec(await exchange(api, path, `${head}Connection: close\r\n\r\n`))?.[1];
      return got === url(path) ? "as it must be" : { got, wanted: url(path) };
    });
  },
  expect: "as it must be",
});

/** R13: every byte but letters and digits. */
const encoded = (path: string): string =>
  path.replaceAll(
    /[^A-Za-z0-9]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );

const occupied = (
  id: string,
  what: string,
  occupy: (api: InsideApi, path: string) => Promise<Server | void>,
): InsideCase => ({
  id: `S19.${id}`,
  title: `${what} in the way of a unix socket is AddrInUse, and stays`,
  needs: "listen",
  run: async (api) => {
    const tools = toolsOf(api);
    const path = tools.path("occupied.sock");
    const other = await occupy(api, path);
    const error = thrown(() => api.serve({ ...QUIET, path }, hello));
    const there = tools.exists(path);
    await other?.shutdown();
    return { error, there };
  },
  expect: { error: IN_USE, there: true },
});

export const unixCases: readonly InsideCase[] = [
  {
    id: "S18.serves",
    title: "path serves on a unix socket",
    needs: "listen",
    run: async (api) => {
      const path = toolsOf(api).path("serves.sock");
      return withServer(api.serve({ ...QUIET, path }, hello), () =>
        exchange(api, path, "GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"),
      );
    },
    expect: /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nhello$/,
  },
  {
    id: "S19.addr",
    title: "addr is transport and path, also for onListen",
    needs: "listen",
    run: (api) => {
      const path = toolsOf(api).path("addr.sock");
      let told: unknown;
      const server = api.serve({ path, onListen: (addr) => void (told = { ...addr }) }, hello);
      return withServer(server, ({ addr }) => ({
        keys: Object.keys(addr).sort(),
        transport: addr.transport,
        path: (addr as UnixAddr).path === path,
        told: JSON.stringify(told) === JSON.stringify({ ...addr }),
        same: server.addr === addr,
      }));
    },
    expect: { keys: ["path", "transport"], transport: "unix", path: true, told: true, same: true },
  },
  {
    id: "S19.unlinked",
    title: "the socket file is there while the server runs, and gone after shutdown",
    needs: "listen",
    run: async (api) => {
      const tools = toolsOf(api);
      const path = tools.path("unlinked.sock");
      const server = api.serve({ ...QUIET, path }, hello);
      const during = tools.exists(path);
      await server.shutdown();
      return { during, after: tools.exists(path) };
    },
    expect: { during: true, after: false },
  },
  {
    id: "S19.aborted",
    title: "the socket file is gone after an abort too",
    needs: "listen",
    run: async (api) => {
      const tools = toolsOf(api);
      const path = tools.path("aborted.sock");
      const controller = new AbortController();
      const server = api.serve({ ...QUIET, path, signal: controller.signal }, hello);
      controller.abort();
      await server.finished;
      return tools.exists(path);
    },
    expect: false,
  },
  occupied("file", "a plain file", async (api, path) => toolsOf(api).write(path)),
  occupied("live", "a live socket", async (api, path) => api.serve({ ...QUIET, path }, hello)),
  occupied("stale", "a stale socket", (api, path) => toolsOf(api).abandonSocket(path)),
  {
    id: "S19.folder",
    title: "a missing folder is NotFound",
    needs: "listen",
    run: (api) =>
      thrown(() => api.serve({ ...QUIET, path: toolsOf(api).path("no/such/folder.sock") }, hello)),
    expect: { name: "NotFound", code: "ENOENT" },
  },
  {
    id: "S22.unix",
    title: "without onListen the path is logged",
    needs: "listen",
    run: (api) =>
      withServer(api.serve({ path: toolsOf(api).path("logged.sock") }, hello), () => "logged"),
    expect: "logged",
    stderr: [/^Listening on \S*logged\.sock\s*$/],
  },
  {
    id: "S18.type",
    title: "a path that is no string, or empty, is refused",
    needs: "listen",
    run: ({ serve }) =>
      [7, ""].map((path) => thrown(() => serve({ ...LOCAL, path: path as string }, hello))),
    expect: [
      { name: "TypeError", code: "ERR_PATH_INVALID" },
      { name: "TypeError", code: "ERR_PATH_INVALID" },
    ],
  },
  sees(
    "empty",
    "with an empty Host the URL names the socket, percent-encoded",
    "GET /x?q=1 HTTP/1.1\r\nHost:\r\n",
    (path) => `http+unix://${encoded(path)}/x?q=1`,
  ),
  sees(
    "http10",
    "without a Host on HTTP/1.0 the URL names the socket, percent-encoded",
    "GET /x HTTP/1.0\r\n",
    (path) => `http+unix://${encoded(path)}/x`,
  ),
  sees(
    "host",
    "with a Host the URL has that",
    "GET /x HTTP/1.1\r\nHost: example.com\r\n",
    () => "http+unix://example.com/x",
  ),
  {
    id: "I02.unix",
    title: "over a unix socket remoteAddr is the listener's path",
    needs: "listen",
    run: async (api) => {
      const path = toolsOf(api).path("remote.sock");
      let remote: unknown;
      const server = api.serve({ ...QUIET, path }, (_request, info) => {
        remote = { ...info.remoteAddr };
        return new Response();
      });
      await withServer(server, () =>
        exchange(api, path, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
      );
      return JSON.stringify(remote) === JSON.stringify({ transport: "unix", path })
        ? "the path"
        : remote;
    },
    expect: "the path",
  },
];
