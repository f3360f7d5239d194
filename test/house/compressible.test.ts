/** src/core/compressible.gen.ts is made from mime-db: a new version of it may have another list (C18). */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { compressibleModule } from "../../scripts/compressible.ts";

const read = (): Promise<string> =>
  readFile(new URL("../../src/core/compressible.gen.ts", import.meta.url), "utf8");

test("compressible.gen.ts is up to date (tsx scripts/compressible.ts) (C18)", async () => {
  expect(await read()).toBe(compressibleModule());
});

test("compressible.gen.ts names the version of mime-db (C18)", async () => {
  const manifest = new URL("../../node_modules/mime-db/package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  expect(await read()).toContain(`mime-db ${version}`);
});
