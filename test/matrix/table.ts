/**
 * The vitest reporter that prints hosts × parts at the end of a run: passed / listed.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

const FILE = new URL(".work/table.md", import.meta.url);

interface Cell {
  passed: number;
  listed: number;
  failed: number;
}

/** Counts the tests that say in their meta which host and part they belong to. */
export class MatrixTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const runtimes = new Map<string, string>();
    const cells = new Map<string, Map<string, Cell>>();
    const parts = new Set<string>();
    for (const module of modules) {
      for (const testCase of module.children.allTests()) {
        const { host = "all hosts", part, runtime, listed } = testCase.meta();
        if (runtime !== undefined) runtimes.set(host, runtime);
        if (part === undefined) continue;
        parts.add(part);
        const row = getOrMake(cells, host, () => new Map<string, Cell>());
        const cell = getOrMake(row, part, () => ({ passed: 0, listed: 0, failed: 0 }));
        const { state } = testCase.result();
        if (state === "failed") cell.failed++;
        else if (state === "passed") listed === undefined ? cell.passed++ : cell.listed++;
      }
    }
    if (cells.size === 0) return;
    const names = [...parts];
    const rows = [...new Set([...runtimes.keys(), ...cells.keys()])].map((host) => [
      host,
      runtimes.get(host) ?? "",
      ...names.map((part) => show(cells.get(host)?.get(part))),
    ]);
    const text = table([
      ["host", "runtime", ...names.map((name) => `${name} (passed / listed)`)],
      ...rows,
    ]);
    mkdirSync(new URL(".", FILE), { recursive: true });
    writeFileSync(FILE, `${text}\n`);
    console.log(`\n${text}\n`);
  }
}

function show(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  const failed = cell.failed > 0 ? `, ${cell.failed} failed` : "";
  return `${cell.passed} / ${cell.listed}${failed}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [
    line(head),
    `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`,
    ...body.map(line),
  ].join("\n");
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
