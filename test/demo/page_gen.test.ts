/** demo/page.gen.ts is made from demo/page: somebody may have forgotten to make it again. */
import { expect, test } from "vitest";
import * as generated from "../../demo/page.gen.ts";
import { buildPage } from "../../scripts/page_bundle.ts";

test("demo/page.gen.ts is up to date (tsx scripts/page.ts)", async () => {
  expect({ ...generated }).toEqual(await buildPage());
});
