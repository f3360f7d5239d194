/**
 * The layers are kept by machine (ARCHITECTURE.md, "The rule"), and the machine can say no: every
 * kind of violation is planted in a copy of the tree and seen caught, and nothing else is.
 *
 * oxlint sees the import declarations and some names; the compiler sees the other names, since
 * each folder has the types of its own world only; dynamic imports, for which oxlint has no rule,
 * are looked for here.
 */
import { cp, mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inRoot, tempFolder, tool, type Ran } from "./run.ts";

/** Folder of the importing file → specifiers that it must not import. */
const IMPORTS: Record<string, string[]> = {
  "src/core": [
    "node:fs",
    "ws",
    "mime-db",
    "@whatwg-node/server",
    "../adapters/node/listen.ts",
    "../unsupported.ts",
    "./../adapters/node/listen.ts",
  ],
  "src/adapters/node": [
    "../bun/listen.ts",
    "./../bun/listen.ts",
    "../../core/../adapters/bun/listen.ts",
    "../../unsupported.ts",
    "bun",
    "mime-db",
    "@whatwg-node/server", // the interop file alone may, see below
  ],
  "src/adapters/node/lazy": ["../../bun/listen.ts", "@whatwg-node/server"],
  "src/adapters/bun": ["node:fs", "ws", "../node/listen.ts"],
  "src/adapters/deno": ["node:fs", "ws", "../node/listen.ts"],
  "src/adapters/workers": ["node:fs", "ws", "../deno/listen.ts"],
  "test/shared": [
    "../../src/adapters/node/index.ts",
    "../../src/core/respond.ts",
    "../matrix/launch.ts",
    "everyserve",
    "vitest",
    "node:net",
  ],
  "test/shared/routes": ["../../../src/adapters/node/index.ts", "../../matrix/launch.ts"],
  examples: ["node:fs", "everyserve/node"],
};

/** Folder → names that its world does not have. */
const NAMES: Record<string, string[]> = {
  "src/core": [
    "process.pid",
    "Buffer.alloc(1)",
    "Bun.version",
    "Deno.version",
    "new WebSocketPair()",
    "globalThis.process",
    "require('node:fs')",
  ],
  "src/adapters/node": ["Bun.version", "Deno.version", "new WebSocketPair()"],
  "src/adapters/bun": ["Deno.version", "new WebSocketPair()", "process.pid", "Buffer.alloc(1)"],
  "src/adapters/deno": ["Bun.version", "new WebSocketPair()", "process.pid", "Buffer.alloc(1)"],
  "src/adapters/workers": ["Bun.version", "Deno.version", "process.pid", "Buffer.alloc(1)"],
  "test/shared": ["process.pid", "Buffer.alloc(1)", "Bun.version", "Deno.version"],
};

const tree = await tempFolder();
afterAll(tree.remove);
/** What oxlint says of the copy with everything planted. */
let lint: Ran;

beforeAll(async () => {
  for (const part of [".oxlintrc.json", "tsconfig.json", "package.json"]) {
    await cp(inRoot(part), join(tree.path, part));
  }
  for (const part of ["src", "test/shared", "examples"]) {
    await cp(inRoot(part), join(tree.path, part), { recursive: true });
  }
  await symlink(inRoot("node_modules"), join(tree.path, "node_modules"), "junction");
  const importing: string[] = [];
  for (const [folder, specifiers] of Object.entries(IMPORTS)) {
    for (const [i, specifier] of specifiers.entries()) {
      importing.push(await plant(`${folder}/planted_import${i}.ts`, importOf(specifier)));
    }
  }
  importing.push(
    await plant("src/core/planted_type.ts", ['export type { Socket } from "node:net";']),
    await plant("src/core/planted_star.ts", ['export * from "node:net";']),
    await plant("src/core/planted.test.ts", ['import "node:net";']),
  );
  await plant("src/adapters/node/whatwg.ts", importOf("@whatwg-node/server"));
  for (const [folder, names] of Object.entries(NAMES)) {
    const lines = names.map((name, i) => `export const it${i}: unknown = ${name};`);
    await plant(`${folder}/planted_names.ts`, lines);
  }
  lint = await tool("oxlint", ["-f", "unix", "src", "test/shared", "examples"], tree.path);
  // The compiler, which follows imports, is shown the names alone.
  for (const path of [...importing, join(tree.path, "src/adapters/node/whatwg.ts")]) await rm(path);
  await cp(inRoot("src"), join(tree.path, "src"), { recursive: true });
});

const importOf = (specifier: string): string[] => [
  `import * as it from "${specifier}";`,
  "export const planted: unknown = it;",
];

async function plant(file: string, lines: string[]): Promise<string> {
  const path = join(tree.path, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

/** The lines of `file` of which oxlint complains by `rule`. */
function complaints(file: string, rule: string): Set<number> {
  const lines = lint.stdout.split("\n").filter((line) => line.includes(`(${rule})`));
  const here = lines.filter((line) => line.startsWith(`${file}:`));
  return new Set(here.map((line) => Number(line.slice(file.length + 1).split(":")[0])));
}

describe("oxlint", () => {
  test("is red for what was planted, and for nothing else", () => {
    expect(lint.status).toBe(1);
    const others = lint.stdout.split("\n").filter((line) => line.includes("(no-restricted-"));
    expect(others.filter((line) => !line.includes("/planted"))).toEqual([]);
  });

  const rows = Object.entries(IMPORTS).flatMap(([folder, specifiers]) =>
    specifiers.map((specifier, i) => [folder, specifier, i] as const),
  );
  test.each(rows)("refuses %s that imports %s", (folder, _specifier, i) => {
    expect(complaints(`${folder}/planted_import${i}.ts`, "no-restricted-imports").size).toBe(1);
  });

  test.each(["planted_type.ts", "planted_star.ts", "planted.test.ts"])(
    "refuses src/core/%s with another form of import",
    (file) => {
      expect(complaints(`src/core/${file}`, "no-restricted-imports").size).toBe(1);
    },
  );

  test("allows the interop file @whatwg-node/server", () => {
    expect(lint.stdout).not.toContain("whatwg.ts");
  });
});

describe("names of other worlds", () => {
  test.each(Object.entries(NAMES))("in %s: %j", async (folder, names) => {
    const { status, stdout } = await tool("tsc", ["-p", folder, "--pretty", "false"], tree.path);
    expect(status).not.toBe(0);
    const seen = complaints(`${folder}/planted_names.ts`, "no-restricted-globals");
    for (const [, line] of stdout.matchAll(/planted_names\.ts\((\d+),\d+\): error/g)) {
      seen.add(Number(line));
    }
    expect(seen).toEqual(new Set(names.map((_, i) => i + 1))); // at least one for each line
  });
});

describe("dynamic imports", () => {
  const found = (text: string): boolean =>
    /\b(?:import|require)\s*\(|\bimport\.meta\.resolve\b/.test(text);

  test("are seen where they are planted", () => {
    for (const text of ['await import("ws")', "require('x')", 'type X = import("ws").WebSocket']) {
      expect(found(text), text).toBe(true);
    }
    expect(found('import { a } from "./a.ts"; imports("x")')).toBe(false);
  });

  // What is loaded only when somebody uses it.
  const LAZY = new Set(["adapters/node/whatwg.ts", "adapters/node/websocket/ws.ts"]);

  test("are in no file of src, but for packages that not everybody uses", async () => {
    const files = await readdir(inRoot("src"), { recursive: true });
    // A unit test may load its module anew.
    const shipped = files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
    const sources = shipped.filter((name) => !LAZY.has(name));
    for (const file of sources) {
      expect(found(await readFile(inRoot("src", file), "utf8")), file).toBe(false);
    }
  });
});
