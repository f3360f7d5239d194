/**
 * Runs rows on a host that listens: one JSON line per row.
 *
 * @module
 */
import { runInside, type InsideCase } from "../../shared/inside/case.ts";
import type { Serve } from "../../../src/core/types.ts";
import { natives } from "./natives.ts";
import { makeTools } from "./tools.ts";

/**
 * Runs them, with everyserve loaded only now; from the row that the first argument counts. The others
 * are the ids of those that are listed. `changed` makes what the rows call of `serve()`.
 */
export async function runRows(
  rows: readonly InsideCase[],
  strict: boolean,
  changed: (serve: Serve) => Serve = (serve) => serve,
): Promise<void> {
  const everyserve = await import("everyserve");
  const { upgradeWebSocket, explainCompression } = everyserve;
  const serve = changed(everyserve.serve);
  const { tools, remove } = makeTools();
  const [from = "0", ...listed] = process.argv.slice(2);
  await runInside(
    { serve, upgradeWebSocket, explainCompression, listens: true, strict, natives, tools },
    rows.slice(Number(from)),
    (result) => {
      console.log(JSON.stringify(result));
    },
    new Set(listed),
  );
  remove();
  console.log(JSON.stringify({ done: true }));
}
