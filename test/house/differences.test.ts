/** The generated documents are what the rows say, and the tables behind them are true. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { clausesWithRows, verdict } from "../../scripts/differences/clauses_page.ts";
import { CORRECTIONS } from "../../scripts/differences/corrections.ts";
import { expand, IN_PART, NUMBERS, WITHOUT_ROWS } from "../../scripts/differences/data.ts";
import { buildPages } from "../../scripts/differences/pages.ts";
import { DIFFERENCES, ROWS, RUNTIMES } from "../../scripts/differences/rows.ts";
import { OWNERS, parts } from "../../scripts/differences/takes.ts";
import { KNOWN_DIFFERENCES } from "../matrix/expectations.ts";
import { inRoot } from "./run.ts";

const pages = Object.entries(await buildPages());

test.each(pages)("docs/%s is up to date (npx tsx scripts/differences.ts)", async (name, text) => {
  expect(await readFile(inRoot("docs", name), "utf8")).toBe(text);
});

test("every clause has a row or a reason why not, and none has both", () => {
  const without = WITHOUT_ROWS.flatMap(([clauses]) => expand(clauses));
  const all = Object.entries(NUMBERS).flatMap(([letter, n]) => expand(`${letter}01–${letter}${n}`));
  expect([...clausesWithRows(), ...without].toSorted()).toEqual(all.toSorted());
});

test("every clause that has rows is on the page", async () => {
  const page = pages.find(([name]) => name === "clauses.md")?.[1] ?? "";
  const missing = clausesWithRows().filter((name) => !page.includes(`\n| ${name} `));
  expect(missing).toEqual([]);
});

test("every difference says whose code it takes, and what", () => {
  const without = KNOWN_DIFFERENCES.filter((one) => {
    const [owner, what] = parts(one);
    return !OWNERS.includes(owner) || what === "";
  });
  expect(without).toEqual([]);
});

test("clauses that are asked in part have rows", () => {
  const partly = IN_PART.flatMap(([clauses]) => expand(clauses));
  expect(partly.filter((name) => !clausesWithRows().includes(name))).toEqual([]);
});

describe.each(RUNTIMES)("%s", (runtime) => {
  test("every difference names rows that are played there", () => {
    const asked = ROWS.filter(({ hosts }) => hosts.includes(runtime));
    const played = new Set(asked.map(({ id }) => id));
    const named = DIFFERENCES.filter((one) => one.runtime === runtime).flatMap(({ rows }) => rows);
    expect(named.filter((id) => !played.has(id))).toEqual([]);
  });

  test("every correction names clauses that are asked there", () => {
    const clauses = CORRECTIONS[runtime].flatMap(([, names]) => names);
    expect(clauses.filter((name) => verdict(name, runtime) === "not asked")).toEqual([]);
  });
});

test("the rows that are read from the source of a test are found", () => {
  expect(ROWS.filter(({ part }) => part === "flow").map(({ id }) => id)).toEqual([
    "P39.gibibyte",
    "R36.gibibyte",
    "H15.gibibyte-down",
    "H15.gibibyte-up",
  ]);
});
