/**
 * Writes docs/differences.md, docs/clauses.md and the table of docs/runtimes.md from the rows of the
 * matrix and the capabilities of the adapters. `npx tsx scripts/differences.ts` writes them;
 * test/house/differences.test.ts notices when it was forgotten.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildPages } from "./differences/pages.ts";

for (const [name, text] of Object.entries(await buildPages())) {
  await writeFile(fileURLToPath(new URL(`../docs/${name}`, import.meta.url)), text);
  console.log(`docs/${name}`);
}
