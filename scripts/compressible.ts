/**
 * Makes `src/core/compressible.gen.ts` from mime-db: `npx tsx scripts/compressible.ts`.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const FILE = new URL("../src/core/compressible.gen.ts", import.meta.url);

/** Not in mime-db, or not marked there. */
const OURS = ["text/event-stream", "application/x-ndjson", "application/jsonl"];
/** Marked in mime-db, but it may be anything: images and archives too. */
const NOT = new Set(["application/octet-stream"]);

/** The text of the module. */
export function compressibleModule(): string {
  const { version } = require("mime-db/package.json") as { version: string };
  const db = require("mime-db") as Record<string, { compressible?: boolean }>;
  const marked = Object.keys(db).filter((type) => db[type]?.compressible === true);
  const types = [...new Set([...marked, ...OURS])].filter((type) => !NOT.has(type)).sort();
  const groups = new Map<string, string[]>();
  for (const type of types) {
    const [major = "", minor = ""] = type.split("/");
    groups.set(major, [...(groups.get(major) ?? []), minor]);
  }
  const rows = [...groups].map(([major, minors]) => `  ["${major}", "${minors.join(" ")}"],`);
  return `/**
 * The compressible media types: those of mime-db ${version} and a few of ours.
 *
 * Made by scripts/compressible.ts. Do not edit.
 *
 * @module
 */

/** Type, and its subtypes with a space between. */
export const COMPRESSIBLE: readonly (readonly [type: string, subtypes: string])[] = [
${rows.join("\n")}
];
`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(FILE, compressibleModule());
}
