/** `npm ci` works everywhere, from any registry, and leaves the machine's Node alone. */
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inRoot, run, tempFolder, type Ran } from "./run.ts";

const temp = await tempFolder();
afterAll(temp.remove);

test("the root's node_modules has no node: it would shadow the machine's in npm scripts", () => {
  expect(existsSync(inRoot("node_modules/.bin/tsc"))).toBe(true); // the folder is the right one
  expect(existsSync(inRoot("node_modules/.bin/node"))).toBe(false);
  expect(existsSync(inRoot("node_modules/.bin/node.cmd"))).toBe(false);
});

interface Lock {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

describe.each([
  ["the root", "."],
  ["test/runtimes", "test/runtimes"],
])("the lock file of %s", (_name, folder) => {
  const path = inRoot(folder, "package-lock.json");

  test("names no registry", async () => {
    const text = await readFile(path, "utf8");
    expect(text).not.toMatch(/"resolved"/);
    // Funding links are the only addresses that belong here.
    const { packages } = JSON.parse(text) as Lock;
    const bare = JSON.stringify(packages, (key, value: unknown) =>
      key === "funding" ? undefined : value,
    );
    expect(bare).not.toMatch(/https?:\/\//);
  });

  test("is complete: `npm ci` accepts it", async () => {
    const { status, output } = await dryRun(folder, "good", (lock) => lock);
    expect(output).not.toContain("EUSAGE");
    expect(status, output).toBe(0);
  });

  // The gate can fail: this is what a registry without some platform's package does to a lock file.
  test("is refused by `npm ci` when an optional platform package is missing", async () => {
    const { status } = await dryRun(folder, "bad", (lock) => {
      const optional = Object.values(lock.packages)
        .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
        .find((name) => Object.hasOwn(lock.packages, `node_modules/${name}`));
      delete lock.packages[`node_modules/${optional}`];
      return lock;
    });
    expect(status).not.toBe(0);
  });

  async function dryRun(from: string, name: string, edit: (lock: Lock) => Lock): Promise<Ran> {
    const to = join(temp.path, from.replaceAll(/\W/g, "_"), name);
    await mkdir(to, { recursive: true });
    await cp(inRoot(from, "package.json"), join(to, "package.json"));
    const lock = edit(JSON.parse(await readFile(path, "utf8")) as Lock);
    await writeFile(join(to, "package-lock.json"), JSON.stringify(lock));
    return run(
      "npm",
      ["ci", "--dry-run", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"],
      { cwd: to },
    );
  }
});
