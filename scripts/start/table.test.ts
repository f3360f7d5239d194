import { expect, test } from "vitest";
import { renderTable } from "./table.ts";

const ROWS = [
  { runtime: "Node 20", version: "20.20.2", url: "http://127.0.0.1:8000/", status: "ready" },
  { runtime: "Bun", version: "–", url: "–", status: "absent" },
];

test("renderTable() lays the rows out in columns", () => {
  expect(renderTable(ROWS, false).split("\n")).toEqual([
    "  Runtime   Version   URL                      Status",
    "  ───────   ───────   ──────────────────────   ──────",
    "  Node 20   20.20.2   http://127.0.0.1:8000/   ready",
    "  Bun       –         –                        absent",
  ]);
});

test("renderTable() paints for a terminal only what is not ready", () => {
  const [, , ready, absent] = renderTable(ROWS, true).split("\n");
  expect(ready).not.toContain("\u001B");
  expect(absent).toContain("\u001B[2m");
});
