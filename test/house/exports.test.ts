/** The exports map: one to one with the files, and each condition leads to its own adapter. */
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { inRoot, run, ROOT, tempFolder } from "./run.ts";

const temp = await tempFolder();
afterAll(temp.remove);

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
}

const { exports: map } = JSON.parse(await readFile(inRoot("package.json"), "utf8")) as Manifest;
const main = map["."] as Record<string, string>;
/** Condition → folder of the adapter. Bun and Deno match "node" too, so theirs come before it. */
const CONDITIONS = { workerd: "workers", deno: "deno", bun: "bun", node: "node" };

describe("the exports map", () => {
  const targets = Object.entries(map).flatMap(([subpath, target]) =>
    typeof target === "string"
      ? [[subpath, "", target] as const]
      : Object.entries(target).map(([condition, file]) => [subpath, condition, file] as const),
  );

  test.each(targets)("%s %s → %s exists", (_subpath, _condition, file) => {
    expect(existsSync(inRoot(file)), file).toBe(true);
  });

  test("has the conditions in the order in which they must be matched", () => {
    expect(Object.keys(main)).toEqual(["types", ...Object.keys(CONDITIONS), "default"]);
    for (const [subpath, target] of Object.entries(map)) {
      if (subpath === "." || typeof target === "string") continue;
      expect(Object.keys(target), subpath).toEqual(["types", "default"]);
    }
  });

  test("has a condition and a subpath for each adapter, and for nothing else", async () => {
    const adapters = (await readdir(inRoot("src/adapters"))).sort();
    expect(Object.values(CONDITIONS).sort()).toEqual(adapters);
    for (const [condition, adapter] of Object.entries(CONDITIONS)) {
      const file = `./dist/adapters/${adapter}/index.js`;
      expect(main[condition]).toBe(file);
      expect(map[`./${adapter}`]).toEqual({
        types: file.replace(/\.js$/, ".d.ts"),
        default: file,
      });
    }
  });

  test("has one file of JavaScript for each entry, and one that those of Node share", async () => {
    const files = await readdir(inRoot("dist"), { recursive: true });
    const entries = files.filter((file) => file.endsWith(".js")).sort();
    const shared = entries.filter((file) => /^adapters.node.chunk-\w+\.js$/.test(file));
    expect(shared).toHaveLength(1);
    const named = new Set(targets.map(([, , file]) => file).filter((file) => file.endsWith(".js")));
    expect(entries.length - shared.length).toBe(named.size);
  });

  test("has the same three functions behind every entry", async () => {
    for (const file of [main["default"]!, ...Object.keys(CONDITIONS).map((name) => main[name]!)]) {
      const text = await readFile(inRoot(file), "utf8");
      const names = /^export \{([^}]+)\};/m
        .exec(text)?.[1]
        ?.split(",")
        .map((name) => name.trim());
      expect(names?.sort(), file).toEqual(["explainCompression", "serve", "upgradeWebSocket"]);
    }
  });
});

const HELLO =
  'import { serve } from "everyserve"; export default serve(() => new Response("Hello, World!"));';

async function bundle(options: BuildOptions): Promise<{ text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: HELLO, resolveDir: ROOT },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    ...options,
  });
  return { text: outputFiles![0]!.text, metafile: metafile! };
}

const inputs = ({ metafile }: { metafile: Metafile }): string[] => Object.keys(metafile.inputs);

describe("a bundle", () => {
  test.each(Object.entries(CONDITIONS))(
    "with condition %s holds the adapter %s alone",
    async (condition, adapter) => {
      // Bun and Deno, like Workers' bundlers, ask for "node" as well.
      const bundled = await bundle({ conditions: [condition, "node"], external: ["node:*", "ws"] });
      const adapters = inputs(bundled).flatMap(
        (file) => /dist\/adapters\/(\w+)\//.exec(file)?.[1] ?? [],
      );
      expect(new Set(adapters)).toEqual(new Set([adapter]));
    },
  );

  test("for Workers holds nothing of Node", async () => {
    const bundled = await bundle({ conditions: ["workerd", "worker"], minifyWhitespace: true });
    expect(inputs(bundled).filter((file) => file.includes("node_modules"))).toEqual([]);
    // Asked for at run time, and may be absent: no import.
    const asked = 'process?.getBuiltinModule?.("node:zlib")';
    expect(bundled.text.split(asked)).toHaveLength(2);
    const foreign = /\bnode:|["']ws["']|\bprocess\b|\bBuffer\b|\brequire\(/g;
    expect(bundled.text.replace(asked, "").match(foreign)).toBeNull();
    expect(bundled.metafile.outputs["stdin.js"]?.imports ?? []).toEqual([]);
  });

  test("without a condition says what to do (ERR_RUNTIME_UNSUPPORTED)", async () => {
    const bundled = await bundle({});
    expect(inputs(bundled).some((file) => file.includes("dist/unsupported.js"))).toBe(true);
    const file = join(temp.path, "neutral.mjs");
    await writeFile(file, bundled.text);
    const catching = `import(${JSON.stringify(file)}).catch(({ code, message }) => console.log(JSON.stringify({ code, message })))`;
    const { stdout } = await run(process.execPath, ["-e", catching]);
    const { code, message } = JSON.parse(stdout) as { code: string; message: string };
    expect(code).toBe("ERR_RUNTIME_UNSUPPORTED");
    expect(message).toMatch(/^Cannot serve: everyserve has no adapter for this runtime/);
    for (const name of Object.keys(CONDITIONS)) expect(message).toContain(`'${name}'`);
  });
});
