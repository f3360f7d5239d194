/**
 * What single operations cost on Node, in nanoseconds, as "least / mean" over batches of half a
 * millisecond: the least is the operation alone, on a machine that does nothing else; the mean has
 * the garbage collection that it causes in it, and whatever else ran.
 *
 * `node bench/micro/objects.mjs [web|http|language]` measures this Node; with `--all` every Node of
 * the test runtimes, as one table.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Results are kept for a moment, or the compiler would not make them. */
const kept = Array.from({ length: 16 });

function time(operation) {
  const batch = (count) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i += 1) kept[i & 15] = operation(i);
    return Number(process.hrtime.bigint() - start);
  };
  const warm = Date.now() + 120;
  while (Date.now() < warm) batch(64);
  let size = 1;
  while (batch(size) < 500_000 && size < 1e6) size *= 2;
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  let count = 0;
  const end = Date.now() + 250;
  while (Date.now() < end) {
    const spent = batch(size);
    least = Math.min(least, spent);
    sum += spent;
    count += size;
  }
  const digits = least / size < 10 ? 1 : 0;
  return `${(least / size).toFixed(digits)} / ${(sum / count).toFixed(digits)}`;
}

async function measure(groups) {
  const results = {};
  for (const group of groups) {
    const { operations } = await import(`./operations/${group}.mjs`);
    for (const [name, operation] of Object.entries(operations)) results[name] = time(operation);
  }
  return results;
}

function binary(major) {
  const name = `node${major}-${process.platform}-${process.arch}`;
  const path = `../../test/runtimes/node_modules/${name}/bin/node`;
  return fileURLToPath(new URL(path, import.meta.url));
}

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const groups = words.length > 0 ? words : ["web", "http", "language"];

if (process.argv.includes("--json")) console.log(JSON.stringify(await measure(groups)));
else {
  const installed = ["20", "22", "24", "26"].filter((major) => existsSync(binary(major)));
  const all = process.argv.includes("--all");
  const binaries = all ? installed.map(binary) : [process.execPath];
  const titles = all ? installed.map((major) => `Node ${major}`) : [process.version];
  const columns = binaries.map((file) => {
    const args = ["--no-warnings", fileURLToPath(import.meta.url), "--json", ...groups];
    return JSON.parse(execFileSync(file, args));
  });
  console.log(
    `| ns, least / mean | ${titles.join(" | ")} |\n| --- |${" --- |".repeat(titles.length)}`,
  );
  for (const name of Object.keys(columns[0])) {
    console.log(`| ${name.trim()} | ${columns.map((column) => column[name]).join(" | ")} |`);
  }
}
