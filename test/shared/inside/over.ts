/**
 * The same rows over another transport: what a row asks of `serve()` and its clients does not change,
 * only what is between them.
 *
 * @module
 */
import type { Addr, Serve, ServeOptions } from "../../../src/core/types.ts";
import { TEST_CERTIFICATE } from "../certificate.ts";
import { type InsideApi, type InsideCase, toolsOf } from "./case.ts";

/** HTTPS with HTTP/1, or a unix socket. */
export type Transport = "tls" | "unix";

/** Rows whose clients are those of `Tools`, over the transport: `X03.fin` becomes `X03.fin-tls`. */
export function over(transport: Transport, rows: readonly InsideCase[]): InsideCase[] {
  const where = { tls: "over TLS", unix: "on a unix socket" }[transport];
  return rows.map((row) => ({
    ...row,
    id: `${row.id}-${transport}`,
    title: `${where}: ${row.title}`,
    needs: transport === "tls" ? "tls" : "listen",
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
    tools.connect(to, transport === "tls");
  return { ...api, serve, tools: { ...tools, connect } };
}
