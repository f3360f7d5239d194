/**
 * Bundles demo/page into demo/page.gen.ts: a Worker has no file system, so the page travels inside
 * the module. `tsx scripts/page.ts` writes it; a test notices when it was forgotten.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { buildPage } from "./page_bundle.ts";

const page = await buildPage();
const quote = (text: string): string =>
  `[\n${text
    .split("\n")
    .map((line) => `  ${JSON.stringify(line)},\n`)
    .join("")}].join("\\n")`;
const source = [
  "// Generated from demo/page by scripts/page.ts; do not edit.\n",
  ...Object.entries(page).map(([name, text]) => `export const ${name}: string = ${quote(text)};\n`),
].join("\n");
await writeFile(fileURLToPath(new URL("../demo/page.gen.ts", import.meta.url)), source);
