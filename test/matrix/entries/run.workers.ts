/**
 * Runs rows on workerd: in a request, which answers with one JSON line per row.
 *
 * @module
 */
import { natives } from "./natives.ts";
import { explainCompression, serve, upgradeWebSocket, type Server } from "everyserve";
import { runInside, type InsideCase } from "../../shared/inside/case.ts";

/** The module's default export. */
export function rowServer(rows: readonly InsideCase[], strict: boolean): Server {
  return serve(async () => {
    const lines: string[] = [];
    await runInside(
      { serve, upgradeWebSocket, explainCompression, listens: false, strict, natives },
      rows,
      (result) => {
        lines.push(JSON.stringify(result));
      },
    );
    return new Response(lines.join("\n"));
  });
}
