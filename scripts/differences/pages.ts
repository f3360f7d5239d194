/**
 * The generated documents: name in docs/ → text.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format } from "oxfmt";
import { withCapabilities } from "./capabilities.ts";
import { clausesPage } from "./clauses_page.ts";
import { differencesPage } from "./differences_page.ts";

/** Builds them all, formatted as the linter wants them. */
export async function buildPages(): Promise<Record<string, string>> {
  const runtimes = new URL("../../docs/runtimes.md", import.meta.url);
  const texts = {
    "differences.md": differencesPage(),
    "clauses.md": clausesPage(),
    // Written by hand, but for its table.
    "runtimes.md": withCapabilities(await readFile(fileURLToPath(runtimes), "utf8")),
  };
  const pages: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    pages[name] = (await format(name, text, { printWidth: 100 })).code;
  }
  return pages;
}
