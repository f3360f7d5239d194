/**
 * The same rows over another transport: what a row asks of `serve()` and its clients does not change,
 * only what is between them.
 *
 * @module
 */
import type { Addr, Serve, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { type InsideApi, type InsideCase, toolsOf } from "./case.ts";

/** HTTPS with HTTP/1 or with HTTP/2, or a unix socket. */
export type Transport = "tls" | "h2" | "unix";

const TRANSPORTS = {
  tls: { where: "over TLS", suffix: "tls", needs: "tls" },
  h2: { where: "over TLS", suffix: "tls", needs: "tls" },
  unix: { where: "on a unix socket", suffix: "unix", needs: "listen" },
} as const;

/** Rows whose clients are those of `Tools`, over the transport: `X03.fin` becomes `X03.fin-tls`. */
export function over(transport: Transport, rows: readonly InsideCase[]): InsideCase[] {
  const { where, suffix, needs } = TRANSPORTS[transport];
  return rows.map((row) => ({
    ...row,
    id: `${row.id}-${suffix}`,
    title: `${where}: ${row.title}`,
    needs,
    run: (api) => row.run(moved(api, transport)),
  }));
}

/** Those rows of a list, by id; one that is not there is a mistake. */
export function only(rows: readonly InsideCase[], ...ids: readonly string[]): InsideCase[] {
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`There is no row ${id}`);
    return row;
  });
}

function moved(api: InsideApi, transport: Transport): InsideApi {
  const tools = toolsOf(api);
  const serve = ((options: ServeOptions, handler: never) => {
    const { port: _port, hostname: _hostname, ...more } = options;
    return transport === "unix"
      ? api.serve({ ...more, path: tools.path("moved.sock") }, handler)
      : api.serve({ ...options, ...TEST_CERTIFICATE }, handler);
  }) as Serve;
  const connect = (to: Addr): ReturnType<typeof tools.connect> =>
    tools.connect(to, ({ tls: "h1", h2: "h2", unix: undefined } as const)[transport]);
  return { ...api, serve, tools: { ...tools, connect } };
}
