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
 * Runs them, with everyserve loaded only now; from the row that the first argument counts. `changed`
 * makes what the rows call of `serve()`.
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
  const from = Number(process.argv[2] ?? 0);
  await runInside(
    { serve, upgradeWebSocket, explainCompression, listens: true, strict, natives, tools },
    rows.slice(from),
    (result) => {
      console.log(JSON.stringify(result));
    },
  );
  remove();
  console.log(JSON.stringify({ done: true }));
}
