/**
 * The table that `npm start` prints.
 *
 * @module
 */

/** One line of the table. */
export interface TableRow {
  readonly runtime: string;
  readonly version: string;
  readonly url: string;
  readonly status: string;
}

const HEAD: TableRow = { runtime: "Runtime", version: "Version", url: "URL", status: "Status" };
const COLUMNS = ["runtime", "version", "url", "status"] as const;

/** Lays the rows out in columns. `colour` for a terminal. */
export function renderTable(rows: readonly TableRow[], colour: boolean): string {
  const widths = COLUMNS.map((column) =>
    Math.max(...[HEAD, ...rows].map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("   ")}`.trimEnd();
  const paint = (code: number, text: string): string =>
    colour ? `\u001B[${code}m${text}\u001B[0m` : text;

  return [
    paint(1, line(COLUMNS.map((column) => HEAD[column]))),
    paint(2, line(widths.map((width) => "─".repeat(width)))),
    ...rows.map((row) => {
      const text = line(COLUMNS.map((column) => row[column]));
      if (row.status === "ready") return text;
      return paint(row.status === "absent" ? 2 : 31, text);
    }),
  ].join("\n");
}
