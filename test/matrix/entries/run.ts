/**
 * Runs rows on a host that listens: one JSON line per row.
 *
 * @module
 */
import { runInside, type InsideCase } from "../../shared/inside/case.ts";
import { natives } from "./natives.ts";
import { makeTools } from "./tools.ts";

/** Runs them, with everyserve loaded only now; from the row that the first argument counts. */
export async function runRows(rows: readonly InsideCase[], strict: boolean): Promise<void> {
  const { serve, upgradeWebSocket, explainCompression } = await import("everyserve");
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
