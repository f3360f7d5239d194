/**
 * The few forms of Markdown that the generated documents need.
 *
 * @module
 */

/** A table; the formatter aligns it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What says that a page is not to be edited. */
export const GENERATED: string =
  "<!-- Generated from the rows of the matrix by scripts/differences.ts; do not edit. -->";

/** Text as it is: no emphasis, no HTML, no escapes. An underscore inside a word is harmless. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*<>[\]]/g, String.raw`\$&`);
}

/** Names in code, with commas. */
export function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** `1 row`, `2 rows`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Begins as a sentence does. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}
