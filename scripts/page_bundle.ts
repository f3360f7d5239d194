/**
 * The page of the demo, from its sources in demo/page.
 *
 * @module
 */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The page as the texts that are served. */
export interface BuiltPage {
  readonly html: string;
  readonly css: string;
  readonly js: string;
  readonly favicon: string;
}

const folder = new URL("../demo/page/", import.meta.url);

/** Reads demo/page and bundles it. Not minified: whoever opens the source may read it. */
export async function buildPage(): Promise<BuiltPage> {
  const read = (name: string): Promise<string> => readFile(new URL(name, folder), "utf8");
  return {
    html: await read("index.html"),
    css: await bundle("style.css"),
    js: await bundle("main.ts"),
    favicon: await read("favicon.svg"),
  };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "esnext",
    charset: "utf8",
    write: false,
    // The comments that name the files are relative to it, wherever the build runs.
    absWorkingDir: fileURLToPath(folder),
  });
  return outputFiles[0]?.text ?? "";
}
